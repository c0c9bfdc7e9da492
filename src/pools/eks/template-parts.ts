import type { ec2, eks } from '@pulumi/aws/types/input.js';
import type { Expression } from '../expression.ts';
import type { PlannedTaint } from '../plan.ts';
import type { Planned } from '../resource.ts';
import type { EksInput } from './input.ts';

/** Metadata service: session tokens only, and no container on the pod network reaches it. */
export const metadataOptions = {
  httpEndpoint: 'enabled',
  httpTokens: 'required',
  httpPutResponseHopLimit: 1,
  instanceMetadataTags: 'disabled',
} satisfies Planned<ec2.LaunchTemplateMetadataOptions>;

/** An encrypted gp3 volume. */
export const disk = (
  deviceName: string,
  volumeSize: number,
  keyArn: Expression,
  speed: Pick<Planned<ec2.LaunchTemplateBlockDeviceMappingEbs>, 'iops' | 'throughput'> = {},
): Planned<ec2.LaunchTemplateBlockDeviceMapping> => ({
  deviceName,
  ebs: { volumeSize, volumeType: 'gp3', encrypted: 'true', kmsKeyId: keyArn, deleteOnTermination: 'true', ...speed },
});

/** Tags of what a template starts: tags of the provider do not reach instances of a node group. */
export const tagSpecifications = (
  { plan, tags }: EksInput,
  pool: string,
): Planned<ec2.LaunchTemplateTagSpecification>[] =>
  ['instance', 'volume', 'network-interface'].map((resourceType) => ({
    resourceType,
    tags: { ...tags, Name: `${plan.cluster}-${pool}` },
  }));

const EFFECTS = { NoSchedule: 'NO_SCHEDULE', PreferNoSchedule: 'PREFER_NO_SCHEDULE', NoExecute: 'NO_EXECUTE' } as const;

/** Taints that the pool itself puts on, in the words of EKS. */
export const nodeGroupTaints = (taints: readonly PlannedTaint[]): Planned<eks.NodeGroupTaint>[] =>
  taints
    .filter(({ by }) => by === 'pool')
    .map(({ key, value, effect }) => ({ key, effect: EFFECTS[effect], value: value === '' ? undefined : value }));
