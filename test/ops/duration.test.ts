import { expect, it } from 'vitest';
import { parseDuration } from '../../src/ops/duration.ts';
import { problemsOf } from '../problems-of.ts';

it.each([
  ['500ms', 500],
  ['30s', 30_000],
  ['5m', 300_000],
  ['24h', 86_400_000],
])('%s is %i ms', (text, ms) => {
  expect(parseDuration(text, '--cache-ttl')).toBe(ms);
});

it.each(['', '5', '0s', '-1s', '1.5h', '5 m', '5M', '25h', '1d', '99999999s', '5m\n'])('refuses %j', (text) => {
  expect(problemsOf(() => parseDuration(text, '--cache-ttl'))).toMatchObject([
    { code: 'USAGE', source: { file: '--cache-ttl' } },
  ]);
});
