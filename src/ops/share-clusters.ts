import type { ClusterMaker, Outcome } from './cluster-maker.ts';

/** Jobs handed out at a time: few enough that all end together, enough that handing out costs nothing. */
const BATCH = 8;

/** Several makers as one: each takes the next few jobs when it is done with its last. Which one makes what changes no outcome. */
export function shareClusters(makers: readonly ClusterMaker[]): ClusterMaker {
  const madeBy = makers.map((): number[] => []);
  let before = 0;
  return {
    async make(jobs, onStart) {
      const outcomes: Outcome[] = [];
      let next = 0;
      const work = async (maker: ClusterMaker, mine: number[]): Promise<void> => {
        while (next < jobs.length) {
          const from = next;
          next += BATCH;
          for (const [i, outcome] of (await maker.make(jobs.slice(from, next), onStart)).entries()) {
            outcomes[from + i] = outcome;
            if (outcome.problems.length === 0) mine.push(before + from + i);
          }
        }
      };
      await Promise.all(makers.map((maker, i) => work(maker, madeBy[i] ?? [])));
      before += jobs.length;
      return outcomes;
    },
    async write() {
      const written: (readonly [number, Outcome])[] = [];
      await Promise.all(
        makers.map(async (maker, i) => {
          for (const [k, outcome] of (await maker.write()).entries()) written.push([madeBy[i]?.[k] ?? 0, outcome]);
        }),
      );
      return written.sort(([a], [b]) => a - b).map(([, outcome]) => outcome);
    },
    async close() {
      await Promise.all(makers.map((maker) => maker.close()));
    },
  };
}
