import { expect, it } from 'vitest';
import { formatData } from '../../src/ops/format-data.ts';

it.each([
  ['580', 'yaml', '580\n'],
  ['two\nlines\n', 'yaml', 'two\nlines\n'],
  ['580', 'json', '"580"\n'],
  [true, 'yaml', 'true\n'],
  [undefined, 'yaml', 'null\n'],
  [{ a: undefined, b: [1, undefined] }, 'yaml', 'b:\n- 1\n- null\n'],
  [{ a: [1] }, 'json', '{\n  "a": [\n    1\n  ]\n}\n'],
] as const)('%j as %s', (value, format, expected) => {
  expect(formatData(value, format)).toBe(expected);
});
