import { hasRdma, type OkeInput } from './input.ts';

/** What nobody can know from here, one sentence each. */
export function okeChecks({ account, gpuDomain, instance, mode, plan }: OkeInput): string[] {
  const { gpu, kubernetes } = plan;
  const when = (isSo: boolean, ...sentences: readonly string[]): readonly string[] => (isSo ? sentences : []);
  const rdma = hasRdma({ plan });
  return [
    `${instance.name} is offered in ${gpuDomain}, which few domains are: oci compute shape list --compartment-id ${account.compartmentId} --availability-domain ${gpuDomain}`,
    ...when(
      instance.quota === undefined && gpu.capacity !== 'reserved',
      `the limit of ${instance.name}, by availability domain: quota-names of oci compute shape list`,
    ),
    `OKE offers Kubernetes v${kubernetes}: oci ce cluster-options get --cluster-option-id all`,
    `${account.images.gpuImageId} is ${gpu.os} for ${gpu.architecture}${gpu.kernel ? ` with kernel ${gpu.kernel}` : ''}, brings driver and toolkit, and has OKE's node package for v${kubernetes}: nothing is installed at first boot`,
    ...when(
      rdma,
      `${account.images.gpuImageId} is an HPC image with the drivers of the RDMA network, and the RDMA plugins of Oracle Cloud Agent run on a first node`,
    ),
    ...when(
      gpu.settings.some(({ name, value }) => name === 'cpuManagerPolicy' && value === 'static'),
      'the kubelet reserves CPU on a first node, without which its static CPU manager does not start: OKE reserves some by the size of the shape; kubectl get --raw /api/v1/nodes/NODE/proxy/configz',
    ),
    ...when(
      gpu.machine === 'bare-metal',
      'bare metal is billed while it is set up; its disk hangs on iSCSI, which is encrypted at rest and not on the way',
    ),
    ...when(
      mode === 'self-managed',
      `firmware settings that ${instance.platform} takes: platform-config-options of oci compute shape list`,
      'the tag of account.nodeTag can be set by nobody else in the compartment: a machine that has it may join',
      'who may use the key for disks of the cluster network: its machines were given leave, other principals of Compute were not',
      'a changed configuration reaches new machines only: replace the disks of the old ones, one after the other',
    ),
    'a Service of type LoadBalancer stays inside the network: it needs the annotation service.beta.kubernetes.io/oci-load-balancer-internal "true"',
    ...when(
      account.api.publicCidrs.length === 0 && account.adminCidrs.length === 0,
      'nothing but nodes and pods reaches the API: name the network of a bastion or VPN in account.adminCidrs',
    ),
    ...when(
      account.policies === 'create',
      'IAM spreads a new policy with some delay: when the first pulumi up is refused the key, run it again',
    ),
  ];
}
