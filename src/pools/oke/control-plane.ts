import { type Expression, join } from '../expression.ts';
import { output, Part, type PlannedResource } from '../resource.ts';
import { type OkeInput, okeVersion } from './input.ts';
import type { OkeNetwork } from './network.ts';
import type { OciTypes } from './resource-types.ts';

export interface OkeControlPlane {
  readonly resources: readonly PlannedResource[];
  readonly clusterId: Expression;
  readonly clusterName: Expression;
  /** Where `kubectl` goes: the private endpoint, or the public one where networks are named that may reach it. */
  readonly endpoint: Expression;
  readonly privateHost: Expression;
  readonly certificateAuthority: Expression;
  readonly oidcIssuer: Expression;
}

/** The cluster: enhanced, private endpoint, secrets under the key of the account, pods with addresses of the network. */
export function okeControlPlane(
  input: OkeInput,
  { network, dependsOn }: { readonly network: OkeNetwork; readonly dependsOn: readonly string[] },
): OkeControlPlane {
  const { account, plan, tags } = input;
  const part = new Part<OciTypes>('control-plane');
  const isPublic = account.api.publicCidrs.length > 0;
  const cluster = part.add(
    'oci:ContainerEngine/cluster:Cluster',
    'cluster',
    {
      compartmentId: account.compartmentId,
      name: plan.cluster,
      kubernetesVersion: okeVersion(plan.kubernetes),
      // Add-ons, workload identity and self-managed nodes need it.
      type: 'ENHANCED_CLUSTER',
      vcnId: network.vcnId,
      kmsKeyId: account.kms.keyId,
      clusterPodNetworkOptions: [{ cniType: 'OCI_VCN_IP_NATIVE' }],
      endpointConfig: {
        isPublicIpEnabled: isPublic,
        subnetId: network.subnetIds.api,
        nsgIds: [network.groupIds.api],
      },
      options: {
        serviceLbSubnetIds: [network.subnetIds.lb],
        kubernetesNetworkConfig: { servicesCidr: account.serviceCidr },
        openIdConnectDiscovery: { isOpenIdConnectDiscoveryEnabled: true },
        addOns: { isKubernetesDashboardEnabled: false, isTillerEnabled: false },
        persistentVolumeConfig: { freeformTags: tags },
        serviceLbConfig: { freeformTags: tags },
      },
      freeformTags: tags,
    },
    {
      ...(account.protect ? { protect: true } : {}),
      dependsOn,
      customTimeouts: { create: '45m', update: '2h', delete: '45m' },
    },
  );
  return {
    resources: part.resources,
    clusterId: output(cluster, 'id'),
    clusterName: output(cluster, 'name'),
    endpoint: join('https://', output(cluster, 'endpoints', 0, isPublic ? 'publicEndpoint' : 'privateEndpoint')),
    privateHost: output(cluster, 'privateHost'),
    certificateAuthority: output(cluster, 'certificateAuthority'),
    oidcIssuer: output(cluster, 'openIdConnectDiscoveryEndpoint'),
  };
}
