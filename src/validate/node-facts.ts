import type { Facts } from '../recipe/guard.ts';
import { type Reading, readings } from './readings.ts';
import type { NamedSnapshot, Subject } from './subject.ts';

/**
 * What guards are held against on one node: the running node where it can say, the recipe for what no node changes. What a node
 * should say and could not is left out, so that the answer is unknown: what the recipe says does not stand in for it.
 */
export function nodeFacts({ recipe, snapshots }: Subject, node: NamedSnapshot): Facts {
  const { inputs, criteria, gpuNodes, instanceType } = recipe;
  const here = [node];
  const seen = {
    kernel: agreed(readings(here, { of: 'os', path: ['kernel', 'release'], read: ({ kernel }) => kernel.release })),
    osVersion: agreed(readings(here, { of: 'os', path: ['release'], read: ({ release }) => release.VERSION_ID })),
    pageSizeKiB: agreed(readings(here, { of: 'os', path: ['pageSizeKiB'], read: (data) => data.pageSizeKiB })),
    architecture: agreed(
      readings(here, { of: 'os', path: ['kernel', 'architecture'], read: ({ kernel }) => kernel.architecture }),
    ),
    driver: agreed(readings(here, { of: 'gpu', path: ['nvidia', 'driver'], read: ({ nvidia }) => nvidia?.driver })),
    kubernetes: agreed(readings(snapshots, { of: 'k8s', path: ['server'], read: ({ server }) => server.version })),
  };
  const { region, partition, capacity } = inputs;
  const { machine, fabric } = gpuNodes;
  const { service, os, intent } = criteria;
  const all = { region, partition, capacity, machine, fabric, instanceType, service, os, intent, ...seen };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** The one value that all who have a say agree on. */
function agreed<T>(said: readonly Reading<T>[]): T | undefined {
  const values = new Set(said.map((reading) => (reading.state === 'said' ? reading.value : undefined)));
  return values.size === 1 ? [...values][0] : undefined;
}
