import type { Clock } from '../contract/clock.ts';
import { CollectFailure } from '../contract/collector.ts';

export interface AttemptOptions {
  readonly clock: Clock;
  /** Limit of one attempt. Unit: milliseconds. */
  readonly timeoutMs: number;
  /** How often something transient is tried, the first time included. */
  readonly attempts: number;
  /** Ends when nobody wants the answer any more. */
  readonly signal: AbortSignal;
}

/** Waits before the second attempt; doubled before each further one. Unit: milliseconds. */
const BACK_OFF_MS = 500;

/**
 * Runs `once` within its time limit, and again when it fails for a transient reason, each time after twice the wait.
 *
 * An attempt that is over its limit counts as transient. What it still does is told to stop by its signal; its answer is not waited for.
 *
 * @throws CollectFailure of the last attempt, or whatever else `once` throws at once
 */
export async function attempt<T>(
  once: (signal: AbortSignal) => Promise<T>,
  { clock, timeoutMs, attempts, signal }: AttemptOptions,
): Promise<T> {
  for (let turn = 1; ; turn += 1) {
    try {
      return await within(once, timeoutMs, clock, signal);
    } catch (error) {
      const again = error instanceof CollectFailure && error.transient && turn < attempts && !signal.aborted;
      if (!again) throw error;
      await clock.wait(BACK_OFF_MS * 2 ** (turn - 1), signal);
      if (signal.aborted) throw error;
    }
  }
}

async function within<T>(
  once: (signal: AbortSignal) => Promise<T>,
  timeoutMs: number,
  clock: Clock,
  outer: AbortSignal,
): Promise<T> {
  const work = new AbortController();
  const done = new AbortController();
  const end = (): void => work.abort();
  outer.addEventListener('abort', end);
  if (outer.aborted) end();
  const late = clock.wait(timeoutMs, AbortSignal.any([outer, done.signal])).then((): never => {
    if (outer.aborted) throw new CollectFailure('was stopped');
    throw new CollectFailure(`gave no answer within ${timeoutMs / 1000} s`, {
      transient: true,
      hint: 'give it longer with --timeout',
    });
  });
  // It loses the race more often than not, and a rejection that nobody waits for ends the process.
  late.catch(() => {});
  try {
    return await Promise.race([once(work.signal), late]);
  } finally {
    end();
    done.abort();
    outer.removeEventListener('abort', end);
  }
}
