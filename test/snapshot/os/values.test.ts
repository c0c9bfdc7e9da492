import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpusIn, modelOf } from '../../../src/snapshot/os/cpu.ts';
import { architectureOf } from '../../../src/snapshot/os/kernel.ts';
import { memoryField } from '../../../src/snapshot/os/memory.ts';
import { smallestPage } from '../../../src/snapshot/os/page-size.ts';
import { activeChoice } from '../../../src/snapshot/os/transparent-huge-pages.ts';

it.each`
  list                     | count
  ${''}                    | ${0}
  ${'0'}                   | ${1}
  ${'0-143'}               | ${144}
  ${'0-3,8,10-11'}         | ${7}
  ${'3-1'}                 | ${undefined}
  ${'0-3,2'}               | ${undefined}
  ${'0-'}                  | ${undefined}
  ${'0,'}                  | ${undefined}
  ${'a'}                   | ${undefined}
  ${'0-8191'}              | ${8192}
  ${'0-8192'}              | ${undefined}
  ${'0-99999999999999999'} | ${undefined}
`('$list names $count processors', ({ list, count }) => {
  expect(cpusIn(list)?.length).toBe(count);
});

it.each`
  text                              | choice
  ${'always [madvise] never'}       | ${'madvise'}
  ${'[always]'}                     | ${'always'}
  ${'always defer+madvise [never]'} | ${'never'}
  ${'always madvise never'}         | ${undefined}
  ${'[always] [never]'}             | ${undefined}
  ${'[]'}                           | ${undefined}
  ${''}                             | ${undefined}
`('of "$text" $choice is active', ({ text, choice }) => {
  expect(activeChoice(text)).toBe(choice);
});

it.each`
  text                                 | name                 | kib
  ${'MemTotal:       16476376 kB'}     | ${'MemTotal'}        | ${16476376}
  ${'Node 1 MemTotal:       5 kB\nx'}  | ${'MemTotal'}        | ${5}
  ${'MemTotalX: 1 kB\nMemTotal: 2 kB'} | ${'MemTotal'}        | ${2}
  ${'MemTotal: 1 MB'}                  | ${'MemTotal'}        | ${undefined}
  ${'MemTotal: -1 kB'}                 | ${'MemTotal'}        | ${undefined}
  ${'HugePages_Total:       0'}        | ${'HugePages_Total'} | ${undefined}
  ${''}                                | ${'MemTotal'}        | ${undefined}
`('$name of "$text" is $kib KiB', ({ text, name, kib }) => {
  expect(memoryField(text, name)).toBe(kib);
});

it.each`
  smaps                                                         | kib
  ${'KernelPageSize:        4 kB\nMMUPageSize:           4 kB'} | ${4}
  ${'KernelPageSize:       64 kB\nKernelPageSize:     2048 kB'} | ${64}
  ${'KernelPageSize:        0 kB'}                              | ${undefined}
  ${'KernelPageSize:        4 MB'}                              | ${undefined}
  ${''}                                                         | ${undefined}
`('the smallest page of "$smaps" has $kib KiB', ({ smaps, kib }) => {
  expect(smallestPage(smaps)).toBe(kib);
});

it.each`
  cpuinfo                                             | model
  ${'model name\t: AMD EPYC\nmodel name\t: AMD EPYC'} | ${'AMD EPYC'}
  ${'CPU implementer\t: 0x41\nCPU part\t: 0xd4f'}     | ${'implementer 0x41 part 0xd4f'}
  ${'CPU implementer\t: 0x41'}                        | ${undefined}
  ${'model name\t:'}                                  | ${undefined}
  ${''}                                               | ${undefined}
`('the processor of "$cpuinfo" is $model', ({ cpuinfo, model }) => {
  expect(modelOf(cpuinfo)).toBe(model);
});

it.each([
  ['x86_64', 'amd64'],
  ['aarch64', 'arm64'],
  ['ppc64le', 'ppc64le'],
  ['constructor', 'constructor'],
])('Kubernetes calls %s %s', (machine, name) => {
  expect(architectureOf(machine)).toBe(name);
});

describe('whatever the files hold', () => {
  const piece = fc.constantFrom(
    '0',
    '9',
    '-',
    ',',
    '[',
    ']',
    ' ',
    '\n',
    'kB',
    'MemTotal:',
    'KernelPageSize:',
    'Node 0 ',
    'model name\t:',
    '\t',
  );

  it('values are whole, or none', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        for (const value of [cpusIn(text)?.length, memoryField(text, 'MemTotal'), smallestPage(text)])
          expect(value === undefined || (Number.isSafeInteger(value) && value >= 0)).toBe(true);
        for (const value of [activeChoice(text), modelOf(text)]) expect(value).not.toBe('');
      }),
      { numRuns: 300 },
    );
  });

  it('a list of processors counts as many as it was made of', () => {
    const ranges = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 6 });
    fc.assert(
      fc.property(ranges, (gaps) => {
        let next = 0;
        const list = gaps.map(([gap, length]) => {
          const from = next + gap;
          next = from + length + 1;
          return length === 0 ? `${from}` : `${from}-${from + length}`;
        });
        expect(cpusIn(list.join(','))?.length).toBe(gaps.reduce((sum, [, length]) => sum + length + 1, 0));
      }),
      { numRuns: 100 },
    );
  });
});
