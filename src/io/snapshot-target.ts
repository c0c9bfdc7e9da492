import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { sha256 } from '../hash.ts';
import { kubeconfigFiles } from './kube/choose-context.ts';

export interface TargetOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly kubeconfig?: string;
  readonly kubeContext?: string;
  readonly root?: string;
}

/**
 * What tells one target of a snapshot from another: the host since its last boot, who asks, the root, and the cluster that the kubeconfig
 * names. Of kubeconfigs it holds hashes, never their text.
 */
export function snapshotTarget({ env, cwd, kubeconfig, kubeContext, root = '/' }: TargetOptions): object {
  const files = kubeconfigFiles({ env, cwd, ...(kubeconfig === undefined ? {} : { kubeconfig }) });
  return {
    host: hostname(),
    boot: textOf('/proc/sys/kernel/random/boot_id'),
    user: process.getuid?.() ?? 0,
    root: resolve(cwd, root),
    kubeconfigs: files.map((file) => [file, sha256(textOf(file))]),
    kubeContext: kubeContext ?? '',
    inCluster: env.KUBERNETES_SERVICE_HOST ?? '',
  };
}

const textOf = (file: string): string => {
  try {
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  } catch {
    return '';
  }
};
