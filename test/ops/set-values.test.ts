import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { mergeSets, parseSet } from '../../src/ops/set-values.ts';
import { problemsOf } from './memory-io.ts';

const io = { parseYaml };

it.each<[string, unknown]>([
  ['a:b=true', { a: { b: true } }],
  ['a:b=text with blanks', { a: { b: 'text with blanks' } }],
  ['a:b=x=y', { a: { b: 'x=y' } }],
  ['a:b.c=3', { a: { b: { c: 3 } } }],
  ['a:b="3"', { a: { b: '3' } }],
  ['a:b=[1, two]', { a: { b: [1, 'two'] } }],
  ['a:b={c: 1}', { a: { b: { c: 1 } } }],
  ['a:b=null', { a: { b: null } }],
  ['a:b=', { a: { b: null } }],
  ['a:labels["nvidia.com/gpu"]=x', { a: { labels: { 'nvidia.com/gpu': 'x' } } }],
  ['a:b=580.126.20', { a: { b: '580.126.20' } }],
])('%s', (text, expected) => {
  expect(parseSet(io, [text])).toEqual(expected);
});

it('joins assignments of one component', () => {
  expect(parseSet(io, ['a:b.c=1', 'a:b.d=2', 'e:f=3'])).toEqual({ a: { b: { c: 1, d: 2 } }, e: { f: 3 } });
});

describe('refuses', () => {
  it.each([
    ['a.b=1', '"a.b=1" is not component:path=value'],
    ['a:b', '"a:b" is not component:path=value'],
    [':b=1', '":b=1" is not component:path=value'],
    ['a:b..c=1', '"a:b..c=1" is not component:path=value'],
    ['a:__proto__.x=1', 'goes through the keys of maps'],
    ['__proto__:x=1', 'goes through the keys of maps'],
    ['a:b[0]=1', 'set a list as a whole'],
    ['a:b=[1', '"a:b=[1": '],
    ['a:b=*x', 'alias'],
  ])('%s', async (text, message) => {
    const problems = await problemsOf(() => parseSet(io, [text]));
    expect(problems.map((p) => [p.source?.file, p.message])).toEqual([['--set', expect.stringContaining(message)]]);
  });

  it('two that decide one path, and tells all at once', async () => {
    const problems = await problemsOf(() => parseSet(io, ['a:b=1', 'a:b.c=2', 'a:b=3', 'bad']));
    expect(problems.map((p) => p.message)).toEqual([
      '"a:b.c=2" sets a path that another --set decides',
      '"a:b=3" sets a path that another --set decides',
      '"bad" is not component:path=value',
    ]);
  });
});

it('never touches a prototype, whatever it is given', () => {
  const part = fc.constantFrom('a', 'b', '__proto__', 'constructor', 'prototype', 'toString');
  fc.assert(
    fc.property(fc.array(fc.tuple(part, part, part), { maxLength: 4 }), (all) => {
      try {
        parseSet(
          io,
          all.map(([a, b, c]) => `${a}:${b}.${c}=1`),
        );
      } catch {
        // refused is as good as harmless
      }
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(({} as Record<string, unknown>).a).toBe(undefined);
    }),
  );
});

it('later assignments win over those of a printed recipe, and leave the rest', () => {
  expect(mergeSets({ a: { b: { c: 1, d: 2 } }, e: null }, { a: { b: { c: 9 } } })).toEqual({
    a: { b: { c: 9, d: 2 } },
    e: null,
  });
});
