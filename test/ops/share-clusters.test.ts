import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ClusterMaker, Job, Outcome } from '../../src/ops/cluster-maker.ts';
import { makeClusters } from '../../src/ops/make-clusters.ts';
import { shareClusters } from '../../src/ops/share-clusters.ts';
import { memoryIo } from './memory-io.ts';
import { clusterYaml, smallEngine } from './small-engine.ts';

const here = (io = memoryIo()): ClusterMaker =>
  makeClusters({ io, root: 'dist', mode: 'write', engineFor: async () => smallEngine });

/** Answers after as many turns as it is told, so that makers overtake each other. */
const slow = (maker: ClusterMaker, turns: number): ClusterMaker => ({
  ...maker,
  async make(jobs, onStart) {
    for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
    return maker.make(jobs, onStart);
  },
});

const job = (name: string, isGood: boolean): Job => ({
  file: `clusters/${name}.yaml`,
  text: isGood ? clusterYaml(name) : clusterYaml(name).replace('h100', 'h10'),
  digest: '',
});

async function everything(maker: ClusterMaker, jobs: readonly Job[]) {
  const started: string[] = [];
  const made = await maker.make(jobs, (file) => started.push(file));
  const written: readonly Outcome[] = await maker.write();
  await maker.close();
  return { made, written, started: started.sort() };
}

it('makes the same as one maker, however many there are and whichever is faster', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.boolean(), { maxLength: 40 }),
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 4 }),
      async (good, speeds) => {
        const jobs = good.map((isGood, i) => job(`c${String(i).padStart(2, '0')}`, isGood));
        const [alone, shared] = [memoryIo(), memoryIo()];
        const many = shareClusters(speeds.map((turns) => slow(here(shared), turns)));
        expect(await everything(many, jobs)).toEqual(await everything(here(alone), jobs));
        expect([...shared.files].sort()).toEqual([...alone.files].sort());
      },
    ),
    { numRuns: 15 },
  );
});

it('gives every maker work and closes all of them', async () => {
  const seen = new Set<number>();
  let closed = 0;
  const makers = [0, 1, 2].map((id) => ({
    ...slow(here(), 1),
    make: async (jobs: readonly Job[]) => {
      seen.add(id);
      return jobs.map(() => ({ problems: [] }));
    },
    close: async () => void closed++,
  }));
  await everything(
    shareClusters(makers),
    Array.from({ length: 30 }, (_, i) => job(`c${i}`, true)),
  );
  expect([[...seen].sort(), closed]).toEqual([[0, 1, 2], 3]);
});
