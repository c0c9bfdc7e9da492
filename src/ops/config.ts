import * as z from 'zod';
import { API_VERSION, parseDocument } from '../recipe/document.ts';
import type { Io } from './ports.ts';

const text = z.string().min(1);

/** Defaults of common flags. A flag on the command line wins. */
export const configDocument = z.strictObject({
  apiVersion: z.literal(API_VERSION),
  kind: z.literal('Config'),
  /** Address of an API server of this program. */
  server: z.url({ protocol: /^https?$/, error: 'an http:// or https:// address' }).optional(),
  defaults: z
    .strictObject({
      service: text,
      accelerator: text,
      os: text,
      intent: text,
      platform: text,
      kubernetes: text,
      region: text,
      storageClass: text,
      deployer: text,
      repo: text,
      revision: text,
      /** Folder of cluster files. */
      clusters: text,
      /** Folder that trees are written to. */
      outputDir: text,
      /** Folder of your own layers and leaves. */
      recipes: text,
    })
    .partial()
    .default({}),
});
export type Config = z.output<typeof configDocument>;

export const EMPTY_CONFIG: Config = { apiVersion: API_VERSION, kind: 'Config', defaults: {} };

/** The config file, or the empty config where there is none. A mistake in it is an error for every command that reads it. */
export function loadConfig(io: Io, file: string): Config {
  if (!io.isFile(file)) return EMPTY_CONFIG;
  return parseDocument(io.parseYaml(io.readText(file), file), 'Config', configDocument);
}

/** A config file to begin with: every key, commented out. */
export function configTemplate(): string {
  return `# Defaults of common flags; a flag on the command line wins. \`cnsctl schema Config\` prints every key.
apiVersion: ${API_VERSION}
kind: Config
# server: https://cns.example.com
defaults:
  clusters: clusters
  outputDir: dist
  # recipes: recipes
  # deployer: argocd
  # repo: https://github.com/example/gitops.git
  # revision: main
  # service: eks
  # accelerator: h100
  # os: ubuntu
  # intent: training
`;
}
