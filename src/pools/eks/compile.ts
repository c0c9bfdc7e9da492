import type { ProviderArgs } from '@pulumi/aws/provider.js';
import { CnsError, type Problem, throwProblems } from '../../errors.ts';
import { pick } from '../../plain.ts';
import type { CompiledPools } from '../compiled.ts';
import { join, json } from '../expression.ts';
import type { PoolsPlan } from '../plan.ts';
import type { Planned } from '../resource.ts';
import { isGiven } from '../stand-in.ts';
import type { EksAccount } from './account.ts';
import { eksAddOns } from './add-ons.ts';
import { eksControlPlane } from './control-plane.ts';
import { eksKey } from './encryption.ts';
import { USER_DATA } from './first-boot.ts';
import { AMI_TYPES, eksGpuPool, isBoughtBefore } from './gpu-pool.ts';
import { type EksInput, minorOf } from './input.ts';
import { eksNetwork } from './network.ts';
import { nicLayout } from './nic-layout.ts';
import { eksNodeRole } from './node-role.ts';
import { eksSystemPool } from './system-pool.ts';

/**
 * An EKS cluster with its nodes, as data.
 *
 * @throws CnsError with every fact of the account that is missing for this plan
 */
export function compileEks(plan: PoolsPlan, account: EksAccount): CompiledPools {
  const { gpu, region } = plan;
  const { instance } = gpu;
  if (!instance || !region)
    throw new CnsError({
      code: 'ACCOUNT_INVALID',
      path: region ? 'pools.gpu.instanceType' : 'inputs.region',
      message: `${plan.cluster} does not say ${region ? 'on which instance type' : 'in which region'} it runs`,
      hint: 'a generic recipe can be printed, but nothing can be made of it: name both in the cluster file',
    });
  throwProblems(accountProblems(plan, account));
  const gpuZone = account.gpuZone ?? account.zones[0] ?? '';
  const input: EksInput = {
    plan,
    instance,
    region,
    account,
    gpuZone,
    tags: { ...plan.tags, 'cns.dev/cluster': plan.cluster },
  };

  const key = eksKey(input);
  const network = eksNetwork(input, key.keyArn);
  const cluster = eksControlPlane(input, { network, keyArn: key.keyArn });
  const nodes = eksNodeRole(input);
  const addOns = eksAddOns(input, { clusterName: cluster.clusterName, systemNodes: 'system-nodes' });
  const nodesNeed = [...nodes.policies, 'addon-vpc-cni', 'addon-kube-proxy', 'addon-eks-pod-identity-agent'];
  const settings = gpu.settings.filter(({ carrier }) => carrier === 'pool');
  const userData = (USER_DATA[gpu.os] as (typeof USER_DATA)[string])(settings, input, cluster);
  const nics = account.nics ?? instance.nics;
  const resources = [
    ...key.resources,
    ...network.resources,
    ...cluster.resources,
    ...nodes.resources,
    ...addOns.beforeNodes,
    ...eksSystemPool(input, {
      clusterName: cluster.clusterName,
      roleArn: nodes.roleArn,
      subnetIds: network.systemSubnetIds,
      keyArn: key.keyArn,
      dependsOn: nodesNeed,
    }),
    ...addOns.afterNodes,
    ...eksGpuPool(input, {
      vpcId: network.vpcId,
      subnetId: network.gpuSubnetId,
      clusterName: cluster.clusterName,
      clusterGroupId: cluster.securityGroupId,
      roleArn: nodes.roleArn,
      keyArn: key.keyArn,
      interfaces: nics ? nicLayout(nics) : [],
      userData,
      dependsOn: nodesNeed,
    }),
  ];
  const provider: Planned<ProviderArgs> = { region, allowedAccountIds: [account.accountId] };
  return {
    provider: provider as CompiledPools['provider'],
    resources,
    firstBoot: [userData.file],
    placements: [...userData.placed].map(([setting, where]) => ({ setting, where })),
    inexpressible: [...userData.refused].map(([setting, why]) => ({ setting, why })),
    quotas: quotas(input),
    checks: checks(input),
    outputs: {
      clusterName: cluster.clusterName,
      clusterEndpoint: cluster.endpoint,
      oidcIssuer: cluster.oidcIssuer,
      // File systems of the GPU nodes belong into the same zone: traffic between zones is slow and billed.
      gpuZone,
      nodePoolNames: ['system-nodes', 'gpu-nodes'].map((name) => `${plan.cluster}-${name}`),
      kubeconfig: json(kubeconfig(input, cluster)),
    },
    secretOutputs: ['kubeconfig'],
  };
}

