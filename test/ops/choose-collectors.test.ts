import { expect, it } from 'vitest';
import { chooseCollectors } from '../../src/ops/choose-collectors.ts';
import { problemsOf } from '../problems-of.ts';

const known = ['k8s', 'gpu', 'os'];

it.each`
  filter           | exclude      | chosen
  ${undefined}     | ${undefined} | ${['k8s', 'gpu', 'os']}
  ${['os', 'gpu']} | ${undefined} | ${['gpu', 'os']}
  ${undefined}     | ${['k8s']}   | ${['gpu', 'os']}
  ${['os', 'gpu']} | ${['gpu']}   | ${['os']}
`('--filter $filter --exclude $exclude runs $chosen', ({ filter, exclude, chosen }) => {
  expect([...chooseCollectors(known, { filter, exclude })]).toEqual(chosen);
});

it('refuses every unknown name, and says which are meant', () => {
  expect(problemsOf(() => chooseCollectors(known, { filter: ['gpus', 'os'], exclude: ['cloudy'] }))).toMatchObject([
    {
      code: 'USAGE',
      source: { file: '--filter' },
      message: expect.stringContaining('"gpus"; there are k8s, gpu, os'),
      hint: 'did you mean gpu?',
    },
    { code: 'USAGE', source: { file: '--exclude' }, message: expect.stringContaining('"cloudy"') },
  ]);
});

it.each([[{ filter: ['os'], exclude: ['os'] }], [{ exclude: known }], [{ filter: [] }]])(
  'refuses %j: nothing is left',
  (choice) => {
    expect(problemsOf(() => chooseCollectors(known, choice))).toMatchObject([
      { message: expect.stringContaining('no collector is left') },
    ]);
  },
);
