import { expect, it } from 'vitest';
import { filtered } from './filter.ts';
import { stepsOf } from './page.ts';
import { wordsOf } from './words.ts';

it('reads commands, with lines that go on, and quotes', () => {
  const page = [
    '```sh',
    'kubectl get pods',
    'cnsctl init prod \\',
    '  --service eks',
    '```',
    '<!-- output of (exit 3): cnsctl synth | head -n 2 -->',
    '```text',
    'one',
    'two',
    '```',
  ].join('\n');
  expect(stepsOf(page)).toEqual([
    { kind: 'command', line: 'cnsctl init prod --service eks', at: 3 },
    { kind: 'output', of: 'cnsctl synth', exit: 3, filters: ['head -n 2'], text: 'one\ntwo', at: 7, lines: [7, 9] },
  ]);
});

it.each`
  filters                           | expected
  ${[]}                             | ${'a\nb\nc\nb'}
  ${['head -n 1']}                  | ${'a'}
  ${['tail -n 2']}                  | ${'c\nb'}
  ${['grep b']}                     | ${'b\nb'}
  ${["grep -A 1 'b'", 'head -n 2']} | ${'b\nc'}
`('$filters leaves $expected', ({ filters, expected }) => {
  expect(filtered('a\nb\nc\nb\n', filters)).toBe(expected);
});

it('refuses a filter that it does not know', () => {
  expect(() => filtered('a', ['sed 1d'])).toThrow('no such filter: sed 1d');
});

it.each`
  line                                          | expected
  ${'cnsctl synth'}                             | ${[['cnsctl', 'synth']]}
  ${"cnsctl query --selector 'a b'  # why"}     | ${[['cnsctl', 'query', '--selector', 'a b']]}
  ${'cnsctl recipe | cnsctl bundle --recipe -'} | ${[['cnsctl', 'recipe'], ['cnsctl', 'bundle', '--recipe', '-']]}
`('$line is $expected', ({ line, expected }) => {
  expect(wordsOf(line)).toEqual(expected);
});

it('refuses what only a shell can do', () => {
  expect(() => wordsOf('cnsctl synth > out')).toThrow('the examples use no > of the shell');
});
