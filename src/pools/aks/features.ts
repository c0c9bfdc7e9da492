import type { PoolsPlan } from '../plan.ts';
import { Part, type PlannedResource } from '../resource.ts';
import type { AksAccount } from './account.ts';
import type { AzureTypes } from './resource-types.ts';

/** A feature of the subscription that something of the plan needs. */
export interface NeededFeature {
  readonly name: keyof AksAccount['features'];
  readonly namespace: string;
  readonly because: string;
}

/**
 * Features of the subscription that this plan needs.
 *
 * @see https://azure.github.io/aks-rdma-infiniband/getting-started/prerequisites/ AKSInfinibandSupport
 * @see https://learn.microsoft.com/azure/aks/enable-host-encryption EncryptionAtHost
 */
export const neededFeatures = ({ gpu }: PoolsPlan, { encryptionAtHost }: AksAccount): NeededFeature[] => [
  ...(encryptionAtHost
    ? [
        {
          name: 'EncryptionAtHost' as const,
          namespace: 'Microsoft.Compute',
          because: 'disks and caches of the nodes are encrypted on the host',
        },
      ]
    : []),
  ...(gpu.fabric === 'infiniband'
    ? [
        {
          name: 'AKSInfinibandSupport' as const,
          namespace: 'Microsoft.ContainerService',
          because: 'without it nodes of one pool may land in different fabrics',
        },
      ]
    : []),
];

/** Registrations that this program is asked for. They belong to the subscription: whoever else needs them keeps them. */
export function aksFeatures(plan: PoolsPlan, account: AksAccount): readonly PlannedResource[] {
  const part = new Part<AzureTypes>('features');
  for (const { name, namespace } of neededFeatures(plan, account))
    if (account.features[name] === 'register')
      part.add(
        'azure-native:features:SubscriptionFeatureRegistration',
        `feature-${name}`,
        { featureName: name, providerNamespace: namespace },
        { retainOnDelete: true },
      );
  return part.resources;
}
