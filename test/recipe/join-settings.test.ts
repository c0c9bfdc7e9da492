import { describe, expect, it } from 'vitest';
import { formatProblem, type Problem } from '../../src/errors.ts';
import type { Facts } from '../../src/recipe/guard.ts';
import { joinSettings, namedTwice } from '../../src/recipe/join-settings.ts';
import { catalogOf, layersOf, settingText } from './catalog.ts';

const sysctl = (comparison: string, value: string, more = '') =>
  settingText(`kind: sysctl, name: vm.x, comparison: ${comparison}, value: "${value}"${more}`);
const file = (match: string, said: string) => `match: ${match}\ntuning: { gpu: { settings: { x: ${said} } } }`;
const join = (
  eks: string,
  h100: string,
  { facts = {}, more = {} }: { facts?: Facts; more?: Record<string, string> } = {},
) => {
  const problems: Problem[] = [];
  const layers = layersOf({
    'eks.yaml': file('{ service: eks }', eks),
    'h100.yaml': file('{ accelerator: h100 }', h100),
    ...more,
  });
  const input = { catalog: catalogOf({}), layers, pool: 'gpu', facts: { intent: 'training', ...facts }, accepted: [] };
  const chosen = joinSettings(input, problems);
  const turned = joinSettings({ ...input, layers: layers.toReversed() }, []);
  expect(turned).toEqual(chosen);
  return [chosen.map((c) => `${c.layer} ${c.setting.value}${c.setting.optIn ? ' optIn' : ''}`).join(), problems.length];
};
const guarded = (value: string, guard: string) => sysctl('atLeast', value, `, when: { ${guard} }`);

describe('of layers that do not override each other', () => {
  it.each([
    ['atLeast: the higher', sysctl('atLeast', '5'), sysctl('atLeast', '10'), 'h100.yaml 10', 0],
    ['atLeast compares numbers, not texts', sysctl('atLeast', '9'), sysctl('atLeast', '10'), 'h100.yaml 10', 0],
    ['atMost: the lower', sysctl('atMost', '5'), sysctl('atMost', '10'), 'eks.yaml 5', 0],
    ['equals and equal', sysctl('equals', '1'), sysctl('equals', '1'), 'eks.yaml 1', 0],
    ['equals and not', sysctl('equals', '1'), sysctl('equals', '2'), 'eks.yaml 1', 1],
    ['limits that are no numbers', sysctl('atLeast', '1 2 3'), sysctl('atLeast', '1 2 4'), 'eks.yaml 1 2 3', 1],
    ['two comparisons', sysctl('atLeast', '1'), sysctl('equals', '1'), 'eks.yaml 1', 1],
    ['a value and null', sysctl('equals', '1'), 'null', 'eks.yaml 1', 1],
    ['null and null', 'null', 'null', '', 0],
    [
      'one sees isolation weakened: that is enough to ask',
      sysctl('equals', '1'),
      sysctl('equals', '1', ', optIn: true'),
      'eks.yaml 1 optIn',
      0,
    ],
    [
      'a guard that says no does not take part',
      guarded('99', 'fabric: efa'),
      sysctl('atLeast', '10'),
      'h100.yaml 10',
      0,
    ],
    [
      'nor does it contradict',
      sysctl('equals', '1', ', when: { fabric: efa }'),
      sysctl('equals', '2'),
      'h100.yaml 2',
      0,
    ],
    [
      'nor does another intent',
      sysctl('equals', '1', ', intents: [inference]'),
      sysctl('equals', '2'),
      'h100.yaml 2',
      0,
    ],
    [
      'undecided and lower: what holds already is enough',
      guarded('5', 'kernel: ">= 6"'),
      sysctl('atLeast', '10'),
      'h100.yaml 10',
      0,
    ],
    [
      'undecided and higher: nobody can tell',
      guarded('50', 'kernel: ">= 6"'),
      sysctl('atLeast', '10'),
      'eks.yaml 50',
      1,
    ],
    ['undecided both, one guard', guarded('50', 'kernel: ">= 6"'), guarded('10', 'kernel: ">= 6"'), 'eks.yaml 50', 0],
    ['undecided both, two guards', guarded('50', 'kernel: ">= 6"'), guarded('10', 'kernel: "< 6"'), 'eks.yaml 50', 1],
    ['all elsewhere: the first is told', guarded('50', 'fabric: efa'), guarded('10', 'fabric: efa'), 'eks.yaml 50', 0],
  ])('%s', (_, eks, h100, expected, count) => {
    expect(join(eks, h100, { facts: { fabric: 'none' } })).toEqual([expected, count]);
  });
});

it('a layer over both decides, also with a lower limit', () => {
  const more = { 'both.yaml': file('{ service: eks, accelerator: h100 }', sysctl('atLeast', '1')) };
  expect(join(sysctl('atLeast', '5'), sysctl('atLeast', '10'), { more })).toEqual(['both.yaml 1', 0]);
  expect(
    join(sysctl('equals', '5'), sysctl('equals', '10'), {
      more: { 'both.yaml': file('{ service: eks, accelerator: h100 }', 'null') },
    }),
  ).toEqual(['', 0]);
});

it('a conflict names both places and the guards', () => {
  const problems: Problem[] = [];
  const layers = layersOf({
    'eks.yaml': file('{ service: eks }', sysctl('equals', '1')),
    'h100.yaml': file('{ accelerator: h100 }', sysctl('equals', '2', ', when: { os: ubuntu }')),
  });
  joinSettings(
    { catalog: catalogOf({}), layers, pool: 'gpu', facts: { intent: 'training', os: 'ubuntu' }, accepted: [] },
    problems,
  );
  expect(problems.map(formatProblem)).toEqual([
    'h100.yaml:5:30: RECIPE_CONFLICT at tuning.gpu.settings.x\n  this file says vm.x equals 2 where {"os":"ubuntu"}, eks.yaml:5:30 says vm.x equals 1, and neither overrides the other\n  hint: write a layer that contains both matches with the value that is right for the pair',
  ]);
});

it('two ids for one setting that ask differently are a conflict', () => {
  const layers = layersOf({
    'a.yaml': `match: {}\ntuning: { gpu: { settings: { one: ${sysctl('equals', '1')}, two: ${sysctl('equals', '2')} } } }`,
  });
  const chosen = joinSettings(
    { catalog: catalogOf({}), layers, pool: 'gpu', facts: { intent: 'training' }, accepted: [] },
    [],
  );
  const stated = chosen.map((c) => ({ ...c, state: 'applies' }));
  expect(namedTwice(stated, 'gpu').map(formatProblem)).toEqual([
    'RECIPE_CONFLICT at tuning.gpu.settings.two\n  a.yaml says vm.x equals 2, and a.yaml says vm.x equals 1 under the id one\n  hint: use one id for one setting, or guards that exclude each other',
  ]);
  expect(
    namedTwice(
      stated.map((s) => ({ ...s, state: 'undecided' })),
      'gpu',
    ),
  ).toEqual([]);
});
