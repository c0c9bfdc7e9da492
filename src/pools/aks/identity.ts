import type { Expression } from '../expression.ts';
import { output, Part, type PlannedResource } from '../resource.ts';
import type { AksInput } from './input.ts';
import type { AksNetwork } from './network.ts';
import type { AzureTypes } from './resource-types.ts';
import { assignRole } from './roles.ts';

/** The two identities of a cluster. */
export interface AksIdentity {
  readonly resources: readonly PlannedResource[];
  /** Id of what the control plane acts as. */
  readonly clusterId: Expression;
  readonly kubelet: { readonly resourceId: Expression; readonly clientId: Expression; readonly objectId: Expression };
  /** Roles that must be there before the cluster is. */
  readonly roles: readonly string[];
}

/**
 * What the control plane and the kubelets act as, and the least that each may do. The kubelets may do nothing but pull images from a
 * registry of the account.
 *
 * @see https://learn.microsoft.com/azure/aks/managed-identity-overview#role-assignments-for-managed-identities-in-aks
 */
export function aksIdentity(
  input: AksInput,
  made: { readonly group: Expression; readonly network: AksNetwork; readonly diskEncryptionSetId: Expression },
): AksIdentity {
  const { account, plan, tags } = input;
  const part = new Part<AzureTypes>('identity');
  const identity = (name: string) =>
    part.add('azure-native:managedidentity:UserAssignedIdentity', name, { resourceGroupName: made.group, tags });
  const cluster = identity('cluster-identity');
  const kubelet = identity('kubelet-identity');
  const role = (
    name: string,
    role: Parameters<typeof assignRole>[3]['role'],
    scope: string | Expression,
    description: string,
    principalId = output(cluster, 'principalId'),
  ) => assignRole(part, input, `role-${name}`, { role, principalId, scope, description });

  const { subnetIds, vnetId } = made.network;
  const { privateDnsZoneId, registryId, capacity } = account;
  const roles = [
    role(
      'kubelet-identity',
      'Managed Identity Operator',
      output(kubelet, 'id'),
      'The control plane gives nodes their identity',
    ),
    role(
      'disk-encryption',
      'Reader',
      made.diskEncryptionSetId,
      'The control plane makes volumes that the set encrypts',
    ),
    ...(privateDnsZoneId === undefined
      ? Object.entries(subnetIds).map(([name, id]) =>
          role(`${name}-subnet`, 'Network Contributor', id, 'The control plane joins nodes and load balancers'),
        )
      : [
          role('dns-zone', 'Private DNS Zone Contributor', privateDnsZoneId, 'The control plane writes its own name'),
          role('vnet', 'Network Contributor', vnetId, 'The control plane joins nodes and links the DNS zone'),
        ]),
    ...(plan.gpu.capacity === 'reserved' && capacity.reservationGroupId !== undefined
      ? [role('reservation', 'Contributor', capacity.reservationGroupId, 'Scale sets of the cluster join the group')]
      : []),
    ...(registryId === undefined
      ? []
      : [role('registry', 'AcrPull', registryId, 'Nodes pull images', output(kubelet, 'principalId'))]),
  ];
  return {
    resources: part.resources,
    clusterId: output(cluster, 'id'),
    kubelet: {
      resourceId: output(kubelet, 'id'),
      clientId: output(kubelet, 'clientId'),
      objectId: output(kubelet, 'principalId'),
    },
    roles,
  };
}
