import fc from 'fast-check';
import { expect, it } from 'vitest';
import { azureTags, tagClashes } from '../../../src/pools/aks/tags.ts';

it('writes a slash as a dot, since a tag has none', () => {
  expect(azureTags({ team: 'ml', 'cns.dev/cluster': 'a' })).toEqual({ team: 'ml', 'cns.dev.cluster': 'a' });
});

it('loses no label without saying so', () => {
  const key = fc.stringMatching(/^[a-zA-Z0-9]{1,3}([./][a-zA-Z0-9]{1,3})?$/);
  fc.assert(
    fc.property(fc.dictionary(key, fc.constant('x')), (labels) => {
      const tags = Object.keys(azureTags(labels));
      expect(tags.every((tag) => /^[^<>%&\\?/]*$/.test(tag))).toBe(true);
      if (tagClashes(labels).length === 0)
        expect(new Set(tags.map((tag) => tag.toLowerCase())).size).toBe(Object.keys(labels).length);
    }),
  );
});

it('names both labels that would be one tag, in whatever case', () => {
  expect(tagClashes({ 'a/B': '1', 'A.b': '2', c: '3' })).toEqual([['a/B', 'A.b']]);
});
