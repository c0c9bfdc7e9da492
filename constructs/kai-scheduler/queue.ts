import * as z from 'zod';
import type { Problem } from '../../src/errors.ts';
import { didYouMean } from '../../src/nearest.ts';
import { formatPath } from '../../src/path.ts';

/** What a queue is guaranteed, and how it shares the rest. -1 is no limit. */
const share = z.strictObject({
  /** Guaranteed amount; -1: all it asks for. */
  quota: z.number().min(-1).default(0),
  /** Never more than this. */
  limit: z.number().min(-1).default(-1),
  /** Part of what others leave, in proportion. */
  overQuotaWeight: z.number().min(0).default(1),
});

const runtime = z.string().regex(/^(\d+(\.\d+)?(h|m|s))+$/, 'a duration such as 30m');

export const queue = z.strictObject({
  /** Queue above it. Pods go into queues that have one: a tree has two levels at least. */
  parent: z.string().optional(),
  displayName: z.string().optional(),
  /** Higher is served first. */
  priority: z.int().optional(),
  /** Unit: GPUs, whole or parts. */
  gpu: share.prefault({}),
  /** Unit: millicores. */
  cpu: share.prefault({}),
  /** Unit: megabytes of 10^6 bytes. */
  memory: share.prefault({}),
  /** How long a pod runs before a pod of its own queue may preempt it. */
  preemptMinRuntime: runtime.optional(),
  /** How long a pod runs before another queue may reclaim its share. */
  reclaimMinRuntime: runtime.optional(),
});
export type Queue = z.output<typeof queue>;

/** The queue's object. Cluster-scoped: no namespace. */
export function queueObject(name: string, { parent, gpu, cpu, memory, ...rest }: Queue) {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    apiVersion: 'scheduling.run.ai/v2',
    kind: 'Queue',
    metadata: { name },
    spec: { ...given, ...(parent === undefined ? {} : { parentQueue: parent }), resources: { gpu, cpu, memory } },
  };
}

/** Parents that are not among the queues, and queues that are their own ancestors. */
export function queueProblems(queues: Readonly<Record<string, Queue>>): Problem[] {
  const names = Object.keys(queues);
  return names.flatMap((name): Problem[] => {
    const path = formatPath(['components', 'kai-scheduler', 'queues', name, 'parent']);
    const parent = queues[name]?.parent;
    if (parent !== undefined && !names.includes(parent)) {
      const hint = didYouMean(parent, names);
      const message = `got ${parent}; allowed: ${names.filter((other) => other !== name).join(', ')}`;
      return [{ code: 'PROPS_INVALID', message, path, ...(hint ? { hint } : {}) }];
    }
    const seen = new Set<string>();
    for (let at: string | undefined = parent; at !== undefined && !seen.has(at); at = queues[at]?.parent) {
      if (at === name) return [{ code: 'PROPS_INVALID', message: `${name} is its own ancestor`, path }];
      seen.add(at);
    }
    return [];
  });
}
