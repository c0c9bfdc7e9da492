/** A cluster file of EKS for one case. */
export const eksCluster = (one: {
  readonly accelerator: string;
  readonly os: string;
  readonly instanceType: string;
  readonly capacity: string;
  readonly count?: number;
  readonly name?: string;
}): string =>
  JSON.stringify({
    apiVersion: 'cns.dev/v1alpha1',
    kind: 'Cluster',
    name: one.name ?? `eks-${one.accelerator}-${one.os}`,
    criteria: { service: 'eks', accelerator: one.accelerator, os: one.os, intent: 'training' },
    inputs: {
      region: 'us-east-2',
      capacity: one.capacity,
      ...(one.accelerator === 'gb200' && one.os === 'ubuntu' ? { kernel: '6.14.0-1018-aws-64k', pageSizeKiB: 64 } : {}),
    },
    pools: {
      system: { labels: { nodeGroup: 'system-worker' } },
      gpu: { instanceType: one.instanceType, count: one.count ?? 2, labels: { nodeGroup: 'gpu-worker' } },
    },
    gitops: { deployer: 'helm' },
    shared: { labels: { team: 'ml' } },
  });

/** An account that has what a case needs, and nothing else. */
export const eksAccountOf = ({ os, capacity }: { readonly os: string; readonly capacity: string }) => ({
  accountId: '111122223333',
  zones: ['use2-az1', 'use2-az2', 'use2-az3'],
  gpuZone: 'use2-az2',
  adminRoleArns: ['arn:aws:iam::111122223333:role/platform-admin'],
  images: {
    systemRelease: '1.34.2-20260107',
    ...(os === 'ubuntu' ? { gpuImageId: 'ami-0123456789abcdef0' } : { gpuRelease: '1.34.2-20260107' }),
  },
  addons: {
    'vpc-cni': 'v1.20.4-eksbuild.2',
    'kube-proxy': 'v1.34.0-eksbuild.2',
    coredns: 'v1.12.3-eksbuild.1',
    'eks-pod-identity-agent': 'v1.3.10-eksbuild.2',
    'eks-node-monitoring-agent': 'v1.4.2-eksbuild.1',
  },
  capacity: ['reserved', 'capacity-block'].includes(capacity) ? { reservationId: 'cr-0123456789abcdef0' } : {},
  nicsConfirmed: true,
});