/** What the plan needs to know of the account, and was not told. */
function accountProblems(
  { cluster, gpu, kubernetes }: PoolsPlan,
  { images, capacity, nics, nicsConfirmed }: EksAccount,
): Problem[] {
  const problem = (path: string, message: string, hint: string): Problem => ({
    code: 'ACCOUNT_INVALID',
    path: `account.${path}`,
    message,
    hint,
  });
  const isCustom = AMI_TYPES[gpu.os]?.[gpu.architecture] === 'CUSTOM';
  const unconfirmed = gpu.instance?.nics?.unconfirmed;
  const minor = minorOf(kubernetes);
  const releases = {
    systemRelease: images.systemRelease,
    ...(gpu.os === 'al2023' ? pick(images, ['gpuRelease']) : {}),
  };
  return [
    ...Object.entries(releases)
      .filter(([, release]) => isGiven(release) && !release.startsWith(`${minor}.`))
      .map(([key, release]) =>
        problem(
          `images.${key}`,
          `got ${release}, and the cluster is of Kubernetes ${minor}`,
          `give a release of the AL2023 image for ${minor}`,
        ),
      ),
    ...(isCustom && !images.gpuImageId
      ? [
          problem(
            'images.gpuImageId',
            `is missing: EKS has no image for ${gpu.os}`,
            `give an EKS image of Canonical's for ${gpu.architecture}${gpu.kernel ? ` with kernel ${gpu.kernel}` : ''}`,
          ),
        ]
      : []),
    ...(!isCustom && !images.gpuRelease
      ? [
          problem(
            'images.gpuRelease',
            'is missing: the release of the GPU image decides its driver',
            'pin it; never the newest',
          ),
        ]
      : []),
    ...(isBoughtBefore(gpu.capacity) && !capacity.reservationId && !capacity.reservationGroupArn
      ? [
          problem(
            'capacity.reservationId',
            `is missing: ${cluster} runs on capacity that was ${gpu.capacity === 'reserved' ? 'reserved' : 'bought as a block'}`,
            'give reservationId or reservationGroupArn; nothing is bought here',
          ),
        ]
      : []),
    ...(!isBoughtBefore(gpu.capacity) && [capacity.reservationId, capacity.reservationGroupArn].some(isGiven)
      ? [
          problem(
            'capacity',
            `names a reservation, and inputs.capacity of ${cluster} is ${gpu.capacity ?? 'on-demand'}`,
            'set inputs.capacity to reserved or capacity-block, or take the reservation out',
          ),
        ]
      : []),
    ...(unconfirmed && !nics && !nicsConfirmed
      ? [
          problem(
            'nicsConfirmed',
            `is not said: the interfaces of ${gpu.instanceType} are not confirmed`,
            `ask, then set it, or give nics: ${unconfirmed}`,
          ),
        ]
      : []),
  ];
}

function kubeconfig(
  { plan, region }: EksInput,
  { clusterName, endpoint, certificateAuthority }: ReturnType<typeof eksControlPlane>,
): object {
  const name = plan.cluster;
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server: endpoint, 'certificate-authority-data': certificateAuthority } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
    users: [
      {
        name,
        user: {
          exec: {
            apiVersion: 'client.authentication.k8s.io/v1beta1',
            command: 'aws',
            args: ['eks', 'get-token', '--cluster-name', join(clusterName), '--region', region],
          },
        },
      },
    ],
  };
}

function quotas({ account, instance, plan }: EksInput): CompiledPools['quotas'] {
  const gpuVcpu = (instance.vcpu ?? 0) * plan.gpu.count;
  const isBlock = plan.gpu.capacity === 'capacity-block';
  return [
    ...(instance.quota && !isBlock
      ? [
          {
            quota:
              plan.gpu.capacity === 'spot' ? instance.quota.replace('Running On-Demand', 'All Spot') : instance.quota,
            amount: gpuVcpu,
            unit: 'vCPU',
          },
        ]
      : []),
    { quota: 'EC2-VPC Elastic IPs', amount: account.zones.length, unit: 'addresses' },
    { quota: 'VPCs per Region', amount: 1, unit: 'VPC' },
  ];
}

const checks = ({ account, gpuZone, instance, plan }: EksInput): string[] => [
  'the role AWSServiceRoleForAutoScaling is there, since the key names it: aws iam create-service-linked-role --aws-service-name autoscaling.amazonaws.com',
  `${instance.name} is offered in ${gpuZone}: aws ec2 describe-instance-type-offerings --location-type availability-zone-id --filters Name=instance-type,Values=${instance.name}`,
  ...(instance.nics?.unconfirmed ? [`the interfaces of ${instance.name}: ${instance.nics.unconfirmed}`] : []),
  ...(account.images.gpuImageId
    ? [
        `${account.images.gpuImageId} is ${plan.gpu.os} for ${plan.gpu.architecture}${plan.gpu.kernel ? ` with kernel ${plan.gpu.kernel}` : ''} and brings no NVIDIA driver`,
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
