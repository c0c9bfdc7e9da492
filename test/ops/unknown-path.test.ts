import { expect, it } from 'vitest';
import { nearPaths, unknownPath } from '../../src/ops/unknown-path.ts';

const known = ['components.a.driver.version', 'components.a.driver.rdma', 'components.b.x', 'inputs.kubernetes'];

it.each([
  ['components.a.driver.versoin', ['components.a.driver.version']],
  ['components.a.driver.qqqqqqqq', ['components.a.driver.rdma', 'components.a.driver.version']],
  ['kubernetes', ['inputs.kubernetes']],
  ['component', ['components', 'components.a', 'components.b']],
  ['zzzzzzzz', []],
])('%s → %j', (asked, expected) => {
  expect(nearPaths(asked, known)).toEqual(expected);
});

it('tells where paths begin when nothing is near', () => {
  expect(unknownPath('zzzzzzzz', known).problems[0]?.hint).toMatch(/^paths begin with components/);
});
