import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CollectFailure, type Collector } from '../../src/contract/collector.ts';
import { CnsError } from '../../src/errors.ts';
import { type Outcome, runCollectors, STOPPED } from '../../src/snapshot/run-collectors.ts';
import { aClock } from './a-clock.ts';
import { aCollector, found } from './a-collector.ts';
import { nowhere } from './nowhere.ts';

const run = (collectors: readonly Collector[], more: { chosen?: readonly string[]; failFast?: boolean } = {}) =>
  runCollectors({
    collectors,
    chosen: new Set(more.chosen ?? collectors.map(({ name }) => name)),
    surroundings: nowhere,
    clock: aClock(),
    failFast: more.failFast ?? false,
  });

const states = (outcomes: ReadonlyMap<string, Outcome>) =>
  Object.fromEntries([...outcomes].map(([name, outcome]) => [name, outcome.state]));

const failing = (error: Error) => ({
  collect: async () => {
    throw error;
  },
});

describe('runCollectors', () => {
  it('never touches a collector that was not chosen', async () => {
    let touched = 0;
    const spy = aCollector('gpu', {
      collect: async () => {
        touched += 1;
        return found({});
      },
    });
    const outcomes = await run([aCollector('os'), spy, aCollector('cloud', { after: ['gpu'] })], {
      chosen: ['os', 'cloud'],
    });
    expect(states(outcomes)).toEqual({ os: 'collected', gpu: 'excluded', cloud: 'collected' });
    expect(touched).toBe(0);
  });

  it('runs at the same time what does not depend on each other', async () => {
    let open = 0;
    let most = 0;
    const slow = {
      collect: async () => {
        open += 1;
        most = Math.max(most, open);
        await new Promise((resolve) => setTimeout(resolve, 5));
        open -= 1;
        return found({});
      },
    };
    await run([aCollector('a', slow), aCollector('b', slow), aCollector('c', slow)]);
    expect(most).toBe(3);
  });

  it('hands a collector what those before it found, and only those', async () => {
    const seen: unknown[] = [];
    await run([
      aCollector('topology', {
        after: ['k8s', 'gpu'],
        collect: async ({ before }) => {
          seen.push(before);
          return found({});
        },
      }),
      aCollector('k8s'),
      aCollector('gpu', failing(new CollectFailure('no driver'))),
      aCollector('os'),
    ]);
    expect(seen).toEqual([{ k8s: { name: 'k8s' } }]);
  });

  it('finds the same in whatever order collectors are listed', async () => {
    const all = [aCollector('a'), aCollector('b', { after: ['a'] }), aCollector('c', { after: ['b', 'a'] })];
    const wanted = await run(all);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(all, { minLength: 3 }), async (shuffled) => {
        expect(new Map([...(await run(shuffled))].sort())).toEqual(new Map([...wanted].sort()));
      }),
      { numRuns: 20 },
    );
  });

  it('refuses collectors that wait for each other, instead of waiting for ever', async () => {
    const ring = [
      aCollector('a', { after: ['b'] }),
      aCollector('b', { after: ['c'] }),
      aCollector('c', { after: ['b'] }),
    ];
    await expect(run(ring)).rejects.toThrow('b → c → b');
  });

  it('keeps what others find when one fails, with the reason', async () => {
    const outcomes = await run([
      aCollector('os'),
      aCollector('k8s', failing(new CollectFailure('no cluster', { hint: 'give --kubeconfig' }))),
      aCollector('cloud', failing(new CnsError({ code: 'CLUSTER_UNREACHABLE', message: 'nobody answers' }))),
      aCollector('gpu', failing(new TypeError('x is undefined'))),
    ]);
    expect(Object.fromEntries(outcomes)).toMatchObject({
      os: { state: 'collected' },
      k8s: { state: 'failed', why: 'no cluster', hint: 'give --kubeconfig' },
      cloud: { state: 'failed', why: 'nobody answers' },
      gpu: { state: 'failed', why: 'stumbled, which is a bug: x is undefined' },
    });
  });

  it('stops the others at the first failure where that is asked for', async () => {
    const stopped: string[] = [];
    const endless = (name: string) => ({
      collect: ({ signal }: { readonly signal: AbortSignal }) =>
        new Promise<never>(() => {
          signal.addEventListener('abort', () => stopped.push(name));
        }),
    });
    const outcomes = await run(
      [
        aCollector('os', endless('os')),
        aCollector('k8s', failing(new CollectFailure('no cluster'))),
        aCollector('topology', { after: ['k8s'] }),
      ],
      { failFast: true },
    );
    expect(Object.fromEntries(outcomes)).toEqual({
      os: { state: 'failed', why: STOPPED },
      k8s: { state: 'failed', why: 'no cluster' },
      topology: { state: 'failed', why: STOPPED },
    });
    expect(stopped).toEqual(['os']);
  });

  it('refuses data that does not fit the schema of its collector', async () => {
    const odd = aCollector('odd', { collect: async () => ({ data: 7, missing: {}, context: {} }) as never });
    expect((await run([odd])).get('odd')).toMatchObject({ state: 'failed', why: expect.stringContaining('a bug') });
  });

  it('says when a collector begins, how far it is, and how it ended', async () => {
    const said: string[] = [];
    await runCollectors({
      collectors: [
        aCollector('k8s', {
          collect: async ({ progress }) => {
            progress('pods 500');
            return found({});
          },
        }),
      ],
      chosen: new Set(['k8s']),
      surroundings: nowhere,
      clock: aClock(),
      failFast: true,
      onProgress: (name, text) => said.push(`${name} ${text}`),
    });
    expect(said).toEqual(['k8s ', 'k8s pods 500', 'k8s done']);
  });
});
