import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceleratorOf } from '../../../src/snapshot/find/product.ts';

const KNOWN = new Map<string, readonly string[]>(
  ['a100', 'h100', 'h200', 'b200', 'gb200', 'l4', 'l40s'].map((value) => [value, []]),
);

describe('a product is the accelerator that one of its words names', () => {
  it.each([
    ['NVIDIA A100-SXM4-80GB', 'a100'],
    ['NVIDIA A100 80GB PCIe', 'a100'],
    ['NVIDIA H100 80GB HBM3', 'h100'],
    ['NVIDIA-H100-80GB-HBM3', 'h100'],
    ['NVIDIA-H100-80GB-HBM3-MIG-1g.10gb', 'h100'],
    ['NVIDIA-H100-80GB-HBM3-SHARED', 'h100'],
    ['NVIDIA H100 NVL', 'h100'],
    ['NVIDIA H100 PCIe', 'h100'],
    ['NVIDIA H200', 'h200'],
    ['NVIDIA H200 NVL', 'h200'],
    ['NVIDIA B200', 'b200'],
    ['NVIDIA GB200', 'gb200'],
    ['NVIDIA-GB200-192GB-HBM3e', 'gb200'],
    ['NVIDIA L4', 'l4'],
    ['NVIDIA L40S', 'l40s'],
    ['nvidia-tesla-a100', 'a100'],
  ])('%s is %s', (product, expected) => {
    expect(acceleratorOf(product, KNOWN)).toBe(expected);
  });
});

describe('a product that only looks like one is none', () => {
  it.each([
    'NVIDIA GH200 480GB',
    'NVIDIA GB300',
    'NVIDIA B300 SXM6 AC',
    'NVIDIA L40',
    'NVIDIA A10G',
    'NVIDIA A100X',
    'NVIDIA H20',
    'NVIDIA H800',
    'NVIDIA RTX PRO 6000 Blackwell Server Edition',
    'NVIDIA Graphics Device',
    'Tesla T4',
    'AMD Instinct MI300X OAM',
    'GRID A100-40C',
    'NVIDIA H100 and H200',
    '',
  ])('%s', (product) => {
    expect(acceleratorOf(product, KNOWN)).toBeUndefined();
  });
});

it('takes names of several words and other spellings, the longest first', () => {
  const own = new Map<string, readonly string[]>([
    ['rtx-pro-6000', ['RTX PRO 6000 Blackwell']],
    ['rtx', []],
    ['mi300x', []],
  ]);
  expect(acceleratorOf('NVIDIA RTX PRO 6000 Blackwell Server Edition', own)).toBe('rtx-pro-6000');
  expect(acceleratorOf('AMD_Instinct_MI300X_OAM', own)).toBe('mi300x');
  expect(acceleratorOf('NVIDIA RTX 6000 Ada', own)).toBe('rtx');
});

it('is a known value or nothing for every text, and never by a part of a word', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 30 }),
    fc.constantFrom(...KNOWN.keys()).map((value) => `x${value}`),
  );
  fc.assert(
    fc.property(text, (product) => {
      const found = acceleratorOf(product, KNOWN);
      if (found !== undefined) expect(product.toLowerCase().match(/[a-z0-9]+/g)).toContain(found);
    }),
    { numRuns: 200 },
  );
});
