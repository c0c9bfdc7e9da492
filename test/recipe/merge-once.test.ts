import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergeOnce } from '../../src/recipe/merge-once.ts';

it('gives what merging gives, and merges each way through the sources once', () => {
  const pool = Array.from({ length: 4 }, (_, id) => ({ id }));
  const calls = new Map<string, number>();
  const merge = (sources: readonly { id: number }[]): string => {
    const text = sources.map(({ id }) => id).join(',');
    calls.set(text, (calls.get(text) ?? 0) + 1);
    return text;
  };
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pool), { minLength: 1, maxLength: 5 }), (sources) => {
      expect(mergeOnce(sources, merge)).toBe(sources.map(({ id }) => id).join(','));
    }),
  );
  expect(Math.max(...calls.values())).toBe(1);
});
