import type { PoolsPlan } from '../../plan.ts';
import { said } from '../said.ts';
import { GPU_STACK, type Made, type MadeGpuPool } from './made.ts';

/** What nodes must bring where no resource says it: an image of the account, or machines of one's own. */
export const ownedByPlan = ({ gpu: { ownership } }: PoolsPlan): MadeGpuPool['brings'] =>
  Object.fromEntries(
    GPU_STACK.map((part) => [
      part,
      { ...said(`ownership.${part}`, ownership[part]), isThere: ownership[part] !== 'operator' },
    ]),
  );

/** Nodes that somebody else makes: they are as the plan says, because nothing else tells. */
export const madeByOthers = (plan: PoolsPlan): Made => ({
  gpu: {
    labels: [said('pools.gpu.labels', plan.gpu.labels)],
    taints: [],
    brings: ownedByPlan(plan),
    ...(plan.gpu.instanceType === undefined
      ? {}
      : { instanceType: said('pools.gpu.instanceType', plan.gpu.instanceType) }),
  },
  system: { labels: [said('pools.system.labels', plan.system.labels)], taints: [] },
  zones: [],
  versions: [],
  addOns: [],
  identities: [],
  networks: [],
});
