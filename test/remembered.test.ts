import { expect, it } from 'vitest';
import { boundedMap, remembered } from '../src/remembered.ts';

it('computes once an object, also where the answer is nothing', () => {
  let calls = 0;
  const answer = remembered((_: object): undefined => {
    calls++;
  });
  const [a, b] = [{}, {}];
  for (const key of [a, a, b, a]) answer(key);
  expect(calls).toBe(2);
});

it('a bounded map forgets everything before it would hold more, and nothing when a key comes again', () => {
  const map = boundedMap<number>(2);
  map.set('a', 1);
  map.set('b', 2);
  map.set('a', 3);
  expect([map.get('a'), map.get('b')]).toEqual([3, 2]);
  map.set('c', 4);
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([undefined, undefined, 4]);
});
