import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CnsError } from '../../src/errors.ts';
import { lockTree } from '../../src/io/lock-tree.ts';

let folder = '';
let lock = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-tree-'));
  lock = join(folder, 'lock');
});

afterEach(() => rmSync(folder, { recursive: true }));

const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;
const heldBy = (holder: object | string): void =>
  writeFileSync(lock, typeof holder === 'string' ? holder : JSON.stringify(holder));

it('is held once, and again after it was given back', () => {
  const unlock = lockTree(lock);
  expect(() => lockTree(lock)).toThrow(CnsError);
  unlock();
  expect(readdirSync(folder)).toEqual([]);
  lockTree(lock)();
});

it('says who holds it and which file to delete', () => {
  lockTree(lock);
  expect(() => lockTree(lock)).toThrow(
    `PATH_REFUSED at ${lock}\n  process ${process.pid} on ${hostname()} is writing this tree: it holds ${lock}\n  hint: wait for it to end; if there is no such run, delete ${lock}`,
  );
});

it('is taken over from a process that is gone', () => {
  heldBy({ host: hostname(), pid: deadPid(), started: null });
  lockTree(lock);
  expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ pid: process.pid });
  expect(readdirSync(folder)).toEqual(['lock']);
});

it.runIf(existsSync('/proc/self/stat'))('is taken over from a process whose number another one has now', () => {
  heldBy({ host: hostname(), pid: process.pid, started: '1' });
  lockTree(lock);
  expect(JSON.parse(readFileSync(lock, 'utf8')).started).toMatch(/^\d{2,}$/);
});

it.each([
  ['a living process', { host: hostname(), pid: process.pid, started: null }],
  ['another host', { host: 'elsewhere.example', pid: 1, started: '1' }],
  ['nobody that can be told', ''],
  ['a damaged file', '{"pid":'],
  ['a process group', { host: hostname(), pid: -1, started: null }],
])('is not taken over from %s', (_, holder) => {
  heldBy(holder);
  expect(() => lockTree(lock)).toThrow(/is writing this tree/);
  expect(readdirSync(folder)).toEqual(['lock']);
});

it('is not taken over while another run is doing so', () => {
  heldBy({ host: hostname(), pid: deadPid(), started: null });
  writeFileSync(`${lock}.takeover`, '');
  expect(() => lockTree(lock)).toThrow(`another run is writing this tree: it holds ${lock}.takeover`);
});
