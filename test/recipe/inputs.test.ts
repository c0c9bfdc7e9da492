import { expect, it } from 'vitest';
import { inputs } from '../../src/recipe/inputs.ts';

it.each([
  [{}, true],
  [{ kubernetes: '1.34.2', kernel: '6.14.0-1018-aws-64k', pageSizeKiB: 64 }, true],
  [{ kubernetes: 'latest' }, false],
  [{ kubernetes: '' }, false],
  [{ pageSizeKiB: '64' }, false],
  [{ partition: 'aws-eu' }, false],
  [{ capacity: 'free' }, false],
  [{ nodes: 3 }, false],
])('%j fits: %s', (value, fits) => {
  expect(inputs.safeParse(value).success).toBe(fits);
});

it('has no defaults: what is not given is unknown', () => {
  expect(inputs.parse({})).toEqual({});
});
