import { expect, it } from 'vitest';
import { remembered } from '../src/remembered.ts';

it('computes once an object, also where the answer is nothing', () => {
  let calls = 0;
  const answer = remembered((_: object): undefined => {
    calls++;
  });
  const [a, b] = [{}, {}];
  for (const key of [a, a, b, a]) answer(key);
  expect(calls).toBe(2);
});
