import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TopologyMatrix, topologyMatrix } from '../../../src/snapshot/gpu/topology-matrix.ts';
import { topologyText } from './link-texts.ts';
import { ACCELERATORS, PRODUCTS } from './products.ts';

type Read = Extract<TopologyMatrix, { state: 'read' }>;

function read(text: string): Read {
  const matrix = topologyMatrix(text);
  if (matrix.state === 'refused') throw new Error(matrix.why);
  return matrix;
}

const missesOf = ({ misses }: Read): string[] => misses.map(({ path, why }) => `${path.join('.')}: ${why}`);

it.each(ACCELERATORS)(
  '%s: every GPU has its way to every other, its processors, and the NICs their names',
  (accelerator) => {
    const { count, links } = PRODUCTS[accelerator];
    const { topology, affinity, nics, misses } = read(topologyText({ accelerator, nics: 2 }));
    expect(misses).toEqual([]);
    expect(Object.keys(topology)).toHaveLength(count + 2);
    if (count > 1) expect(topology.GPU0?.GPU1).toBe(links > 0 ? `NV${links}` : count > 2 ? 'NODE' : 'SYS');
    expect(topology.GPU0).toMatchObject({ NIC0: 'PXB' });
    expect(topology.GPU0).not.toHaveProperty('GPU0');
    expect(affinity.GPU0).toEqual({ cpus: '0-55,112-167', numaNode: '0' });
    expect(nics).toEqual({ NIC0: 'mlx5_0', NIC1: 'mlx5_1' });
  },
);

describe('layouts', () => {
  it('before the NUMA node of GPUs and the legend of NICs, with devices for columns', () => {
    const text =
      '\tGPU0\tGPU1\tmlx5_0\tCPU Affinity\tNUMA Affinity\n' +
      'GPU0\t X \tNV12\tPXB\t0-23\t0\nGPU1\tNV12\t X \tSYS\t24-47\t1\nmlx5_0\tPXB\tSYS\t X \t\t\n\nLegend:\n\n  X    = Self\n';
    expect(read(text)).toEqual({
      state: 'read',
      topology: {
        GPU0: { GPU1: 'NV12', mlx5_0: 'PXB' },
        GPU1: { GPU0: 'NV12', mlx5_0: 'SYS' },
        mlx5_0: { GPU0: 'PXB', GPU1: 'SYS' },
      },
      affinity: { GPU0: { cpus: '0-23', numaNode: '0' }, GPU1: { cpus: '24-47', numaNode: '1' } },
      nics: {},
      misses: [],
    });
  });

  it('of one GPU in a virtual machine that says nothing of NUMA', () => {
    const text =
      '\tGPU0\tCPU Affinity\tNUMA Affinity\tGPU NUMA ID\nGPU0\t X \t0-7\t\tN/A\t\tN/A\n\nLegend:\n\n  X    = Self\n';
    expect(read(text)).toMatchObject({ topology: { GPU0: {} }, affinity: { GPU0: { cpus: '0-7' } }, misses: [] });
  });

  it('of Grace, where a GPU is near the memory of other GPUs too', () => {
    const text = topologyText({ accelerator: 'gb200' }).replaceAll('0-55,112-167\t0\t\tN/A', '0-71\t0,2-9\t\t2');
    expect(read(text).affinity.GPU0).toEqual({ cpus: '0-71', numaNode: '0,2-9' });
  });
});

const TEXT = topologyText({ accelerator: 'h100', gpus: 4, nics: 2 });

