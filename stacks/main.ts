import { readFileSync } from 'node:fs';
import { Config, type Output } from '@pulumi/pulumi';
import { parseYaml } from '../src/io/parse-yaml.ts';
import { clusterDocument } from '../src/recipe/cluster-file.ts';
import { parseDocument } from '../src/recipe/document.ts';
import type { GpuCluster, GpuClusterArgs } from './gpu-cluster.ts';

type Component = new (name: string, args: GpuClusterArgs<never>) => GpuCluster<never>;

/** Service → its component. Only the one of the cluster file is loaded. */
const COMPONENTS: Readonly<Record<string, () => Promise<Component>>> = {
  eks: async () => (await import('./eks.ts')).EksGpuCluster,
};

/**
 * The program of `pulumi up`: one cluster file, and what is true of the account.
 *
 * Configuration: `cluster` is the path of the cluster file, `account` what docs/node-pools.md lists for its cloud.
 */
export default async function main(): Promise<Readonly<Record<string, Output<unknown>>>> {
  const config = new Config('cloud-native-stack');
  const clusterFile = config.require('cluster');
  const account = config.requireObject<never>('account');
  const text = readFileSync(clusterFile, 'utf8');
  const { name, criteria } = parseDocument(parseYaml(text, clusterFile), 'Cluster', clusterDocument);
  const load = COMPONENTS[criteria.service];
  if (!load) throw new Error(`nothing is made for ${criteria.service}: see cnsctl infra plan ${name}`);
  const GpuClusterOfCloud = await load();
  return new GpuClusterOfCloud(name, { clusterFile, account }).outputs;
}
