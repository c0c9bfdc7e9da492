import type { Clock } from '../../src/contract/clock.ts';

/** A clock that stands still at one moment. Short waits (back-off) are over at once, long ones (time limits) when the test says so. */
export function aClock(at = '2026-01-02T03:04:05.000Z'): Clock & {
  /** Every wait that was asked for. Unit: milliseconds. */
  readonly waited: number[];
  /** Ends all waits, those of attempts that follow too. */
  pass(): Promise<void>;
} {
  const waited: number[] = [];
  const waiting = new Set<() => void>();
  return {
    waited,
    now: () => new Date(at),
    wait(ms, signal) {
      waited.push(ms);
      if (ms < 5000 || signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const end = (): void => {
          waiting.delete(end);
          resolve();
        };
        waiting.add(end);
        signal?.addEventListener('abort', end);
      });
    },
    async pass() {
      for (let idle = 0; idle < 20; idle += 1) {
        if (waiting.size > 0) idle = 0;
        for (const end of waiting) end();
        await Promise.resolve();
      }
    },
  };
}
