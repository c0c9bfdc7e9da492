import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asItCame, withoutTimes } from '../../../src/snapshot/k8s/without-times.ts';

it.each`
  status                                                                      | left
  ${{ state: 'ready', observedGeneration: 3, uid: 'u' }}                      | ${{ state: 'ready' }}
  ${{ conditions: [{ type: 'A', lastTransitionTime: 'x', reason: 'r' }] }}    | ${{ conditions: [{ type: 'A', reason: 'r' }] }}
  ${{ started: '2026-03-01T10:00:00Z', at: '2026-03-01T10:00:00.123+01:00' }} | ${{}}
  ${{ day: '2026-03-01', note: 'since 2026-03-01T10:00:00Z' }}                | ${{ day: '2026-03-01', note: 'since 2026-03-01T10:00:00Z' }}
  ${{ a: [{ b: { heartbeatTime: 1 } }, 'x', null, 1] }}                       | ${{ a: [{ b: {} }, 'x', null, 1] }}
`('of $status stays $left', ({ status, left }) => {
  expect(withoutTimes(status)).toEqual(left);
});

it('is the same a second time, changes nothing that it was given, and leaves what it does not know', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const before = JSON.stringify(value);
      const once = withoutTimes(value);
      expect(withoutTimes(once)).toEqual(once);
      expect(JSON.stringify(value)).toBe(before);
    }),
    { numRuns: 200 },
  );
});

it('keys that reach a prototype do not come along', () => {
  const evil = JSON.parse('{"__proto__": {"polluted": 1}, "a": {"__proto__": 1}}');
  for (const clean of [withoutTimes(evil), asItCame(evil)]) {
    expect(JSON.stringify(clean)).toBe('{"a":{}}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  }
});
