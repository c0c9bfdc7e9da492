import type { AksAccount } from './account.ts';

/** Stands for an account that is not known; defaults are those of the schema (a test holds the two together). */
export const aksStandIns: AksAccount = {
  subscriptionId: '<subscriptionId>',
  tenantId: '<tenantId>',
  zones: ['<zone 1>', '<zone 2>', '<zone 3>'],
  vnetCidr: '10.0.0.0/16',
  podCidr: '10.244.0.0/16',
  serviceCidr: '172.20.0.0/16',
  adminGroupIds: ['<admin group>'],
  systemNodes: { instanceType: 'Standard_D16ds_v5', count: 3 },
  keyVaultName: '<key vault>',
  encryptionAtHost: true,
  features: { EncryptionAtHost: 'registered', AKSInfinibandSupport: 'registered' },
  capacity: { reservationGroupId: '<capacity reservation group>' },
  tier: 'Standard',
  nodeOsUpgrades: 'None',
  maintenance: { dayOfWeek: 'Sunday', startTime: '01:00', utcOffset: '+00:00', durationHours: 4 },
  logRetentionDays: 90,
  api: { publicCidrs: [], reachable: false },
  protect: true,
};
