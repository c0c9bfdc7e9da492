import { describe, expect, it } from 'vitest';
import { CollectFailure } from '../../src/contract/collector.ts';
import { attempt } from '../../src/snapshot/attempt.ts';
import { aClock } from './a-clock.ts';

const LIMIT = 60_000;
const busy = () => new CollectFailure('busy', { transient: true });
const options = { timeoutMs: LIMIT, attempts: 3, signal: new AbortController().signal };

describe('attempt', () => {
  it.each`
    what                                    | answers                    | calls | waits
    ${'an answer at once'}                  | ${['yes']}                 | ${1}  | ${[]}
    ${'a transient failure, then it'}       | ${[busy(), 'yes']}         | ${2}  | ${[500]}
    ${'two, each waited for twice as long'} | ${[busy(), busy(), 'yes']} | ${3}  | ${[500, 1000]}
  `('takes $what', async ({ answers, calls, waits }) => {
    const clock = aClock();
    let called = 0;
    const once = async () => {
      const answer = answers[called++];
      if (answer instanceof Error) throw answer;
      return answer;
    };
    await expect(attempt(once, { ...options, clock })).resolves.toBe('yes');
    expect(called).toBe(calls);
    expect(clock.waited.filter((ms) => ms !== LIMIT)).toEqual(waits);
  });

  it.each`
    what                          | error                            | calls
    ${'what will not get better'} | ${new CollectFailure('refused')} | ${1}
    ${'a bug'}                    | ${new TypeError('x of nothing')} | ${1}
    ${'what stays busy'}          | ${busy()}                        | ${3}
  `('gives up on $what after $calls', async ({ error, calls }) => {
    let called = 0;
    const once = async () => {
      called += 1;
      throw error;
    };
    await expect(attempt(once, { ...options, clock: aClock() })).rejects.toBe(error);
    expect(called).toBe(calls);
  });

  it('ends an attempt that takes too long, tells it to stop, and tries again', async () => {
    const clock = aClock();
    const signals: AbortSignal[] = [];
    const once = (signal: AbortSignal) => {
      signals.push(signal);
      return new Promise<never>(() => {});
    };
    const ended = expect(attempt(once, { ...options, clock })).rejects.toThrow('gave no answer within 60 s');
    await clock.pass();
    await ended;
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
  });

  it('does not begin again once nobody wants the answer', async () => {
    const stop = new AbortController();
    let called = 0;
    const once = async () => {
      called += 1;
      stop.abort();
      throw busy();
    };
    await expect(attempt(once, { ...options, clock: aClock(), signal: stop.signal })).rejects.toThrow('busy');
    expect(called).toBe(1);
  });

  it('leaves a running attempt when nobody wants the answer', async () => {
    const stop = new AbortController();
    const ended = expect(
      attempt(() => new Promise<never>(() => {}), { ...options, clock: aClock(), signal: stop.signal }),
    ).rejects.toThrow('was stopped');
    stop.abort();
    await ended;
  });
});
