import { FABRIC_COMPONENTS, treeNetworks } from './fabric.ts';
import { gpuSoftware } from './gpu-software.ts';
import type { GkeInput } from './input.ts';
import { gpuGroups } from './placement.ts';

/** Machines that Google does not sell on demand. Source: Compute Engine documentation, A3 High with fewer than eight GPUs. */
const NOT_ON_DEMAND = ['a3-highgpu-1g', 'a3-highgpu-2g', 'a3-highgpu-4g'];

/** What only Google Cloud can answer. */
export function checks(input: GkeInput): string[] {
  const { account, fabric, gpuZone, instance, plan, region } = input;
  const { gpu, system } = plan;
  const component = FABRIC_COMPONENTS[gpu.fabric];
  return [
    `these services are on: gcloud services enable compute.googleapis.com container.googleapis.com cloudkms.googleapis.com iam.googleapis.com --project ${account.project}`,
    `${instance.name} is offered in ${gpuZone}: gcloud compute machine-types list --zones ${gpuZone} --filter name=${instance.name} --project ${account.project}`,
    `channel ${account.channel} has ${account.version}: gcloud container get-server-config --region ${region} --project ${account.project}`,
    ...(gpu.ownership.driver === 'provider'
      ? [
          `the driver that GKE installs by default with ${account.version} fits the recipe: see docs.cloud.google.com/kubernetes-engine/docs/how-to/gpus`,
        ]
      : []),
    ...gpuSoftware(gpu.ownership).checks,
    ...(component === undefined
      ? []
      : [
          `${component in plan.components ? 'the tree names the networks of the nodes: give' : 'nothing in the tree uses the fabric; where something shall, give'} components.${component}.networks: ${JSON.stringify(treeNetworks(fabric))}`,
        ]),
    ...(fabric.some(({ isRoce }) => isRoce)
      ? [
          `${gpuZone} has an RDMA network profile: gcloud compute network-profiles list --filter name=${gpuZone}-vpc-roce --project ${account.project}`,
        ]
      : []),
    ...(gpu.capacity === 'spot'
      ? ['spot GPUs count against the preemptible quota of their model, where the project has one']
      : []),
    ...(NOT_ON_DEMAND.includes(instance.name) && (gpu.capacity ?? 'on-demand') === 'on-demand'
      ? [`${instance.name} is sold as spot or on a reservation only: set inputs.capacity`]
      : []),
    ...(instance.vcpu === undefined
      ? [
          `vCPU, memory and local disks of ${instance.name} are as the recipe has them: gcloud compute machine-types describe ${instance.name} --zone ${gpuZone}`,
        ]
      : []),
    ...(gpuGroups(input).length > 1
      ? ['each node pool of these is one NVLink domain: a job that wants one must stay within a pool']
      : []),
    ...(gpu.osVersion !== undefined || gpu.kernel !== undefined || gpu.pageSizeKiB !== 4
      ? [
          `release, kernel and page size of the image follow from ${account.version}: the recipe counts on ${[gpu.osVersion, gpu.kernel, `${gpu.pageSizeKiB} KiB pages`].filter(Boolean).join(', ')}`,
        ]
      : []),
    ...(system.taints.length > 0
      ? ["GKE's own pods tolerate no taint of the system nodes: without another pool DNS and metrics have no place"]
      : []),
    ...(plan.components.nvsentinel
      ? [
          'GKE repairs nodes that do not report as ready, and nvsentinel of the tree cordons and drains: agree on which of them acts',
        ]
      : []),
    'no upgrade of nodes or to a new minor version comes by itself, security fixes included: raise account.version',
  ];
}
