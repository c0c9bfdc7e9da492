import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ComponentResourceOptions, Output } from '@pulumi/pulumi';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { compileInfra } from '../../src/ops/compile-infra.ts';
import { engine } from '../samples.ts';
import { expectExactly } from './mocked.ts';

/** A component that makes a cluster from its file and facts of an account. */
type GpuClusterClass<Account> = new (
  name: string,
  args: { readonly clusterFile: string; readonly account: Account },
  options: ComponentResourceOptions,
) => { readonly outputs: Readonly<Record<string, Output<unknown>>> };

/** The program for one cluster file, held against the compiler's list. */
export async function expectProgram<Account>(Cluster: GpuClusterClass<Account>, text: string, account: Account) {
  const clusterFile = join(mkdtempSync(join(tmpdir(), 'cns-stacks-')), 'cluster.yaml');
  writeFileSync(clusterFile, text);
  const { plan, compiled } = compileInfra(engine, { document: parseYaml(text, clusterFile) }, { value: account });
  if (!compiled) throw new Error('nothing was compiled');
  const ran = await expectExactly(
    plan.cluster,
    compiled,
    (options) => new Cluster(plan.cluster, { clusterFile, account }, options),
  );
  return { ...ran, plan };
}
