import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { keysAt, parse } from '../src/parse.ts';
import type { Path } from '../src/path.ts';
import { textsOf } from './problems-of.ts';

const schema = z.strictObject({
  name: z.string().regex(/^[a-z]+$/, 'lower-case letters'),
  size: z.union([z.literal(4), z.literal(64)]).default(4),
  owner: z.enum(['operator', 'image']).optional(),
  pools: z
    .record(z.string(), z.strictObject({ count: z.int().min(1), tags: z.array(z.string()).default([]) }))
    .default({}),
  kinds: z.partialRecord(z.enum(['sysctl', 'module']), z.string()).default({}),
  amount: z.union([z.strictObject({ percent: z.int() }), z.strictObject({ count: z.int() })]).optional(),
});

const context = {
  code: 'DOCUMENT_INVALID',
  locate: (path: Path) => ({ file: 'f', line: path.length, column: 1 }),
} as const;

it('gives back what fits, with defaults', () => {
  expect(parse(schema, { name: 'a' }, context)).toEqual({ name: 'a', size: 4, pools: {}, kinds: {} });
});

describe('every mistake at once, each with place, value, what is allowed and a hint', () => {
  it.each([
    [
      'unknown key',
      { name: 'a', ownr: 'image' },
      [
        'f:1:1: DOCUMENT_INVALID at ownr\n  unknown key "ownr"; allowed: amount, kinds, name, owner, pools, size\n  hint: did you mean owner?',
      ],
    ],
    [
      'unknown key without a neighbour',
      { name: 'a', zzzzzzzzzz: 1 },
      [
        'f:1:1: DOCUMENT_INVALID at zzzzzzzzzz\n  unknown key "zzzzzzzzzz"; allowed: amount, kinds, name, owner, pools, size\n  hint: remove the key',
      ],
    ],
    ['missing', {}, ['f:1:1: DOCUMENT_INVALID at name\n  is missing: expected string']],
    [
      'number where a text belongs',
      { name: 1.3 },
      ['f:1:1: DOCUMENT_INVALID at name\n  got 1.3: expected string\n  hint: write it in quotes'],
    ],
    ['map where a text belongs', { name: {} }, ['f:1:1: DOCUMENT_INVALID at name\n  got {}: expected string']],
    ['pattern', { name: 'A' }, ['f:1:1: DOCUMENT_INVALID at name\n  got "A": lower-case letters']],
    [
      'enum',
      { name: 'a', owner: 'images' },
      ['f:1:1: DOCUMENT_INVALID at owner\n  got "images"; allowed: operator, image\n  hint: did you mean image?'],
    ],
    ['union of values', { name: 'a', size: 16 }, ['f:1:1: DOCUMENT_INVALID at size\n  got 16; allowed: 4, 64']],
    [
      'deep',
      { name: 'a', pools: { gpu: { count: 0 } } },
      ['f:3:1: DOCUMENT_INVALID at pools.gpu.count\n  got 0: Too small: expected number to be >=1'],
    ],
    [
      'deep unknown key',
      { name: 'a', pools: { 'x.y': { count: 1, cont: 1 } } },
      [
        'f:3:1: DOCUMENT_INVALID at pools["x.y"].cont\n  unknown key "cont"; allowed: count, tags\n  hint: did you mean count?',
      ],
    ],
    [
      'list item',
      { name: 'a', pools: { gpu: { count: 1, tags: ['x', 2] } } },
      ['f:4:1: DOCUMENT_INVALID at pools.gpu.tags[1]\n  got 2: expected string\n  hint: write it in quotes'],
    ],
    [
      'key of an enum record',
      { name: 'a', kinds: { sysctls: 'x' } },
      [
        'f:2:1: DOCUMENT_INVALID at kinds.sysctls\n  unknown key "sysctls"; allowed: module, sysctl\n  hint: did you mean sysctl?',
      ],
    ],
    [
      'two at once',
      { size: 4, pools: 3 },
      [
        'f:1:1: DOCUMENT_INVALID at name\n  is missing: expected string',
        'f:1:1: DOCUMENT_INVALID at pools\n  got 3: expected record',
      ],
    ],
    ['null', { name: null }, ['f:1:1: DOCUMENT_INVALID at name\n  got null: expected string']],
  ])('%s', (_, value, expected) => {
    expect(textsOf(() => parse(schema, value, context))).toEqual(expected);
  });

  it('a union is told by the branch that came furthest', () => {
    expect(textsOf(() => parse(schema, { name: 'a', amount: { percent: 'x' } }, context))[0]).toBe(
      'f:2:1: DOCUMENT_INVALID at amount.percent\n  got "x": expected number',
    );
  });

  it('a password in an address is not repeated', () => {
    expect(textsOf(() => parse(schema, { name: 'https://me:secret@example.com' }, context))[0]).toContain(
      'got "https://…@example.com"',
    );
  });

  it('a long value is cut', () => {
    expect(textsOf(() => parse(schema, { name: 'A'.repeat(100) }, context))[0]).toContain(`got "${'A'.repeat(76)}...`);
  });

  it('the prefix leads path and position', () => {
    const at = ['components', 'x'];
    expect(textsOf(() => parse(schema, {}, { ...context, code: 'PROPS_INVALID', at }))).toEqual([
      'f:3:1: PROPS_INVALID at components.x.name\n  is missing: expected string',
    ]);
  });
});

it.each([
  [[], ['amount', 'kinds', 'name', 'owner', 'pools', 'size']],
  [
    ['pools', 'any'],
    ['count', 'tags'],
  ],
  [['amount'], ['count', 'percent']],
  [['kinds'], ['module', 'sysctl']],
  [['name'], []],
  [['toString'], []],
])('keysAt %j', (path, keys) => {
  expect(keysAt(schema, path)).toEqual(keys);
});
