import { tolerate } from '../../contract/scheduling.ts';
import type { Expression } from '../expression.ts';
import type { PoolsPlan } from '../plan.ts';
import { Part, type PlannedResource } from '../resource.ts';
import type { OkeInput } from './input.ts';
import type { OciTypes } from './resource-types.ts';

/**
 * Whether OKE's device plugin hands out the GPUs. Where the operator's or dynamic resource allocation does, a label keeps it off the
 * nodes: OKE runs it on every cluster by itself.
 */
export const ownsDevicePlugin = ({ ownership }: PoolsPlan['gpu']): boolean => ownership.devicePlugin === 'provider';

/**
 * Add-ons whose configuration is ours. OKE installs CoreDNS, kube-proxy and the network plugin by itself; metrics server and
 * certificate manager are add-ons only where somebody enables them, and here the tree installs them.
 */
export function okeAddOns(
  { account, plan }: OkeInput,
  { clusterId, systemNodes }: { readonly clusterId: Expression; readonly systemNodes: string },
): readonly PlannedResource[] {
  const part = new Part<OciTypes>('add-ons');
  const addOn = (name: string, configuration: Readonly<Record<string, string>>, version?: string) =>
    part.add(
      'oci:ContainerEngine/addon:Addon',
      `addon-${name}`,
      {
        clusterId,
        addonName: name,
        ...(version === undefined ? {} : { version }),
        overrideExisting: true,
        removeAddonResourcesOnDelete: true,
        configurations: Object.entries(configuration).map(([key, value]) => ({ key, value })),
      },
      { dependsOn: [systemNodes] },
    );
  if (ownsDevicePlugin(plan.gpu))
    // The plugin brings a DCGM exporter of its own, and so does the GPU operator of the tree.
    addOn(
      'NvidiaGpuPlugin',
      'gpu-operator' in plan.components ? { isDcgmExporterDisabled: 'true' } : {},
      account.addons.NvidiaGpuPlugin,
    );
  const tolerations = plan.system.taints.map(tolerate);
  if (tolerations.length > 0) addOn('CoreDNS', { tolerations: JSON.stringify(tolerations) });
  return part.resources;
}
