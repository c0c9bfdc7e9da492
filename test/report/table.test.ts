import { expect, it } from 'vitest';
import { textTable } from '../../src/report/table.ts';

it.each([
  [
    'aligns columns and cuts blanks at line ends',
    ['a', 'bee'],
    [
      ['long', 'x'],
      ['s', ''],
    ],
    'A     BEE\nlong  x\ns\n',
  ],
  [
    'counts code points, not UTF-16 units',
    ['a', 'b'],
    [
      ['😀😀', 'x'],
      ['abc', 'y'],
    ],
    'A    B\n😀😀   x\nabc  y\n',
  ],
  ['makes one line of a cell with several', ['a'], [['one\n  two']], 'A\none two\n'],
  ['has its header without rows', ['a', 'b'], [], 'A  B\n'],
  ['fills short rows', ['a', 'b'], [['x']], 'A  B\nx\n'],
])('%s', (_, header, rows, expected) => {
  expect(textTable(header, rows)).toBe(expected);
});
