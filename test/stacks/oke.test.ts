import type { ProviderResource } from '@pulumi/pulumi';
import { beforeEach, describe, expect, it } from 'vitest';
import { OkeGpuCluster } from '../../stacks/oke.ts';
import { type OkeCase, okeAccountOf, okeCluster, WITH_FIRMWARE } from '../pools/oke/account-of.ts';
import { answerCalls } from './mocked.ts';
import { expectProgram } from './program.ts';

/** One of each family of shapes, image, way to pay and way to a pool. */
const cases = [
  { accelerator: 'a100', os: 'ubuntu', instanceType: 'BM.GPU4.8', capacity: 'on-demand' },
  { accelerator: 'a100', os: 'ubuntu', instanceType: 'BM.GPU.A100-v2.8', capacity: 'reserved', account: WITH_FIRMWARE },
  { accelerator: 'h100', os: 'ubuntu', instanceType: 'BM.GPU.H100.8', capacity: 'reserved' },
  { accelerator: 'h100', os: 'ubuntu', instanceType: 'BM.GPU.H100.8', capacity: 'on-demand', account: WITH_FIRMWARE },
  { accelerator: 'h200', os: 'ubuntu', instanceType: 'BM.GPU.H200.8', capacity: 'on-demand' },
  { accelerator: 'b200', os: 'ubuntu', instanceType: 'BM.GPU.B200.8', capacity: 'reserved' },
  { accelerator: 'l40s', os: 'ubuntu', instanceType: 'BM.GPU.L40S.4', capacity: 'on-demand' },
  { accelerator: 'l40s', os: 'oraclelinux', instanceType: 'BM.GPU.L40S.4', capacity: 'on-demand' },
] as const;

/** What OKE answers to the one lookup that there is. */
const looked: { token: string; inputs: unknown }[] = [];
beforeEach(() => {
  looked.length = 0;
  answerCalls((token, inputs) => {
    looked.push({ token, inputs });
    const cluster = {
      'certificate-authority-data': '<cluster.certificateAuthority>',
      server: 'https://<cluster.privateHost>:6443',
    };
    return { content: JSON.stringify({ clusters: [{ name: 'cluster', cluster }] }) };
  });
});

/** The program for one cluster file, held against the compiler's list. */
const made = (one: OkeCase) =>
  expectProgram(OkeGpuCluster, okeCluster(one), { ...okeAccountOf(one), ...one.account } as ReturnType<
    typeof okeAccountOf
  >);

describe.each(cases)('$instanceType with $os, $capacity', (one) => {
  it('makes exactly what the compiler lists', async () => {
    const { resources, plan } = await made(one);
    expect(
      resources
        .filter(({ options }) => options.protect)
        .map(({ type }) => type)
        .sort(),
    ).toEqual(['oci:ContainerEngine/cluster:Cluster', 'oci:Core/vcn:Vcn']);
    const tagged = resources.filter(({ inputs }) => 'freeformTags' in inputs);
    expect(tagged.length).toBeGreaterThan(15);
    for (const { inputs, name } of tagged)
      expect(inputs.freeformTags, name).toMatchObject({ team: 'ml', 'cns_dev/cluster': plan.cluster });
  });

  it('asks for the authority of its cluster once, and for nothing else', async () => {
    const { plan } = await made(one);
    expect(looked).toEqual([
      {
        token: 'oci:ContainerEngine/getClusterKubeConfig:getClusterKubeConfig',
        inputs: { clusterId: `<${plan.cluster}-cluster.id>`, endpoint: 'PRIVATE_ENDPOINT', tokenVersion: '2.0.0' },
      },
    ]);
  });
});

it('changes IAM in the home region, and everything else in the region of the cluster', async () => {
  const { resources } = await made({
    accelerator: 'h100',
    os: 'ubuntu',
    capacity: 'on-demand',
    account: WITH_FIRMWARE,
  });
  const region = (provider: unknown): Promise<unknown> =>
    new Promise((resolve) => {
      (provider as { readonly region?: { apply(then: (value: unknown) => void): void } }).region?.apply(resolve);
    });
  const providers = new Map<ProviderResource, unknown>();
  for (const { type, name, options } of resources) {
    const provider = options.provider as ProviderResource;
    if (!providers.has(provider)) providers.set(provider, await region(provider));
    expect(providers.get(provider), name).toBe(type.startsWith('oci:Identity/') ? 'us-ashburn-1' : 'us-chicago-1');
  }
  expect(providers.size).toBe(2);
});

it('refuses a cluster file of another cloud', () => {
  const clusterFile = 'clusters/gke-h100-inference.yaml';
  expect(() => new OkeGpuCluster('x', { clusterFile, account: okeAccountOf() })).toThrow(/ACCOUNT_INVALID|gke/);
});
