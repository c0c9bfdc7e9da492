import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lexTemplate } from '../../../scripts/upstream/template-lex.ts';
import { parseTemplate } from '../../../scripts/upstream/template-parse.ts';

it.each([
  ['a {{- /* }} */ -}} b', ['a', 'b']],
  ['a {{- "}}" -}} b', ['a', 'b']],
  ['a {{ /* c */ }} b', ['a ', ' b']],
  ['{{- `{{ x }}` }}b', ['b']],
])('%j leaves the text %j', (source, texts) => {
  const pieces = lexTemplate(source);
  expect(pieces.flatMap((piece) => (piece.kind === 'text' ? [piece.text] : []))).toEqual(texts);
});

it('glued fields are one chain, spaced ones are arguments', () => {
  const [node] = parseTemplate('{{ f .a.b $x.c (g .d).e }}').body;
  expect(node?.kind === 'print' && node.pipeline.commands[0]).toEqual([
    { kind: 'function', name: 'f' },
    { kind: 'dot', fields: ['a', 'b'] },
    { kind: 'variable', name: '$x', fields: ['c'] },
    {
      kind: 'group',
      fields: ['e'],
      pipeline: {
        bind: [],
        declares: false,
        commands: [
          [
            { kind: 'function', name: 'g' },
            { kind: 'dot', fields: ['d'] },
          ],
        ],
      },
    },
  ]);
});

it('else-if and else-with share one end', () => {
  const { body } = parseTemplate('{{ if .a }}1{{ else if .b }}2{{ else with .c }}3{{ else }}4{{ end }}5');
  expect(body.map((node) => node.kind)).toEqual(['if', 'text']);
});

it('defines are taken out, a block is a define and its call', () => {
  const { body, defines } = parseTemplate('{{ define "a" }}x{{ end }}{{ block "b" . }}y{{ end }}');
  expect([...defines.keys()]).toEqual(['a', 'b']);
  expect(body.map((node) => node.kind)).toEqual(['call']);
});

it.each([
  ['{{ if .a }}', 'a if does not end'],
  ['{{ end }}', 'an end without a beginning'],
  ['{{ (.a }}', 'a parenthesis does not close'],
  ['{{ /* x }}', 'line 1: comment does not end'],
  ['\n{{ # }}', 'line 2: cannot read'],
])('%j is refused: %s', (source, message) => {
  expect(() => parseTemplate(source)).toThrow(message);
});

it('never runs for ever, whatever it is given', () => {
  const part = fc.constantFrom(
    '{{',
    '}}',
    '{{-',
    '-}}',
    ' if ',
    ' end ',
    'range',
    ' $x',
    ':=',
    '"',
    '`',
    '(',
    ')',
    '.a',
    '|',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
      try {
        expect(parseTemplate(parts.join('')).body.length).toBeGreaterThanOrEqual(0);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }),
  );
});
