import type { Streams } from './streams.ts';

/** One line on the standard error that is written over: only on a terminal, and gone when the work is done. */
export function progressOn({ stderr }: Pick<Streams, 'stderr'>): {
  readonly show: (done: number, all: number, what: string) => void;
  readonly clear: () => void;
} {
  if (stderr.isTTY !== true) return { show: () => {}, clear: () => {} };
  let shown = false;
  return {
    show(done, all, what) {
      const line = `[${done}/${all}] ${what}`.slice(0, (stderr.columns || 80) - 1);
      stderr.write(`\r\x1b[K${line}`);
      shown = true;
    },
    clear() {
      if (shown) stderr.write('\r\x1b[K');
      shown = false;
    },
  };
}
