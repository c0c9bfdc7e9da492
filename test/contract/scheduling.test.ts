import { expect, it } from 'vitest';
import { taint, tolerate, toleration } from '../../src/contract/scheduling.ts';

it.each([
  [
    { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' },
    { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
  ],
  [
    { key: 'a', value: '', effect: 'NoExecute' },
    { key: 'a', operator: 'Exists', effect: 'NoExecute' },
  ],
] as const)('%j is tolerated by %j', (given, expected) => {
  expect(tolerate(given)).toEqual(expected);
});

it.each([
  [{ operator: 'Exists' }, false],
  [{ key: '', operator: 'Exists' }, false],
  [{ key: 'a', operator: 'Is' }, false],
  [{ key: 'a', effect: 'Never' }, false],
  [{ key: 'a' }, true],
])('%j is a toleration: %s', (value, fits) => {
  expect(toleration.safeParse(value).success).toBe(fits);
});

it('a taint needs an effect', () => {
  expect(taint.safeParse({ key: 'a' }).success).toBe(false);
  expect(taint.parse({ key: 'a', effect: 'NoSchedule' })).toEqual({ key: 'a', value: '', effect: 'NoSchedule' });
});
