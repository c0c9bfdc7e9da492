import type { EksInput } from './input.ts';

/** What only AWS can answer. */
export const checks = ({ account, gpuZone, instance, plan }: EksInput): string[] => [
  'the role AWSServiceRoleForAutoScaling is there, since the key names it: aws iam create-service-linked-role --aws-service-name autoscaling.amazonaws.com',
  `${instance.name} is offered in ${gpuZone}: aws ec2 describe-instance-type-offerings --location-type availability-zone-id --filters Name=instance-type,Values=${instance.name}`,
  ...(instance.nics?.unconfirmed ? [`the interfaces of ${instance.name}: ${instance.nics.unconfirmed}`] : []),
  ...(account.images.gpuImageId
    ? [
        `${account.images.gpuImageId} is ${plan.gpu.os} for ${plan.gpu.architecture}${plan.gpu.kernel ? ` with kernel ${plan.gpu.kernel}` : ''} and brings ${plan.gpu.ownership.driver === 'operator' ? 'no' : 'the'} NVIDIA driver`,
      ]
    : []),
  ...(plan.gpu.os === 'bottlerocket'
    ? [
        'EKS merges settings.kernel.sysctl with quoted keys, and -1 is no limit: look at `apiclient get settings` on a first node',
      ]
    : []),
  ...(plan.components.nvsentinel
    ? [
        'EKS repairs nodes that its monitoring agent finds faulty, and nvsentinel of the tree cordons and drains: agree on which of them acts',
      ]
    : []),
  ...(plan.gpu.capacity === 'capacity-block'
    ? [
        'set the number of GPU nodes to 0 before a capacity block is exchanged; EC2 ends instances 30 minutes (UltraServers 60) before its end',
      ]
    : []),
];
