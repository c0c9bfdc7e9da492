import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Criteria,
  criteria,
  DIMENSIONS,
  formatCriteria,
  matches,
  sizeOf,
  strictlyContains,
} from '../../src/recipe/criteria.ts';

const any = fc.record(
  { service: fc.constantFrom('eks', 'gke'), accelerator: fc.constantFrom('l4', 'l40s'), os: fc.constant('ubuntu') },
  { requiredKeys: [] },
);

describe('laws', () => {
  it('a layer of the same or a wider match applies wherever its containing one does', () => {
    fc.assert(
      fc.property(any, any, any, (wide, narrow, query) => {
        if (strictlyContains(wide, narrow) && matches(wide, query)) expect(matches(narrow, query)).toBe(true);
      }),
    );
  });
  it('strict containment is an order', () => {
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        expect(strictlyContains(a, a)).toBe(false);
        expect(strictlyContains(a, b) && strictlyContains(b, a)).toBe(false);
        if (strictlyContains(a, b) && strictlyContains(b, c)) expect(strictlyContains(a, c)).toBe(true);
      }),
    );
  });
  it('two matches are written alike exactly when they are alike', () => {
    fc.assert(
      fc.property(any, any, (a, b) => {
        const alike = DIMENSIONS.every((d) => (a as Criteria)[d] === (b as Criteria)[d]);
        expect(formatCriteria(a) === formatCriteria(b)).toBe(alike);
      }),
    );
  });
});

it('l4 is not l40s', () => {
  expect(matches({ accelerator: 'l4' }, { accelerator: 'l40s' })).toBe(false);
});

it('formats in one order, whatever order it was written in', () => {
  expect(formatCriteria({ os: 'ubuntu', service: 'eks' })).toBe('{service: eks, os: ubuntu}');
  expect(formatCriteria({})).toBe('{}');
  expect(sizeOf({ os: 'ubuntu', service: 'eks' })).toBe(2);
});

it.each([
  [{}, true],
  [{ service: 'self-managed' }, true],
  [{ service: 'EKS' }, false],
  [{ service: '../eks' }, false],
  [{ service: '' }, false],
  [{ kubernetes: '1.34' }, false],
])('%j is a match: %s', (value, fits) => {
  expect(criteria.safeParse(value).success).toBe(fits);
});
