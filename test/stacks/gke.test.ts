import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { compileInfra } from '../../src/ops/compile-infra.ts';
import { FABRIC_COMPONENTS, fabricNetworks, treeNetworks } from '../../src/pools/gke/fabric.ts';
import { GkeGpuCluster } from '../../stacks/gke.ts';
import { type GkeCase, gkeAccountOf, gkeCluster } from '../pools/gke/account-of.ts';
import { engine } from '../samples.ts';
import { expectProgram } from './program.ts';

/** One of each family of machine types, image, fabric and way to pay. */
const cases = [
  { accelerator: 'a100', os: 'cos', instanceType: 'a2-ultragpu-8g', capacity: 'on-demand' },
  { accelerator: 'a100', os: 'ubuntu', instanceType: 'a2-highgpu-8g', capacity: 'spot' },
  { accelerator: 'h100', os: 'cos', instanceType: 'a3-highgpu-8g', capacity: 'reserved' },
  { accelerator: 'h100', os: 'cos', instanceType: 'a3-megagpu-8g', capacity: 'on-demand' },
  { accelerator: 'h200', os: 'cos', instanceType: 'a3-ultragpu-8g', capacity: 'reserved' },
  { accelerator: 'b200', os: 'cos', instanceType: 'a4-highgpu-8g', capacity: 'spot' },
  { accelerator: 'gb200', os: 'cos', instanceType: 'a4x-highgpu-4g', capacity: 'reserved', count: 36 },
  { accelerator: 'l4', os: 'cos', instanceType: 'g2-standard-48', capacity: 'on-demand' },
] as const;

/** The tree describes the networks that the pool is on, as the plan prints them. */
function componentsOf(one: GkeCase): object {
  const { plan } = compileInfra(engine, { document: parseYaml(gkeCluster(one), 'test.yaml') });
  const component = FABRIC_COMPONENTS[plan.gpu.fabric];
  if (!component || !plan.gpu.instance) return {};
  return { [component]: { networks: treeNetworks(fabricNetworks(plan, plan.gpu.instance)) } };
}

describe.each(cases)('$instanceType with $os, $capacity', (one) => {
  it('makes exactly what the compiler lists', async () => {
    const text = gkeCluster({ ...one, components: componentsOf(one) });
    const { plan, resources, outputs } = await expectProgram(GkeGpuCluster, text, gkeAccountOf(one));
    expect(
      resources
        .filter(({ options }) => options.protect)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['cluster', 'key', 'network'].map((name) => `${plan.cluster}-${name}`));
    expect(outputs).toMatchObject({ workloadPool: 'example-gpu.svc.id.goog', gpuZone: 'us-central1-b' });
    const labels = { example_com_team: 'ml', 'cns-cluster': plan.cluster };
    for (const { inputs, type, name } of resources) {
      if (type === 'gcp:container/cluster:Cluster') expect(inputs.resourceLabels, name).toEqual(labels);
      if (type === 'gcp:kms/cryptoKey:CryptoKey') expect(inputs.labels, name).toEqual(labels);
      if (type === 'gcp:container/nodePool:NodePool')
        expect((inputs.nodeConfig as { readonly resourceLabels: object }).resourceLabels, name).toEqual(labels);
    }
  });
});

it('refuses a cluster file of another cloud', () => {
  const clusterFile = 'clusters/eks-h100-training.yaml';
  expect(() => new GkeGpuCluster('x', { clusterFile, account: gkeAccountOf({ capacity: 'on-demand' }) })).toThrow(
    /ACCOUNT_INVALID/,
  );
});
