import type { Problem } from '../../errors.ts';
import { pick } from '../../plain.ts';
import type { PoolsPlan } from '../plan.ts';
import { serves } from '../serves.ts';
import { isGiven } from '../stand-in.ts';
import type { EksAccount } from './account.ts';
import { AMI_TYPES, isBoughtBefore } from './gpu-pool.ts';

/** EKS gives node groups 63 characters, IAM gives roles 64; ours add up to 14, Pulumi adds 8. */
const LONGEST_NAME = 41;

/** What the plan needs to know of the account, and was not told. */
export function accountProblems(
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
  const releases = {
    systemRelease: images.systemRelease,
    ...(gpu.os === 'al2023' ? pick(images, ['gpuRelease']) : {}),
  };
  return [
    ...(cluster.length > LONGEST_NAME
      ? [
          {
            code: 'ACCOUNT_INVALID' as const,
            path: 'name',
            message: `${cluster} has ${cluster.length} characters, and names of EKS node groups and roles are made of it`,
            hint: `give a name of ${LONGEST_NAME} characters or fewer`,
          },
        ]
      : []),
    ...(gpu.fabric === 'efa' && !gpu.instance?.nics?.efaOnly && !nics
      ? [
          problem(
            'nics',
            `is missing: no table says which cards of ${gpu.instanceType} carry EFA`,
            'give it, or add nics to the row of the instance type',
          ),
        ]
      : []),
    ...Object.entries(releases)
      .filter(([, release]) => isGiven(release) && !serves(release, kubernetes))
      .map(([key, release]) =>
        problem(
          `images.${key}`,
          `got ${release}, and the recipe was resolved for Kubernetes ${kubernetes}`,
          `give a release of the AL2023 image that is ${kubernetes} or a later patch, or set inputs.kubernetes of the cluster file`,
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
