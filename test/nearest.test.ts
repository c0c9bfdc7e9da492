import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../src/nearest.ts';

describe('nearest', () => {
  it.each([
    ['gpu-operatr', ['gpu-operator', 'network-operator'], ['gpu-operator']],
    ['EKS', ['eks', 'gke', 'aks'], ['eks', 'aks', 'gke']],
    ['h10', ['h100', 'h200', 'a100', 'l40s'], ['h100', 'a100', 'h200']],
    ['nothing-like-it', ['eks'], []],
    ['x', [], []],
    ['same', ['same', 'same'], ['same']],
  ])('%s of %j is %j', (word, candidates, expected) => {
    expect(nearest(word, candidates)).toEqual(expected);
  });

  const word = fc.stringMatching(/^[a-z][a-z0-9-]{3,20}$/);
  const typo = fc.record({
    kind: fc.constantFrom('drop', 'double', 'replace', 'swap'),
    at: fc.nat(),
    by: fc.constantFrom('q', '_'),
  });

  it('finds the word that is one slip of the finger away', () => {
    fc.assert(
      fc.property(word, typo, (right, { kind, at, by }) => {
        const i = at % (right.length - 1);
        const wrong = {
          drop: right.slice(0, i) + right.slice(i + 1),
          double: right.slice(0, i + 1) + right.slice(i),
          replace: right.slice(0, i) + by + right.slice(i + 1),
          swap: right.slice(0, i) + right.slice(i + 1, i + 2) + right.slice(i, i + 1) + right.slice(i + 2),
        }[kind];
        expect(nearest(wrong ?? '', [right, `unrelated-${'z'.repeat(40)}`])).toEqual([right]);
      }),
    );
  });

  it('does not depend on the order of the candidates, and offers three at most', () => {
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 20 }), (wrong, candidates) => {
        const found = nearest(wrong, candidates);
        expect(nearest(wrong, candidates.toReversed())).toEqual(found);
        expect(found.length).toBeLessThanOrEqual(3);
      }),
    );
  });
});

describe('didYouMean', () => {
  it('asks', () => {
    expect(didYouMean('ekss', ['eks', 'aks'])).toBe('did you mean eks, aks?');
  });
  it('is silent when nothing is near', () => {
    expect(didYouMean('kubernetes', ['eks'])).toBeUndefined();
  });
});
