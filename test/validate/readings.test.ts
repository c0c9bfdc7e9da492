import { describe, expect, it } from 'vitest';
import { type Reading, readings } from '../../src/validate/readings.ts';
import { aSnapshot, type SnapshotParts } from '../snapshot/a-snapshot.ts';

const swappiness = (parts: SnapshotParts): readonly Reading<string>[] =>
  readings([{ file: 'a.yaml', snapshot: aSnapshot({ node: 'gpu-1', ...parts }) }], {
    of: 'os',
    path: ['sysctl', 'vm.swappiness'],
    also: [['kernel', 'release']],
    read: ({ sysctl }) => (Object.hasOwn(sysctl, 'vm.swappiness') ? sysctl['vm.swappiness'] : undefined),
  });
const os = { sysctl: { 'vm.swappiness': '1' } };
const missing = (path: string) => ({
  os,
  states: { os: { state: 'partial' as const, missing: { [path]: 'EACCES' } } },
});

it('says what was read, where, and on which node', () => {
  expect(swappiness({ os })).toEqual([
    { file: 'a.yaml', path: 'measurements.os.sysctl["vm.swappiness"]', node: 'gpu-1', state: 'said', value: '1' },
  ]);
});

it('a collector that was excluded has no say', () => {
  expect(swappiness({})).toEqual([]);
});

describe('unknown, though the value stands there', () => {
  it.each([
    ['the path itself', 'sysctl["vm.swappiness"]'],
    ['what holds it', 'sysctl'],
    ['everything', ''],
    ['a text that is no path', 'sysctl['],
    ['another place that the answer rests on', 'kernel'],
    ['a part of that', 'kernel.release.suffix'],
  ])('%s is missing', (_, path) => {
    expect(swappiness(missing(path))).toMatchObject([{ state: 'unknown', because: expect.stringContaining('EACCES') }]);
  });

  it.each([
    [
      'the collector failed',
      { os, states: { os: { state: 'failed' as const, why: 'timeout' } } },
      'collector os failed: timeout',
    ],
    ['there is no measurement', { states: { os: { state: 'collected' as const } } }, 'collector os failed'],
    ['the measurement does not hold it', { os: {} }, 'collector os: the snapshot does not have it'],
  ])('%s', (_, parts: SnapshotParts, because) => {
    expect(swappiness(parts)).toMatchObject([{ state: 'unknown', because }]);
  });
});

it.each(['sysctl["vm.other"]', 'modules', 'sysctlx', 'kernel.architecture'])(
  '%s is missing, which is something else',
  (path) => {
    expect(swappiness(missing(path))).toMatchObject([{ state: 'said' }]);
  },
);
