import { describe, expect, it } from 'vitest';
import { EksGpuCluster } from '../../stacks/eks.ts';
import { eksAccountOf, eksCluster } from '../pools/eks/account-of.ts';
import { expectProgram } from './program.ts';

/** One of each family of instance types, image and way to pay. */
const cases = [
  { accelerator: 'a100', os: 'ubuntu', instanceType: 'p4d.24xlarge', capacity: 'on-demand' },
  { accelerator: 'h100', os: 'ubuntu', instanceType: 'p5.48xlarge', capacity: 'reserved' },
  { accelerator: 'h100', os: 'al2023', instanceType: 'p5.48xlarge', capacity: 'capacity-block' },
  { accelerator: 'h200', os: 'bottlerocket', instanceType: 'p5en.48xlarge', capacity: 'on-demand' },
  { accelerator: 'b200', os: 'al2023', instanceType: 'p6-b200.48xlarge', capacity: 'capacity-block' },
  { accelerator: 'gb200', os: 'ubuntu', instanceType: 'p6e-gb200.36xlarge', capacity: 'capacity-block', count: 9 },
  { accelerator: 'gb200', os: 'al2023', instanceType: 'p6e-gb200.36xlarge', capacity: 'capacity-block', count: 9 },
  { accelerator: 'l40s', os: 'al2023', instanceType: 'g6e.xlarge', capacity: 'spot' },
  { accelerator: 'l4', os: 'bottlerocket', instanceType: 'g6.12xlarge', capacity: 'on-demand' },
] as const;

describe.each(cases)('$instanceType with $os, $capacity', (one) => {
  it('makes exactly what the compiler lists', async () => {
    const text = eksCluster(one);
    const { plan, resources } = await expectProgram(EksGpuCluster, text, eksAccountOf(one));
    expect(
      resources
        .filter(({ options }) => options.protect)
        .map(({ type }) => type)
        .sort(),
    ).toEqual(['aws:ec2/vpc:Vpc', 'aws:eks/cluster:Cluster', 'aws:kms/key:Key']);
    const tagged = resources.filter(({ inputs }) => 'tags' in inputs);
    expect(tagged.length).toBeGreaterThan(20);
    for (const { inputs, name } of tagged)
      expect(inputs.tags, name).toMatchObject({ team: 'ml', 'cns.dev/cluster': plan.cluster });
  });
});

it('refuses a cluster file of another cloud', () => {
  const clusterFile = 'clusters/gke-h100-inference.yaml';
  expect(
    () => new EksGpuCluster('x', { clusterFile, account: eksAccountOf({ os: 'ubuntu', capacity: 'on-demand' }) }),
  ).toThrow(/ACCOUNT_INVALID|gke/);
});
