import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { splitDocuments } from '../../src/io/split-documents.ts';

it.each([
  ['one', 'a: 1\n', [['a: 1\n', 0]]],
  ['one behind a mark', '---\na: 1\n', [['---\na: 1\n', 0]]],
  ['one behind comments and a mark', '# c\n---\na: 1\n', [['---\na: 1\n', 1]]],
  ['one before a mark', 'a: 1\n---\n', [['a: 1\n', 0]]],
  [
    'two',
    'a: 1\n---\nb: 2\n',
    [
      ['a: 1\n', 0],
      ['---\nb: 2\n', 1],
    ],
  ],
  [
    'two with line ends of Windows',
    'a: 1\r\n--- # c\r\nb: 2\r\n',
    [
      ['a: 1\r\n', 0],
      ['--- # c\r\nb: 2\r\n', 1],
    ],
  ],
  [
    'empty ones in between',
    '---\n---\n# c\n--- x\n---\ny',
    [
      ['--- x\n', 3],
      ['---\ny', 4],
    ],
  ],
  ['a mark that is none', 'a: |\n  ---\n----\n', [['a: |\n  ---\n----\n', 0]]],
  ['directives', '%YAML 1.2\n---\na: 1\n---\nb: 2\n', [['%YAML 1.2\n---\na: 1\n---\nb: 2\n', 0]]],
  ['nothing', '', [['', 0]]],
  ['marks only', '---\n---\n', [['---\n---\n', 0]]],
])('%s', (_, text, expected) => {
  expect(splitDocuments(text).map(({ text: part, before }) => [part, before])).toEqual(expected);
});

it('finds the documents that a reader of YAML finds', () => {
  const line = fc.constantFrom(
    'a: 1',
    '- x',
    '---',
    '--- ',
    '# c',
    '',
    'b:',
    '  - y',
    '--- # c',
    '  ---',
    'c: |',
    '  d',
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 10 }), (lines) => {
      const text = lines.join('\n');
      const all = parseAllDocuments(text);
      const read = (Array.isArray(all) ? all : []).filter(
        ({ contents }) => contents !== null && contents.range?.[0] !== contents.range?.[1],
      );
      const parts = splitDocuments(text);
      if (read.length > 1) expect(parts).toHaveLength(read.length);
      for (const { text: part, before } of parts) {
        expect(text.split('\n').slice(before).join('\n').startsWith(part)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
