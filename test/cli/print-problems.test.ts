import { expect, it } from 'vitest';
import { printProblems } from '../../src/cli/print-problems.ts';
import { formatProblem, type Problem } from '../../src/errors.ts';

const problem: Problem = {
  code: 'USAGE',
  message: 'm',
  hint: 'h',
  path: 'a.b',
  source: { file: 'f.yaml', line: 2, column: 3 },
};
const flag: Problem = { ...problem, source: { file: '--set', line: 1, column: 1 } };
const plain = { json: false, colours: false };

it.each([
  ['a file has its line', [problem], plain, `${formatProblem(problem)}\n`],
  ['a flag has none', [flag], plain, '--set: USAGE at a.b\n  m\n  hint: h\n'],
  [
    'colours change no word',
    [problem],
    { json: false, colours: true },
    'f.yaml:2:3: \x1b[31mUSAGE\x1b[0m at a.b\n  m\n  \x1b[36mhint:\x1b[0m h\n',
  ],
])('%s', (_, problems, options, expected) => {
  expect(printProblems(problems, options)).toBe(expected);
});

it('is data as JSON, without colours', () => {
  expect(JSON.parse(printProblems([problem, flag], { json: true, colours: true }))).toEqual({
    problems: [problem, { ...flag, source: { flag: '--set' } }],
  });
});
