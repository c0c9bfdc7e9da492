import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { atMost } from '../../src/io/at-most.ts';

it('runs as many as it may and no more, in order, and those after a failure too', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 20 }),
      async (limit, turns) => {
        const gate = atMost(limit);
        const began: number[] = [];
        let running = 0;
        let most = 0;
        const task = async (index: number, count: number): Promise<number> => {
          began.push(index);
          most = Math.max(most, ++running);
          for (let i = 0; i < count; i++) await turn();
          running--;
          if (count === 3) throw new Error(`task ${index}`);
          return index;
        };
        const results = await Promise.allSettled(turns.map((count, index) => gate(() => task(index, count))));
        expect(results.map(({ status }) => status)).toEqual(
          turns.map((count) => (count === 3 ? 'rejected' : 'fulfilled')),
        );
        expect(began).toEqual(turns.map((_, index) => index));
        expect([most, running]).toEqual([Math.min(limit, turns.length), 0]);
      },
    ),
    { numRuns: 60 },
  );
});
