import { beforeEach, describe, expect, it } from 'vitest';
import { AksGpuCluster } from '../../stacks/aks.ts';
import { aksAccountOf, aksCluster, DNS_ZONE, REGISTRY } from '../pools/aks/account-of.ts';
import { answerCalls } from './mocked.ts';
import { expectProgram } from './program.ts';

/** One of each family of sizes, image and way to pay. */
const cases = [
  { accelerator: 'a100', os: 'ubuntu', instanceType: 'Standard_ND96amsr_A100_v4', capacity: 'reserved' },
  { accelerator: 'a100', os: 'ubuntu', instanceType: 'Standard_NC24ads_A100_v4', capacity: 'spot' },
  { accelerator: 'a100', os: 'azurelinux', instanceType: 'Standard_NC96ads_A100_v4', capacity: 'on-demand' },
  { accelerator: 'h100', os: 'ubuntu', instanceType: 'Standard_ND96isr_H100_v5', capacity: 'reserved' },
  { accelerator: 'h100', os: 'azurelinux', instanceType: 'Standard_NC40ads_H100_v5', capacity: 'spot' },
  { accelerator: 'h200', os: 'ubuntu', instanceType: 'Standard_ND96isrf_H200_v5', capacity: 'on-demand' },
  { accelerator: 'gb200', os: 'ubuntu', instanceType: 'Standard_ND128isr_NDR_GB200_v6', capacity: 'reserved' },
] as const;

/** What Azure answers to the one lookup that there is. */
const looked: { token: string; inputs: unknown }[] = [];
beforeEach(() => {
  looked.length = 0;
  answerCalls((token, inputs) => {
    looked.push({ token, inputs });
    return { kubeconfigs: [{ name: 'clusterUser', value: Buffer.from('<cluster.kubeconfig>').toString('base64') }] };
  });
});

/** The program for one cluster file, held against the compiler's list. */
const made = (one: Parameters<typeof aksCluster>[0], change: object = {}) =>
  expectProgram(AksGpuCluster, aksCluster(one), { ...aksAccountOf(one), ...change });

describe.each(cases)('$instanceType with $os, $capacity', (one) => {
  it('makes exactly what the compiler lists', async () => {
    const { resources, plan } = await made(one);
    expect(
      resources
        .filter(({ options }) => options.protect)
        .map(({ type }) => type)
        .sort(),
    ).toEqual([
      'azure-native:containerservice:ManagedCluster',
      'azure-native:keyvault:Key',
      'azure-native:keyvault:Vault',
      'azure-native:network:VirtualNetwork',
      'azure-native:resources:ResourceGroup',
    ]);
    const tagged = resources.filter(({ inputs }) => 'tags' in inputs);
    expect(tagged).toHaveLength(13);
    for (const { inputs, name } of tagged)
      expect(inputs.tags, name).toMatchObject({ team: 'ml', 'cns.dev.cluster': plan.cluster });
  });
});

it('makes whatever an account may ask for besides', async () => {
  const [, , , one] = cases;
  await made(one, {
    zones: [],
    gpuZone: undefined,
    privateDnsZoneId: DNS_ZONE,
    registryId: REGISTRY,
    features: { EncryptionAtHost: 'register', AKSInfinibandSupport: 'register' },
  });
  await made(one, { api: { publicCidrs: ['203.0.113.0/24'] }, protect: false, tier: 'Premium' });
});

it('looks up the kubeconfig of the users, which runs kubelogin, and never that of an administrator', async () => {
  const [one] = cases;
  const { outputs } = await made(one);
  expect(looked).toEqual([
    {
      token: 'azure-native:containerservice:listManagedClusterUserCredentials',
      inputs: { resourceGroupName: '<group.name>', resourceName: '<cluster.name>', format: 'exec' },
    },
  ]);
  expect(outputs.kubeconfig).toBe('<cluster.kubeconfig>');
});

it('refuses a cluster file of another cloud', () => {
  const clusterFile = 'clusters/gke-h100-inference.yaml';
  const account = aksAccountOf({ capacity: 'on-demand' });
  expect(() => new AksGpuCluster('x', { clusterFile, account })).toThrow(/ACCOUNT_INVALID|gke/);
});
