import { expect, it } from 'vitest';
import { mergeOnce } from '../../src/recipe/merge-once.ts';

it('the same sources in the same order are merged once', () => {
  let calls = 0;
  const merge = (sources: readonly { id: string }[]) => {
    calls++;
    return sources.map((s) => s.id).join();
  };
  const [a, b] = [{ id: 'a' }, { id: 'b' }];
  expect([mergeOnce([a, b], merge), mergeOnce([a, b], merge)]).toEqual(['a,b', 'a,b']);
  expect(calls).toBe(1);
  expect([
    mergeOnce([b, a], merge),
    mergeOnce([a], merge),
    mergeOnce([a, b, { id: 'b' }], merge),
    mergeOnce([a, { id: 'b' }], merge),
  ]).toEqual(['b,a', 'a', 'a,b,b', 'a,b']);
  expect(calls).toBe(5);
});

it('a merge of nothing that gives nothing is remembered too', () => {
  let calls = 0;
  const source = { id: 'x' };
  const nothing = () => {
    calls++;
    return undefined;
  };
  expect([mergeOnce([source], nothing), mergeOnce([source], nothing), calls]).toEqual([undefined, undefined, 1]);
});
