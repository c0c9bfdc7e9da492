import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { said } from './said.ts';

describe('sysctl', () => {
  it.each`
    comparison   | value                     | found                       | expected
    ${'equals'}  | ${'1'}                    | ${'1'}                      | ${'met 1'}
    ${'equals'}  | ${'1'}                    | ${'60'}                     | ${'not-met 60'}
    ${'equals'}  | ${'4096 87380 268435456'} | ${'4096\t87380  268435456'} | ${'met 4096 87380 268435456'}
    ${'equals'}  | ${'4096 87380 268435456'} | ${'4096 87380 6291456'}     | ${'not-met 4096 87380 6291456'}
    ${'equals'}  | ${'bbr'}                  | ${'cubic'}                  | ${'not-met cubic'}
    ${'equals'}  | ${'1'}                    | ${''}                       | ${'not-met (empty)'}
    ${'atLeast'} | ${'262144'}               | ${'1048576'}                | ${'met 1048576'}
    ${'atLeast'} | ${'262144'}               | ${'65530'}                  | ${'not-met 65530'}
    ${'atLeast'} | ${'9'}                    | ${'18446744073709551615'}   | ${'met 18446744073709551615'}
    ${'atLeast'} | ${'9007199254740993'}     | ${'9007199254740992'}       | ${'not-met 9007199254740992'}
    ${'atLeast'} | ${'1 2 3'}                | ${'1 2 4'}                  | ${'met 1 2 4'}
    ${'atLeast'} | ${'1 2 3'}                | ${'9 9 2'}                  | ${'not-met 9 9 2'}
    ${'atLeast'} | ${'1 2 3'}                | ${'9'}                      | ${'not-met 9'}
    ${'atLeast'} | ${'1'}                    | ${'many'}                   | ${'unknown many is no number'}
    ${'atLeast'} | ${'1'}                    | ${''}                       | ${'unknown (empty) is no number'}
    ${'atMost'}  | ${'10'}                   | ${'9'}                      | ${'met 9'}
    ${'atMost'}  | ${'10'}                   | ${'11'}                     | ${'not-met 11'}
    ${'atMost'}  | ${undefined}              | ${'11'}                     | ${'unknown the recipe names no value to compare with'}
  `('$comparison $value, found $found: $expected', ({ comparison, value, found, expected }) => {
    const parts = { os: { sysctl: { 'vm.x': found } } };
    expect(said({ kind: 'sysctl', name: 'vm.x', comparison, value }, parts)).toBe(expected);
  });

  it.each(['vm.other', '__proto__', 'constructor', 'toString'])(
    '%s, which the snapshot does not hold, is unknown',
    (name) => {
      expect(said({ kind: 'sysctl', name, value: '1' }, { os: { sysctl: {} } })).toMatch(
        /^unknown .*does not hold this key$/,
      );
    },
  );

  it('texts of any kind are judged, never thrown at', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.constantFrom('equals', 'atLeast', 'atMost', 'present', 'absent'),
        (value, found, comparison) => {
          const outcome = said(
            { kind: 'sysctl', name: 'a', value, comparison: comparison as 'equals' },
            { os: { sysctl: { a: found } } },
          );
          expect(outcome).toMatch(/^(met|not-met|unknown) /);
          if (comparison === 'equals' && value.trim() !== found.trim() && !/\d/.test(value))
            expect(outcome.startsWith('met')).toBe(
              value.trim().split(/\s+/).join(' ') === found.trim().split(/\s+/).join(' '),
            );
        },
      ),
      { numRuns: 200 },
    );
  });
});
