import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answer, type Facts, unknownParts } from '../../src/recipe/guard.ts';
import { type When, when } from '../../src/recipe/inputs.ts';

describe('three values', () => {
  it.each<[When, Facts, string]>([
    [{}, {}, 'yes'],
    [{ architecture: 'arm64' }, { architecture: 'arm64' }, 'yes'],
    [{ architecture: 'arm64' }, { architecture: 'amd64' }, 'no'],
    [{ architecture: 'arm64' }, {}, 'unknown'],
    [{ pageSizeKiB: [4, 64] }, { pageSizeKiB: 64 }, 'yes'],
    [{ pageSizeKiB: 64 }, { pageSizeKiB: 4 }, 'no'],
    [{ kernel: '>= 6.11' }, { kernel: '6.14.0-1018-aws-64k' }, 'yes'],
    [{ kernel: '< 6.11' }, { kernel: '6.14' }, 'no'],
    [{ kernel: '>= 6.11' }, {}, 'unknown'],
    [{ osVersion: '>= 24.04' }, { osVersion: 'noble' }, 'unknown'],
    [{ kernel: '>= 6.11', architecture: 'arm64' }, { architecture: 'amd64' }, 'no'],
    [{ kernel: '>= 6.11', architecture: 'arm64' }, { architecture: 'arm64' }, 'unknown'],
    [{ driver: '580' }, { driver: '580.159.03' }, 'yes'],
    [{ service: ['eks', 'gke'] }, { service: 'ek' }, 'no'],
    [{ os: 'ubuntu' }, { os: 'ubuntu' }, 'yes'],
  ])('%j with %j: %s', (condition, facts, expected) => {
    expect(answer(condition, facts)).toBe(expected);
  });
});

describe('laws', () => {
  const keys = fc.constantFrom('architecture', 'machine', 'fabric', 'region');
  const value = fc.constantFrom('a', 'b');
  const map = fc.dictionary(keys, value) as fc.Arbitrary<Record<string, string>>;

  it('one false part is enough, and knowing more never turns a yes or no round', () => {
    fc.assert(
      fc.property(map, map, map, (condition, facts, more) => {
        const first = answer(condition as When, facts);
        const second = answer(condition as When, { ...more, ...facts });
        if (first !== 'unknown') expect(second).toBe(first);
        const parts = Object.entries(condition).map(([k, v]) => answer({ [k]: v } as When, facts));
        expect(first).toBe(parts.includes('no') ? 'no' : parts.includes('unknown') ? 'unknown' : 'yes');
      }),
    );
  });

  it('what is unknown is named', () => {
    fc.assert(
      fc.property(map, map, (condition, facts) => {
        if (answer(condition as When, facts) === 'unknown')
          expect(unknownParts(condition as When, facts).length).toBeGreaterThan(0);
      }),
    );
    expect(unknownParts({ osVersion: '>= 24.04', kernel: '>= 6' }, { osVersion: 'noble', kernel: '6.1' })).toEqual([
      'osVersion',
    ]);
  });
});

it.each([
  [{ kernel: 'new' }, false],
  [{ kernel: '>= 6 < 5' }, false],
  [{ architecture: 'x86' }, false],
  [{ pageSizeKiB: 16 }, false],
  [{ region: [] }, false],
  [{ nodes: 3 }, false],
])('%j is a condition: %s', (value, fits) => {
  expect(when.safeParse(value).success).toBe(fits);
});
