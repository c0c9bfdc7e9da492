import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSnapshotCache } from '../../src/io/snapshot-cache.ts';
import type { Snapshot } from '../../src/snapshot/document.ts';

const snapshot = (node = 'n1', taken = '2026-01-02T03:00:00.000Z'): Snapshot => ({
  apiVersion: 'cns.dev/v1alpha1',
  kind: 'Snapshot',
  metadata: { taken, cnsctl: '0.1.0', node, redacted: false },
  collectors: { os: { state: 'excluded', missing: {} } },
  measurements: {},
});
const at = (time: string): Date => new Date(`2026-01-02T${time}.000Z`);
const key = { collectors: ['os'], target: 'here' };
const TTL = 5 * 60_000;

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'snapshots-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));
const files = (): string[] => readdirSync(join(home, 'snapshots')).map((name) => join(home, 'snapshots', name));
const theFile = (): string => files()[0] ?? '';

const linked = (file: string): void => {
  renameSync(file, `${file}.real`);
  symlinkSync(`${file}.real`, file);
};
const folder = (file: string): void => {
  rmSync(file);
  mkdirSync(file);
};

describe('openSnapshotCache', () => {
  it.each`
    when                 | now           | hit
    ${'at once'}         | ${'03:00:00'} | ${true}
    ${'at its last ms'}  | ${'03:05:00'} | ${true}
    ${'after its time'}  | ${'03:05:01'} | ${false}
    ${'before its time'} | ${'02:59:59'} | ${false}
  `('a snapshot is found $when: $hit', ({ now, hit }) => {
    const cache = openSnapshotCache(home);
    expect(cache.keep(key, snapshot())).toBe(true);
    expect(openSnapshotCache(home).read(key, at(now), TTL)).toEqual(hit ? snapshot() : undefined);
  });

  it('is found by its own key only', () => {
    const cache = openSnapshotCache(home);
    cache.keep(key, snapshot());
    expect(cache.read({ ...key, target: 'there' }, at('03:00:01'), TTL)).toBeUndefined();
  });

  it('is a file that only its owner reads, in a folder of the same kind', () => {
    openSnapshotCache(home).keep(key, snapshot());
    expect(statSync(theFile()).mode & 0o777).toBe(0o600);
    expect(statSync(join(home, 'snapshots')).mode & 0o777).toBe(0o700);
  });

  it('of two runs at once, the later one stays, and nothing else is left', () => {
    const [one, two] = [openSnapshotCache(home), openSnapshotCache(home)];
    one.keep(key, snapshot('first'));
    two.keep(key, snapshot('second'));
    expect(one.read(key, at('03:00:00'), TTL)?.metadata.node).toBe('second');
    expect(files()).toHaveLength(1);
  });

  it.each`
    what                       | harm
    ${'cut off'}               | ${(file: string) => writeFileSync(file, '{"apiVersion":')}
    ${'of another shape'}      | ${(file: string) => writeFileSync(file, '{"apiVersion":"cns.dev/v1alpha1","kind":"Snapshot"}')}
    ${'readable by others'}    | ${(file: string) => chmodSync(file, 0o644)}
    ${'writable by the group'} | ${(file: string) => chmodSync(file, 0o620)}
    ${'a symbolic link'}       | ${linked}
    ${'a folder'}              | ${folder}
  `('one that is $what counts as absent', ({ harm }) => {
    const cache = openSnapshotCache(home);
    cache.keep(key, snapshot());
    harm(theFile());
    expect(cache.read(key, at('03:00:00'), TTL)).toBeUndefined();
  });

  it('says when nothing can be kept', () => {
    writeFileSync(join(home, 'snapshots'), 'a file in the way');
    expect(openSnapshotCache(home).keep(key, snapshot())).toBe(false);
  });
});
