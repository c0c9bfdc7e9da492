import { sampleInput } from '../inputs.ts';
import { GB200, props } from './clusters.ts';
import type { Violation } from './violation.ts';

/** Racks. */
export const RACKS: readonly Violation[] = [
  {
    breaks: 'rack-count',
    when: 'half a rack is left over (node-pools.md 3.5)',
    input: () => sampleInput(GB200, { pools: { gpu: { count: 10 } } }),
    says: ['pools.gpu.count is 10', 'rackSizes of p6e-gb200.36xlarge is [9,18]'],
  },
  {
    breaks: 'rack-capacity',
    when: 'an UltraServer is wanted on demand (node-pools.md 3.5)',
    input: () => sampleInput(GB200, { inputs: { capacity: 'on-demand' } }),
    says: ['inputs.capacity is on-demand', 'rackSizes of p6e-gb200.36xlarge is [9,18]'],
  },
  {
    breaks: 'rack-domains',
    when: 'a domain is larger than a rack',
    input: () =>
      sampleInput(GB200, {
        pools: { gpu: { count: 36 } },
        ...props('compute-domain', { domains: { nvl144: { numNodes: 36 } } }),
      }),
    says: ['largest of rackSizes of p6e-gb200.36xlarge is 18', 'ComputeDomain nvl144 spec.numNodes is 36'],
  },
];
