import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Config, getRootDirectory, type Output, RunError } from '@pulumi/pulumi';
import { createEngine } from '../src/engine.ts';
import { CnsError, formatProblem } from '../src/errors.ts';
import { parseYaml } from '../src/io/parse-yaml.ts';
import { bootstrapInfra } from '../src/ops/bootstrap-infra.ts';
import { clusterDocument } from '../src/recipe/cluster-file.ts';
import { parseDocument } from '../src/recipe/document.ts';
import type { GpuCluster, GpuClusterArgs } from './gpu-cluster.ts';

type Component = new (name: string, args: GpuClusterArgs<never>) => GpuCluster<never>;

/** Service → its component. Only the one of the cluster file is loaded. */
const COMPONENTS: Readonly<Record<string, () => Promise<Component>>> = {
  aks: async () => (await import('./aks.ts')).AksGpuCluster,
  eks: async () => (await import('./eks.ts')).EksGpuCluster,
  gke: async () => (await import('./gke.ts')).GkeGpuCluster,
  oke: async () => (await import('./oke.ts')).OkeGpuCluster,
};

/**
 * The program of `pulumi up`: one cluster file, and what is true of the account.
 *
 * Configuration: `cluster` is the path of the cluster file, `account` what docs/node-pools.md lists for its cloud. Where the API can be
 * reached (`account.api.reachable`) the GitOps controller is installed too; elsewhere the output `bootstrap` says how.
 */
export default async function main(): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await made();
  } catch (error) {
    // What the user can fix is told without a stack trace.
    if (error instanceof CnsError) throw new RunError(error.problems.map(formatProblem).join('\n'));
    throw error;
  }
}

async function made(): Promise<Readonly<Record<string, unknown>>> {
  const config = new Config('cloud-native-stack');
  const file = config.require('cluster');
  const account = config.requireObject<never>('account');
  // Pulumi runs a program in the program's own folder; paths of the configuration are those of the project.
  const document = parseYaml(readFileSync(resolve(getRootDirectory(), file), 'utf8'), file);
  const { name, criteria, gitops } = parseDocument(document, 'Cluster', clusterDocument);
  const load = COMPONENTS[criteria.service];
  if (!load) throw new RunError(`nothing is made for ${criteria.service}: see cnsctl infra plan ${name}`);
  const GpuClusterOfCloud = await load();
  const engine = createEngine();
  const bootstrap = bootstrapInfra(engine, { document }, { parseYaml });
  const cluster = new GpuClusterOfCloud(name, { clusterFile: document, account, engine });
  const isReachable = (account as { readonly api?: { readonly reachable?: boolean } }).api?.reachable === true;
  if (bootstrap && isReachable) {
    const { GitOpsBootstrap } = await import('./bootstrap.ts');
    const kubeconfig = cluster.outputs.kubeconfig as Output<string>;
    new GitOpsBootstrap(`${name}-gitops`, { bootstrap, kubeconfig, after: cluster });
  }
  return {
    ...cluster.outputs,
    ...(gitops.path === undefined ? {} : { gitopsRepository: gitops.repoURL, gitopsPath: gitops.path }),
    ...(bootstrap && !isReachable ? { bootstrap: bootstrap.commands.join('\n') } : {}),
  };
}
