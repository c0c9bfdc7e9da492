import { resolve } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { banner } from './esm-banner.ts';

/**
 * The module that reads kubeconfigs, lib/cli/kubernetes.js: an ES module of its own, because what it stands on is one, is large, and
 * is needed only when a cluster is asked for.
 */
export const kubernetesModule: BuildOptions = {
  entryPoints: { kubernetes: 'src/io/kube/kubernetes.ts' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  legalComments: 'none',
  logLevel: 'warning',
  minify: true,
  banner,
  plugins: [
    {
      name: 'only the configuration of client-node',
      setup: (esbuild) => {
        for (const [filter, contents] of WITHOUT) {
          esbuild.onResolve({ filter }, ({ path, importer }) =>
            importer.includes('/@kubernetes/client-node/') ? { path, namespace: 'without' } : undefined,
          );
          esbuild.onLoad({ filter, namespace: 'without' }, () => ({ contents }));
        }
      },
    },
  ],
};

const NO_PROVIDER = (name: string): string => `export class ${name} { isAuthProvider() { return false; } }`;

/** What KubeConfig imports and is never asked for, or has a shorter way to: three quarters of its size. */
const WITHOUT: readonly (readonly [RegExp, string])[] = [
  // Makers of API clients: we send requests ourselves.
  [/gen\/index\.js$/, 'export const createConfiguration = undefined; export const ServerConfiguration = undefined;'],
  // Headers are in Node.
  [/^node-fetch$/, 'export const Headers = globalThis.Headers;'],
  // Refused before they are reached: Kubernetes 1.26 took them away.
  [/azure_auth\.js$/, NO_PROVIDER('AzureAuth')],
  [/gcp_auth\.js$/, NO_PROVIDER('GoogleCloudPlatformAuth')],
  // Replaced by our own: it has no time limit.
  [/\/exec_auth\.js$/, NO_PROVIDER('ExecAuth')],
];

/** Keeps that module out of every other one. */
export const kubernetesApart: Plugin = {
  name: 'kubernetes.js apart',
  setup: (esbuild) => {
    const file = resolve('src/io/kube/kubernetes.ts');
    esbuild.onResolve({ filter: /\/kubernetes\.ts$/ }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import' && resolve(resolveDir, path) === file
        ? { path: './kubernetes.js', external: true }
        : undefined,
    );
  },
};
