import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matcher } from '../../src/diff/matcher.ts';
import { ownPattern, type Pattern } from '../../src/diff/pattern.ts';
import { type Path, parsePath } from '../../src/path.ts';

const compiled = (patterns: readonly string[]) =>
  matcher(patterns.map((text) => ({ pattern: ownPattern(text), value: text })));

const at = (patterns: readonly string[], path: string) =>
  (parsePath(path) ?? []).reduce((state, key) => state.step(key), compiled(patterns));

it.each([
  [
    'a.b',
    ['a.b', 'a.*', '*.b', '**', '**.b', 'a.**', 'a.b.**', 'a', 'b', 'a.b.c'],
    ['a.b', 'a.*', '*.b', '**', '**.b', 'a.**', 'a.b.**'],
  ],
  ['a[0]', ['a[0]', 'a.0', 'a[1]', 'a[*]'], ['a[0]', 'a[*]']],
  ['a.x.y.b', ['a.**.b', 'a.*.b', 'a.**.**.b', '**.y.*'], ['a.**.b', 'a.**.**.b', '**.y.*']],
  ['a["*"]', ['a["*"]', 'a["x"]'], ['a["*"]']],
])('%s is met by what names it, in the order of the rules', (path, patterns, expected) => {
  expect(at(patterns, path).matched).toEqual(expected);
});

it.each([
  ['a', ['a.b'], true],
  ['x', ['a.b'], false],
  ['a.b', ['a.b'], false],
  ['x.y', ['**.b'], true],
])('at %s, of %j something may come below: %s', (path, patterns, alive) => {
  expect(at(patterns, path).alive).toBe(alive);
});

it('knows where a pattern names an index', () => {
  expect([at(['l[0].x'], 'l').byIndex, at(['l[*].x'], 'l').byIndex, at(['l[0]'], 'm').byIndex]).toEqual([
    true,
    false,
    false,
  ]);
});

/** What patterns mean, without a machine. */
function meets(pattern: Pattern, path: Path): boolean {
  const [step, ...rest] = pattern;
  if (step === undefined) return path.length === 0;
  if (step.kind === 'deep') return meets(rest, path) || (path.length > 0 && meets(pattern, path.slice(1)));
  return path.length > 0 && (step.kind === 'any' || step.key === path[0]) && meets(rest, path.slice(1));
}

it('means what patterns mean, for any patterns and paths', () => {
  const step = fc.constantFrom('a', 'b', '*', '**', '[0]');
  const pattern = fc
    .array(step, { minLength: 1, maxLength: 5 })
    .map((steps) => steps.reduce((text, one) => (one === '[0]' || text === '' ? text + one : `${text}.${one}`), ''));
  const path = fc.array(fc.constantFrom('a', 'b', 'c', 0, 1), { maxLength: 6 });
  fc.assert(
    fc.property(fc.array(pattern, { maxLength: 4 }), path, (patterns, keys) => {
      const state = keys.reduce((now, key) => now.step(key), compiled(patterns));
      expect(state.matched).toEqual(patterns.filter((text) => meets(ownPattern(text), keys)));
    }),
    { numRuns: 300 },
  );
});
