import { expect, it } from 'vitest';
import { type Explanation, explainText } from '../../src/report/explain.ts';

const place = (file: string, line: number) => ({ file, line, column: 3 });
const base: Explanation = {
  path: 'a.b',
  value: 1,
  kind: 'layer',
  by: 'l.yaml',
  source: place('l.yaml', 4),
  overrode: [],
  from: [],
};

it.each<[string, Partial<Explanation>, string]>([
  ['a layer', {}, 'a.b = 1\n  set by    l.yaml:4:3\n'],
  [
    'a reason',
    { why: 'Because.', reference: 'https://x' },
    'a.b = 1\n  set by    l.yaml:4:3\n  why       Because.\n  source    https://x\n',
  ],
  [
    'what it overrode',
    { overrode: [{ layer: 'm.yaml', source: place('m.yaml', 9), value: [2] }] },
    'a.b = 1\n  set by    l.yaml:4:3\n  overrode  [2] of m.yaml:9:3\n',
  ],
  [
    'a flag, which has no line',
    { kind: 'flag', by: '--set', source: place('--set', 1) },
    'a.b = 1\n  set by    --set\n',
  ],
  [
    'a default',
    { kind: 'default', by: 'the props of x', source: undefined },
    'a.b = 1\n  default   of the props of x; no layer sets it\n',
  ],
  ['what was taken out', { value: null }, 'a.b = nothing (taken out)\n  set by    l.yaml:4:3\n'],
  [
    'a fixed value',
    { kind: 'fixed', by: 'the construct of x' },
    'a.b = 1\n  fixed     by the construct of x: no prop changes it\n',
  ],
  [
    'text of several lines as it stands, without its last line feed',
    { value: 'x\ny\n' },
    'a.b = x\ny\n  set by    l.yaml:4:3\n',
  ],
  [
    'a computed value with its origin',
    { kind: 'computed', by: 'the construct of x', from: [{ ...base, path: 'c' }] },
    'a.b = 1\n  computed  by the construct of x from what follows\n    c = 1\n      set by    l.yaml:4:3\n',
  ],
  [
    'what nobody set',
    { kind: 'default', by: 'the props of x', value: undefined, source: undefined },
    'a.b is not set\n  default   of the props of x; no layer sets it\n',
  ],
  [
    'a computed value whose props nobody set',
    { kind: 'computed', by: 'the construct of x' },
    'a.b = 1\n  computed  by the construct of x from props that nothing sets\n',
  ],
])('tells %s', (_, change, expected) => {
  expect(explainText([{ ...base, ...change }])).toBe(expected);
});
