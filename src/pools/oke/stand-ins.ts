import type { OkeAccount } from './account.ts';

/** Stands for an account that is not known; defaults are those of the schema (a test holds the two together). */
export const okeStandIns: OkeAccount = {
  tenancyId: '<tenancy>',
  compartmentId: '<compartment>',
  homeRegion: '<home region>',
  policies: 'create',
  availabilityDomains: ['<availability domain>'],
  vcnCidr: '10.0.0.0/16',
  serviceCidr: '10.96.0.0/16',
  adminCidrs: [],
  oracleServices: { id: '<services>', cidr: '<services network>' },
  kms: { keyId: '<key>' },
  systemNodes: { instanceType: 'VM.Standard.E5.Flex', count: 3, ocpus: 8, memoryGiB: 64 },
  images: { systemImageId: '<system image>', gpuImageId: '<GPU image>' },
  addons: { NvidiaGpuPlugin: '<version>' },
  capacity: { reservationId: '<reservation>' },
  nodeTag: '<tag namespace>.<key>',
  api: { publicCidrs: [], reachable: false },
  protect: true,
};
