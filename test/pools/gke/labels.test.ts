import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gcpLabels } from '../../../src/pools/gke/labels.ts';

it.each`
  labels                             | made                             | refused
  ${{}}                              | ${{}}                            | ${[]}
  ${{ team: 'ml' }}                  | ${{ team: 'ml' }}                | ${[]}
  ${{ 'example.com/Team': 'A.B/c' }} | ${{ example_com_team: 'a_b_c' }} | ${[]}
  ${{ '1st': 'x' }}                  | ${{}}                            | ${['1st']}
  ${{ 'a.b': 'x', 'a/b': 'y' }}      | ${{ a_b: 'x' }}                  | ${['a/b']}
  ${{ a: 'x'.repeat(64) }}           | ${{}}                            | ${['a']}
`('$labels become $made', ({ labels, made, refused }) => {
  const result = gcpLabels(labels);
  expect(result.labels).toEqual(made);
  expect(Object.keys(result.refused)).toEqual(refused);
});

it('gives Google Cloud only what it takes, and drops nothing in silence', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string()), (labels) => {
      const made = gcpLabels(labels);
      for (const [key, value] of Object.entries(made.labels)) {
        expect(key).toMatch(/^[a-z][a-z0-9_-]{0,62}$/);
        expect(value).toMatch(/^[a-z0-9_-]{0,63}$/);
      }
      expect(Object.keys(made.labels).length + Object.keys(made.refused).length).toBe(Object.keys(labels).length);
    }),
  );
});
