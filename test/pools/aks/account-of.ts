const group = (type: string, name: string) =>
  `/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shared/providers/${type}/${name}`;

export const RESERVATION = group('Microsoft.Compute/capacityReservationGroups', 'h100');
export const DNS_ZONE = group('Microsoft.Network/privateDnsZones', 'privatelink.southcentralus.azmk8s.io');
export const REGISTRY = group('Microsoft.ContainerRegistry/registries', 'images');

/** A cluster file of AKS for one case. */
export const aksCluster = (one: {
  readonly accelerator: string;
  readonly os: string;
  readonly instanceType: string;
  readonly capacity: string;
  readonly count?: number;
  readonly intent?: string;
  readonly inputs?: object;
  readonly gpu?: object;
  readonly system?: object;
  readonly labels?: object;
}): string =>
  JSON.stringify({
    apiVersion: 'cns.dev/v1alpha1',
    kind: 'Cluster',
    name: `aks-${one.accelerator}-${one.os}`,
    criteria: { service: 'aks', accelerator: one.accelerator, os: one.os, intent: one.intent ?? 'training' },
    inputs: { region: 'southcentralus', capacity: one.capacity, ...one.inputs },
    pools: {
      system: { labels: { nodeGroup: 'system-worker' }, ...one.system },
      gpu: {
        instanceType: one.instanceType,
        count: one.count ?? 2,
        labels: { nodeGroup: 'gpu-worker' },
        ...(one.capacity === 'spot' ? { taints: [GPU_TAINT, SPOT_TAINT] } : {}),
        ...one.gpu,
      },
    },
    gitops: { deployer: 'helm' },
    shared: { labels: { team: 'ml', ...one.labels } },
  });

const GPU_TAINT = { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' };
const SPOT_TAINT = { key: 'kubernetes.azure.com/scalesetpriority', value: 'spot', effect: 'NoSchedule' };

/** An account that has what a case needs, and nothing else. */
export const aksAccountOf = ({ capacity }: { readonly capacity: string }) => ({
  subscriptionId: '00000000-0000-0000-0000-000000000001',
  tenantId: '00000000-0000-0000-0000-000000000002',
  zones: ['1', '2', '3'],
  gpuZone: '2',
  adminGroupIds: ['00000000-0000-0000-0000-000000000003'],
  keyVaultName: 'ml-disks-7f3a',
  features: { EncryptionAtHost: 'registered' as const, AKSInfinibandSupport: 'registered' as const },
  capacity: capacity === 'reserved' ? { reservationGroupId: RESERVATION } : {},
});
