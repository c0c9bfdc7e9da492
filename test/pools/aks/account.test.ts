import { describe, expect, it } from 'vitest';
import { CnsError } from '../../../src/errors.ts';
import { aksAccount } from '../../../src/pools/aks/account.ts';
import { aksStandIns } from '../../../src/pools/aks/stand-ins.ts';
import { aksAccountOf, DNS_ZONE, RESERVATION } from './account-of.ts';
import { type AksCase, aksCompiled } from './compiled.ts';

it('is stood in for with the defaults of its schema', () => {
  const given = aksAccountOf({ capacity: 'reserved' });
  const defaults = Object.entries(aksAccount.parse(given)).filter(([key]) => !(key in given));
  expect(defaults.length).toBeGreaterThan(10);
  expect(aksStandIns).toMatchObject(Object.fromEntries(defaults));
  const needed = Object.keys(given).filter((key) => key !== 'gpuZone');
  expect(Object.keys(aksStandIns).sort()).toEqual([...needed, ...defaults.map(([key]) => key)].sort());
});

const refused = (one: AksCase): CnsError => {
  try {
    aksCompiled(one);
  } catch (error) {
    if (error instanceof CnsError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('refuses, with the place', () => {
  it.each`
    what                                   | account                                                                                 | path                                     | says
    ${'a subscription by its name'}        | ${{ subscriptionId: 'research' }}                                                       | ${'account.subscriptionId'}              | ${/UUID/}
    ${'a tenant by its domain'}            | ${{ tenantId: 'example.com' }}                                                          | ${'account.tenantId'}                    | ${/UUID/}
    ${'a zone with its region'}            | ${{ zones: ['southcentralus-1'] }}                                                      | ${'account.zones[0]'}                    | ${/such as 1/}
    ${'a zone twice'}                      | ${{ zones: ['2', '2'] }}                                                                | ${'account.zones'}                       | ${/twice/}
    ${'a GPU zone elsewhere'}              | ${{ gpuZone: '4' }}                                                                     | ${'account.gpuZone'}                     | ${/1, 2, 3/}
    ${'a GPU zone where there are none'}   | ${{ zones: [] }}                                                                        | ${'account.gpuZone'}                     | ${/there are none/}
    ${'networks that overlap'}             | ${{ podCidr: '10.0.0.0/14' }}                                                           | ${'account.serviceCidr'}                 | ${/overlap/}
    ${'pods in a network of Azure'}        | ${{ podCidr: '172.16.0.0/12', serviceCidr: '10.2.0.0/16' }}                             | ${'account.podCidr'}                     | ${/172\.30\.0\.0\/16/}
    ${'services in a network of Azure'}    | ${{ serviceCidr: '172.31.0.0/24' }}                                                     | ${'account.serviceCidr'}                 | ${/AKS uses itself/}
    ${'nodes in a network of Azure'}       | ${{ vnetCidr: '169.254.0.0/16' }}                                                       | ${'account.vnetCidr'}                    | ${/AKS uses itself/}
    ${'a network without room'}            | ${{ vnetCidr: '10.0.0.0/22' }}                                                          | ${'account.vnetCidr'}                    | ${/must fit/}
    ${'services in a /12'}                 | ${{ serviceCidr: '10.16.0.0/12' }}                                                      | ${'account.serviceCidr'}                 | ${/no larger/}
    ${'services without room for DNS'}     | ${{ serviceCidr: '172.20.0.0/29' }}                                                     | ${'account.serviceCidr'}                 | ${/DNS/}
    ${'pods of less than one node'}        | ${{ podCidr: '10.244.0.0/25' }}                                                         | ${'account.podCidr'}                     | ${/\/24/}
    ${'text that is no network'}           | ${{ podCidr: 'many' }}                                                                  | ${'account.podCidr'}                     | ${/10\.0\.0\.0\/16/}
    ${'nobody who may administer'}         | ${{ adminGroupIds: [] }}                                                                | ${'account.adminGroupIds'}               | ${/no local accounts/}
    ${'a group by its name'}               | ${{ adminGroupIds: ['admins'] }}                                                        | ${'account.adminGroupIds[0]'}            | ${/UUID/}
    ${'one system node'}                   | ${{ systemNodes: { count: 1 } }}                                                        | ${'account.systemNodes.count'}           | ${/2/}
    ${'a vault with a name too long'}      | ${{ keyVaultName: 'a-vault-with-a-name-too-long' }}                                     | ${'account.keyVaultName'}                | ${/24/}
    ${'a vault with two dashes'}           | ${{ keyVaultName: 'ml--disks' }}                                                        | ${'account.keyVaultName'}                | ${/single dashes/}
    ${'a registry by its address'}         | ${{ registryId: 'images.azurecr.io' }}                                                  | ${'account.registryId'}                  | ${/ContainerRegistry/}
    ${'a zone of a public API'}            | ${{ privateDnsZoneId: DNS_ZONE, api: { publicCidrs: ['203.0.113.0/24'] } }}             | ${'account.privateDnsZoneId'}            | ${/public/}
    ${'the whole internet'}                | ${{ api: { publicCidrs: ['0.0.0.0/0'] } }}                                              | ${'account.api.publicCidrs[0]'}          | ${/never allowed/}
    ${'more networks than AKS takes'}      | ${{ api: { publicCidrs: Array.from({ length: 200 }, (_, i) => `203.0.113.${i}/32`) } }} | ${'account.api'}                         | ${/199/}
    ${'a control plane without an SLA'}    | ${{ tier: 'Free' }}                                                                     | ${'account.tier'}                        | ${/Standard/}
    ${'a channel that patches behind one'} | ${{ nodeOsUpgrades: 'Unmanaged' }}                                                      | ${'account.nodeOsUpgrades'}              | ${/NodeImage/}
    ${'a window too short for an upgrade'} | ${{ maintenance: { durationHours: 3 } }}                                                | ${'account.maintenance.durationHours'}   | ${/4/}
    ${'a time of day that there is not'}   | ${{ maintenance: { startTime: '24:00' } }}                                              | ${'account.maintenance.startTime'}       | ${/01:00/}
    ${'logs for a week'}                   | ${{ logRetentionDays: 7 }}                                                              | ${'account.logRetentionDays'}            | ${/30/}
    ${'a reservation that is no group'}    | ${{ capacity: { reservationGroupId: 'h100' } }}                                         | ${'account.capacity.reservationGroupId'} | ${/capacityReservationGroups/}
    ${'a credential'}                      | ${{ clientSecret: 'x' }}                                                                | ${'account.clientSecret'}                | ${/./}
  `('$what', ({ account, path, says }) => {
    const found = refused({ account }).problems.find((one) => one.path === path);
    expect(found).toMatchObject({ code: 'ACCOUNT_INVALID' });
    expect(`${found?.message} ${found?.hint ?? ''}`).toMatch(says);
  });

  it.each`
    what                                      | one                                                                                                             | path                                       | says
    ${'a capacity block: Azure has none'}     | ${{ capacity: 'capacity-block' }}                                                                               | ${'inputs.capacity'}                       | ${/on-demand, reserved or spot/}
    ${'reserved capacity without its group'}  | ${{ capacity: 'reserved', account: { capacity: {} } }}                                                          | ${'account.capacity.reservationGroupId'}   | ${/nothing is reserved here/}
    ${'a reservation that nobody wants'}      | ${{ account: { capacity: { reservationGroupId: RESERVATION } } }}                                               | ${'account.capacity.reservationGroupId'}   | ${/take the reservation out/}
    ${'EncryptionAtHost unsaid'}              | ${{ account: { features: { AKSInfinibandSupport: 'registered' } } }}                                            | ${'account.features.EncryptionAtHost'}     | ${/az feature register --namespace Microsoft\.Compute/}
    ${'AKSInfinibandSupport unsaid'}          | ${{ account: { features: { EncryptionAtHost: 'registered' } } }}                                                | ${'account.features.AKSInfinibandSupport'} | ${/--name AKSInfinibandSupport/}
    ${'patches of Azure Linux GPU nodes'}     | ${{ os: 'azurelinux', instanceType: 'Standard_NC40ads_H100_v5', account: { nodeOsUpgrades: 'SecurityPatch' } }} | ${'account.nodeOsUpgrades'}                | ${/None or NodeImage/}
    ${'spot nodes that nobody tolerates'}     | ${{ capacity: 'spot', gpu: { taints: [] } }}                                                                    | ${'pools.gpu.taints'}                      | ${/scalesetpriority=spot:NoSchedule/}
    ${'labels of AKS on GPU nodes'}           | ${{ gpu: { labels: { 'kubernetes.azure.com/mode': 'x' } } }}                                                    | ${'pools.gpu.labels'}                      | ${/prefix of yours/}
    ${'labels of Kubernetes on system nodes'} | ${{ system: { labels: { 'kubernetes.io/x': 'y' } } }}                                                           | ${'pools.system.labels'}                   | ${/prefix of yours/}
    ${'labels that become one tag'}           | ${{ labels: { 'a.example/x': '1', 'a.example.x': '2' } }}                                                       | ${'shared.labels'}                         | ${/one tag/}
    ${'more nodes than a pool has'}           | ${{ count: 1001, account: { podCidr: '10.64.0.0/10' } }}                                                        | ${'pools.gpu.count'}                       | ${/1000 or fewer/}
    ${'more nodes than pods have networks'}   | ${{ count: 14, account: { podCidr: '10.244.0.0/20' } }}                                                         | ${'account.podCidr'}                       | ${/16 nodes, and there may be 18/}
  `('$what', ({ one, path, says }) => {
    const found = refused(one).problems.find((problem) => problem.path === path);
    expect(found, JSON.stringify(refused(one).problems)).toMatchObject({ code: 'ACCOUNT_INVALID' });
    expect(`${found?.message} ${found?.hint ?? ''}`).toMatch(says);
  });

  it('everything at once', () => {
    const one = { capacity: 'reserved', gpu: { labels: { 'kubernetes.io/x': 'y' } } };
    expect(refused({ ...one, account: { features: {}, capacity: {} } }).problems.map(({ path }) => path)).toEqual([
      'account.capacity.reservationGroupId',
      'account.features.EncryptionAtHost',
      'account.features.AKSInfinibandSupport',
      'pools.gpu.labels',
    ]);
  });
});

it('needs no word about features that the plan does not need', () => {
  const account = { encryptionAtHost: false, features: {} };
  expect(() => aksCompiled({ instanceType: 'Standard_NC40ads_H100_v5', account })).not.toThrow();
});
