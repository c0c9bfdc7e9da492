import { expect, it } from 'vitest';
import { progressOn } from '../../src/cli/progress.ts';

const on = (isTTY: boolean, columns?: number) => {
  const written: string[] = [];
  const progress = progressOn({ stderr: { write: (text) => written.push(text), isTTY, columns } });
  progress.show(1, 2, 'x'.repeat(100));
  progress.clear();
  progress.clear();
  return written;
};

it('writes over one line that fits, and clears it once', () => {
  expect(on(true, 20)).toEqual([`\r\x1b[K[1/2] ${'x'.repeat(13)}`, '\r\x1b[K']);
});

it('takes a terminal that does not know its width for one of 80 columns', () => {
  expect(on(true, 0)).toEqual(on(true, 80));
});

it('writes nothing where nobody looks', () => {
  expect(on(false)).toEqual([]);
});
