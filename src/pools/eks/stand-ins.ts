import type { EksAccount } from './account.ts';

/** Stands for an account that is not known; defaults are those of the schema (a test holds the two together). */
export const eksStandIns: EksAccount = {
  accountId: '<accountId>',
  zones: ['<zone 1>', '<zone 2>'],
  vpcCidr: '10.0.0.0/16',
  serviceCidr: '172.20.0.0/16',
  adminRoleArns: ['<admin role>'],
  systemNodes: { instanceType: 'm7i.4xlarge', count: 3 },
  images: { systemRelease: '<release>', gpuRelease: '<release>', gpuImageId: '<image>' },
  addons: {
    'vpc-cni': '<version>',
    'kube-proxy': '<version>',
    coredns: '<version>',
    'eks-pod-identity-agent': '<version>',
    'eks-node-monitoring-agent': '<version>',
  },
  capacity: { reservationId: '<reservation>' },
  nicsConfirmed: true,
  logRetentionDays: 90,
  api: { publicCidrs: [], reachable: false },
  protect: true,
};
