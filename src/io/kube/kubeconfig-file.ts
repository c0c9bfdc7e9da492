import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { load, YAMLException } from 'js-yaml';
import * as z from 'zod';
import { CnsError } from '../../errors.ts';
import { formatPath } from '../../path.ts';

const text = z.string();
/** kubectl writes what is empty as nothing, null or "". */
const optional = text.nullish().transform((value) => value || undefined);
const flag = z.boolean().nullish();

const cluster = z.object({
  server: text.min(1),
  'certificate-authority': optional,
  'certificate-authority-data': optional,
  'insecure-skip-tls-verify': flag,
  'tls-server-name': optional,
  'proxy-url': optional,
  extensions: z.array(z.object({ name: text, extension: z.unknown() })).nullish(),
});

const exec = z.object({
  apiVersion: text.min(1),
  command: text.min(1),
  args: z.array(text).nullish(),
  env: z.array(z.object({ name: text, value: text })).nullish(),
  installHint: optional,
  provideClusterInfo: flag,
  interactiveMode: optional,
});

const user = z.object({
  'client-certificate': optional,
  'client-certificate-data': optional,
  'client-key': optional,
  'client-key-data': optional,
  token: optional,
  tokenFile: optional,
  username: optional,
  password: optional,
  as: optional,
  'as-uid': optional,
  'as-groups': z.array(text).nullish(),
  'as-user-extra': z.record(text, z.array(text)).nullish(),
  exec: exec.nullish(),
  'auth-provider': z.object({ name: text, config: z.record(text, z.unknown()).nullish() }).nullish(),
});

const context = z.object({ cluster: text, user: text.nullish(), namespace: text.nullish() });

/** What of a kubeconfig file is read. https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/ */
const kubeconfig = z.object({
  'current-context': optional,
  clusters: z.array(z.object({ name: text, cluster })).nullish(),
  users: z.array(z.object({ name: text, user: user.nullish() })).nullish(),
  contexts: z.array(z.object({ name: text, context })).nullish(),
});

export type KubeconfigCluster = z.output<typeof cluster>;
export type KubeconfigUser = z.output<typeof user>;
export type KubeconfigExec = z.output<typeof exec>;

export interface KubeconfigFile {
  readonly file: string;
  /** Paths in it are relative to this. */
  readonly folder: string;
  readonly content: z.output<typeof kubeconfig>;
}

/** Large organisations have some hundred clusters in one file. Unit: bytes. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Reads one kubeconfig file. What is wrong with it is said without its values: half of them are secrets.
 *
 * @throws CnsError `CLUSTER_UNREACHABLE`
 */
export function readKubeconfigFile(file: string): KubeconfigFile {
  const refused = (message: string, source?: { line: number; column: number }, path?: string): CnsError =>
    new CnsError({
      code: 'CLUSTER_UNREACHABLE',
      message,
      hint: 'see `kubectl config view`, or name another file with --kubeconfig',
      ...(path ? { path } : {}),
      source: { file, ...(source ?? { line: 1, column: 1 }) },
    });
  let raw: string;
  try {
    if (statSync(file).size > MAX_BYTES) throw refused(`it has more than ${MAX_BYTES} bytes`);
    raw = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof CnsError) throw error;
    throw refused(`the kubeconfig cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`);
  }
  const parsed = kubeconfig.safeParse(yamlOf(raw, refused) ?? {});
  if (parsed.success) return { file, folder: dirname(file), content: parsed.data };
  const [issue] = parsed.error.issues;
  const path = issue?.path.map((key) => (typeof key === 'symbol' ? '' : key)) ?? [];
  throw refused(issue?.message ?? 'it is no kubeconfig', undefined, formatPath(path));
}

function yamlOf(
  raw: string,
  refused: (message: string, source?: { line: number; column: number }) => CnsError,
): unknown {
  try {
    return load(raw);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    // Not its message: that repeats lines of the file.
    const { line, column } = error.mark;
    throw refused(`it is no YAML: ${error.reason}`, { line: line + 1, column: column + 1 });
  }
}