it.each([
  ['the last line does not end', TEXT.trimEnd(), 'its last line does not end'],
  ['nothing', '\n', 'it has no header'],
  ['an error', 'Failed to initialize NVML: Driver/library version mismatch\n', 'it has no header'],
  ['an unknown column', TEXT.replace('GPU NUMA ID', 'GPU Place'), /its header is/],
  ['a column twice', TEXT.replace('\tNIC0\t', '\tNIC1\t'), /its header is/],
  ['a row less', TEXT.replace(/^GPU2.*\n/m, ''), 'its rows are not those of its columns'],
  ['rows in another order', TEXT.replace(/^(GPU2.*\n)(GPU3.*\n)/m, '$2$1'), 'its rows are not those of its columns'],
  ['a cell less', TEXT.replace(/^GPU2\tNV18/m, 'GPU2'), 'its rows are not those of its columns'],
  ['a row more', TEXT.replace(/^(NIC1.*\n)/m, '$1GPU9\tSYS\n'), 'its legend does not follow'],
  ['the end after the rows', TEXT.slice(0, TEXT.indexOf('Legend:')), 'its legend does not follow'],
])('%s is refused', (_, text, why) => {
  const said = typeof why === 'string' ? why : expect.stringMatching(why);
  expect(topologyMatrix(text)).toEqual({ state: 'refused', why: said });
});

it.each([
  ['an unknown connection', 'GPU1\tNV18', 'GPU1\tWIFI', 'topology.GPU0.GPU1: the matrix says "NV18" and "WIFI"'],
  ['one way and another', 'GPU1\tNV18', 'GPU1\tNV12', 'topology.GPU0.GPU1: the matrix says "NV18" and "NV12"'],
  [
    'processors that are no list',
    '0-55,112-167',
    '0-55,',
    'affinity.GPU0.cpus: CPU Affinity says "0-55,", which is no list of numbers',
  ],
  [
    'no processors',
    '0-55,112-167\t0',
    '\t0',
    'affinity.GPU0: the row says "0, N/A" of CPU Affinity, NUMA Affinity, GPU NUMA ID',
  ],
  ['a NIC without a name', '  NIC1: mlx5_1\n', '', 'nics.NIC1: the legend does not name it'],
  ['a NIC with two names', '  NIC1:', '  NIC0:', 'nics.NIC0: the legend does not name it'],
])('%s is missing', (_, from, to, why) => {
  const matrix = read(TEXT.replace(from, to));
  expect(missesOf(matrix)).toContain(why);
  const [field = '', label = '', below] = why.split(': ')[0]?.split('.') ?? [];
  const rows = matrix[field as 'topology' | 'nics' | 'affinity'][label];
  if (below === undefined) expect(rows).toBeUndefined();
  else expect(rows).not.toHaveProperty(below);
});

/** Every value, with the place that it has. */
const valuesOf = ({ topology, affinity, nics }: Read): string[] =>
  [topology, affinity, { nics }].flatMap((part) =>
    Object.entries(part).flatMap(([a, row]) => Object.entries(row).map(([b, value]) => `${a} ${b} ${value}`)),
  );

it('law: a text that is cut is refused, or says nothing that the whole does not say', () => {
  const whole = new Set(valuesOf(read(TEXT)));
  fc.assert(
    fc.property(fc.nat(TEXT.length), (at) => {
      const matrix = topologyMatrix(TEXT.slice(0, at));
      if (matrix.state === 'read') expect(valuesOf(matrix).filter((value) => !whole.has(value))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

it('law: a changed character never makes a connection of it that only one of its two cells names', () => {
  const whole = new Set(valuesOf(read(TEXT)).filter((value) => /^GPU\d GPU\d/.test(value)));
  const matrixEnd = TEXT.indexOf('Legend:');
  fc.assert(
    fc.property(fc.nat(matrixEnd), fc.constantFrom('', '\t', '\n', 'N', 'X', '1', '8', ' ', ','), (at, by) => {
      const matrix = topologyMatrix(TEXT.slice(0, at) + by + TEXT.slice(at + 1));
      if (matrix.state !== 'read') return;
      const connections = valuesOf(matrix).filter((value) => /^GPU\d GPU\d/.test(value));
      expect(connections.filter((value) => !whole.has(value))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
