import { describe, expect, it } from 'vitest';
import { okeAccount } from '../../../src/pools/oke/account.ts';
import { okeStandIns } from '../../../src/pools/oke/stand-ins.ts';
import { okeAccountOf, WITH_FIRMWARE } from './account-of.ts';

const least = okeAccountOf();

it('stands in for an account with the defaults of the schema', () => {
  const { availabilityDomains: _a, gpuAvailabilityDomain: _g, capacity: _c, ...defaults } = okeAccount.parse(least);
  const names = new Set(['tenancyId', 'compartmentId', 'homeRegion', 'oracleServices', 'kms', 'images', 'addons']);
  for (const [key, value] of Object.entries(defaults))
    if (!names.has(key)) expect(okeStandIns[key as keyof typeof okeStandIns], key).toEqual(value);
});

it('is private, protected and makes its policies unless it says otherwise', () => {
  expect(okeAccount.parse(least)).toMatchObject({
    api: { publicCidrs: [], reachable: false },
    adminCidrs: [],
    policies: 'create',
    protect: true,
  });
  expect(okeAccount.parse(least).firmware).toBeUndefined();
});

describe('does not parse', () => {
  it.each`
    what                                   | change                                                                                       | path
    ${'an unknown key'}                    | ${{ region: 'us-chicago-1' }}                                                                | ${''}
    ${'an OCID of another kind'}           | ${{ tenancyId: 'ocid1.compartment.oc1..acme' }}                                              | ${'tenancyId'}
    ${'a name in place of an OCID'}        | ${{ compartmentId: 'platform' }}                                                             | ${'compartmentId'}
    ${'a region by its code'}              | ${{ homeRegion: 'IAD' }}                                                                     | ${'homeRegion'}
    ${'a domain without its prefix'}       | ${{ availabilityDomains: ['AD-1'], gpuAvailabilityDomain: undefined }}                       | ${'availabilityDomains.0'}
    ${'a domain twice'}                    | ${{ availabilityDomains: ['Uocm:X-AD-1', 'Uocm:X-AD-1'], gpuAvailabilityDomain: undefined }} | ${'availabilityDomains'}
    ${'a GPU domain elsewhere'}            | ${{ gpuAvailabilityDomain: 'Uocm:PHX-AD-1' }}                                                | ${'gpuAvailabilityDomain'}
    ${'a network that is too small'}       | ${{ vcnCidr: '10.0.0.0/24' }}                                                                | ${'vcnCidr'}
    ${'a network larger than OCI has any'} | ${{ vcnCidr: '10.0.0.0/8' }}                                                                 | ${'vcnCidr'}
    ${'a network that is none'}            | ${{ vcnCidr: '10.0.0.1/16' }}                                                                | ${'vcnCidr'}
    ${'networks that overlap'}             | ${{ vcnCidr: '10.96.0.0/16' }}                                                               | ${'serviceCidr'}
    ${'the whole internet at the API'}     | ${{ api: { publicCidrs: ['0.0.0.0/0'] } }}                                                   | ${'api.publicCidrs.0'}
    ${'everybody as administrator'}        | ${{ adminCidrs: ['0.0.0.0/0'] }}                                                             | ${'adminCidrs.0'}
    ${'services of another kind'}          | ${{ oracleServices: { id: 'ocid1.service.oc1.x.y', cidr: 'oci-ord-objectstorage' } }}        | ${'oracleServices.cidr'}
    ${'a key that is a vault'}             | ${{ kms: { keyId: 'ocid1.vault.oc1.x.y' } }}                                                 | ${'kms.keyId'}
    ${'system nodes of a fixed shape'}     | ${{ systemNodes: { instanceType: 'BM.Standard.E5.192' } }}                                   | ${'systemNodes.instanceType'}
    ${'one system node'}                   | ${{ systemNodes: { count: 1 } }}                                                             | ${'systemNodes.count'}
    ${'no GPU image'}                      | ${{ images: { systemImageId: 'ocid1.image.oc1.x.y' } }}                                      | ${'images.gpuImageId'}
    ${'the newest plugin'}                 | ${{ addons: { NvidiaGpuPlugin: 'latest' } }}                                                 | ${'addons.NvidiaGpuPlugin'}
    ${'firmware that says nothing'}        | ${{ firmware: {} }}                                                                          | ${'firmware'}
    ${'NUMA nodes that no socket has'}     | ${{ firmware: { numaNodesPerSocket: 'NPS3' } }}                                              | ${'firmware.numaNodesPerSocket'}
    ${'a third of the cores'}              | ${{ firmware: { percentageOfCores: 33 } }}                                                   | ${'firmware.percentageOfCores'}
    ${'a tag without its namespace'}       | ${{ nodeTag: 'cluster' }}                                                                    | ${'nodeTag'}
  `('$what', ({ change, path }) => {
    const { error } = okeAccount.safeParse({ ...least, ...change });
    expect(error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  });
});

it('takes every firmware setting that the API has a field for', () => {
  const firmware = {
    numaNodesPerSocket: 'NPS4',
    smt: false,
    iommu: true,
    accessControl: true,
    virtualInstructions: false,
    percentageOfCores: 50,
    secureBoot: true,
  };
  expect(okeAccount.parse({ ...least, ...WITH_FIRMWARE, firmware }).firmware).toEqual(firmware);
});
