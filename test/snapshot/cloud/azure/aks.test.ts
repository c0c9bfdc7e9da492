import { describe, expect, it } from 'vitest';
import { AZURE_COMPUTE, azure, SECRETS } from '../clouds.ts';
import { collectFrom } from '../collect-from.ts';
import type { Answer, Asked } from '../loopback.ts';

const cluster = (nodeResourceGroup: string, name = 'prod') => ({
  name,
  sku: { tier: 'Standard' },
  properties: {
    nodeResourceGroup,
    kubernetesVersion: '1.34',
    currentKubernetesVersion: '1.34.2',
    provisioningState: 'Succeeded',
    supportPlan: 'KubernetesOfficial',
    autoUpgradeProfile: { upgradeChannel: 'stable' },
    servicePrincipalProfile: { clientId: 'msi' },
  },
});

const SUBSCRIPTION = `/subscriptions/${AZURE_COMPUTE.subscriptionId}`;
const pathOf = (group: string, name: string): string =>
  `${SUBSCRIPTION}/resourceGroups/${group}/providers/Microsoft.ContainerService/managedClusters/${name}?api-version=2025-01-01`;

/** As Azure Resource Manager: 401 without the token, 404 for what is not there. */
const arm =
  (clusters: Readonly<Record<string, object>>) =>
  ({ path, headers }: Asked): Answer => {
    if (headers.authorization !== `Bearer ${SECRETS.azureToken}`) return { status: 401 };
    const found = clusters[path];
    return found === undefined ? { status: 404, body: '{"error":{}}' } : { body: JSON.stringify(found) };
  };

const KNOWN = { [pathOf('rg', 'prod')]: cluster('MC_rg_prod_westeurope') };

describe('managedClusters get', () => {
  it('is asked with a token of the kubelet identity', async () => {
    const { data, missing, asked, api } = await collectFrom(azure(), { api: arm(KNOWN) });
    const token = asked.find(({ path }) => path.startsWith('/metadata/identity/oauth2/token'));
    expect(token?.path).toContain('client_id=11111111-2222-3333-4444-555555555555');
    expect(api.map(({ path }) => path)).toEqual([pathOf('rg', 'prod')]);
    expect(data.cluster).toEqual({
      service: 'aks',
      name: 'prod',
      location: 'westeurope',
      version: '1.34.2',
      details: {
        orchestrator: 'Kubernetes:1.34.2',
        tier: 'Standard',
        upgradeChannel: 'stable',
        supportPlan: 'KubernetesOfficial',
        provisioningState: 'Succeeded',
      },
    });
    expect(missing).toEqual({});
  });

  it('parts a resource group with underscores by asking, and believes the one that names this group', async () => {
    const group = 'MC_my_rg_my_prod_westeurope';
    const compute = { ...AZURE_COMPUTE, resourceGroupName: group };
    const { data, api } = await collectFrom(azure(compute), {
      api: arm({
        [pathOf('my_rg', 'my_prod')]: cluster(group.toLowerCase(), 'my_prod'),
        [pathOf('my', 'rg_my_prod')]: cluster('MC_my_rg_my_prod_eastus', 'rg_my_prod'),
      }),
    });
    expect(api.map(({ path }) => path).sort()).toEqual(
      [pathOf('my', 'rg_my_prod'), pathOf('my_rg', 'my_prod'), pathOf('my_rg_my', 'prod')].sort(),
    );
    expect([data.cluster?.name, data.cluster?.version]).toEqual(['my_prod', '1.34.2']);
  });

  it('that is refused leaves a name that could be two unknown', async () => {
    const compute = { ...AZURE_COMPUTE, resourceGroupName: 'MC_a_b_c_westeurope' };
    const { data, missing } = await collectFrom(azure(compute), { api: () => ({ status: 403 }) });
    expect(data.cluster).toMatchObject({ service: 'aks' });
    expect(data.cluster?.name).toBeUndefined();
    for (const path of ['cluster.name', 'cluster.version']) expect(missing[path]).toContain('status 403');
    expect(missing['cluster.version']).toContain('Reader on the cluster');
  });

  it('is asked for what the tags name, where they do', async () => {
    const tagsList = [
      { name: 'aks-managed-cluster-name', value: 'tagged' },
      { name: 'aks-managed-cluster-rg', value: 'of-tags' },
      { name: 7, value: null },
      null,
    ];
    const compute = { ...AZURE_COMPUTE, resourceGroupName: 'custom', tagsList };
    const { api, data } = await collectFrom(azure(compute));
    expect(api.map(({ path }) => path)).toEqual([pathOf('of-tags', 'tagged')]);
    expect(data.cluster?.name).toBe('tagged');
  });

  it.each([
    ['an environment that is not known', { azEnvironment: 'AzureStack' }, 'AzureStack is not known'],
    ['a group of its own name and no tags', { resourceGroupName: 'custom' }, 'neither tags nor'],
    ['a group cut short', { resourceGroupName: 'MC_rg_prod_westeur' }, 'neither tags nor'],
    ['a group that would leave the path', { resourceGroupName: 'MC_.._.._westeurope' }, 'neither tags nor'],
  ])('is not asked with %s', async (_, change, why) => {
    const { api, missing } = await collectFrom(azure({ ...AZURE_COMPUTE, ...change }), { api: arm(KNOWN) });
    expect(api).toEqual([]);
    expect(missing['cluster.version']).toContain(why);
  });
});

it('a machine that is in no cluster misses nothing', async () => {
  const compute = { ...AZURE_COMPUTE, resourceGroupName: 'rg', tagsList: [] };
  const { data, missing } = await collectFrom(azure(compute));
  expect([data.cluster, missing]).toEqual([undefined, {}]);
});

it('an Azure that does not know the newest version of the metadata is asked for an older one', async () => {
  const { data } = await collectFrom(azure(AZURE_COMPUTE, ['2021-02-01']));
  expect(data.instanceType).toBe('Standard_ND96isr_H100_v5');
});

it.each([
  ['Spot', 'spot'],
  ['Low', 'spot'],
  ['Regular', 'on-demand'],
  ['', 'on-demand'],
  ['Other', undefined],
])('priority %j is capacity %s', async (priority, capacity) => {
  const { data, missing } = await collectFrom(azure({ ...AZURE_COMPUTE, priority }));
  expect(data.capacity).toBe(capacity);
  expect(Object.keys(missing).includes('capacity')).toBe(capacity === undefined);
});
