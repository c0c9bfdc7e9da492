import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

/** Enough for three threads. */
const COUNT = 48;
const samples = readdirSync('clusters').sort();
const sample = (i: number): string => readFileSync(join('clusters', samples[i % samples.length] ?? ''), 'utf8');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'threads-'));
  mkdirSync(join(folder, 'clusters'));
  for (let i = 0; i < COUNT; i++)
    writeFileSync(join(folder, 'clusters', `c${i}.yaml`), sample(i).replace(/^name: .*$/m, `name: c${i}`));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The built program, since one that runs from source starts no threads. */
function synth(threads: number, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [resolve('lib/cli/cnsctl.cjs'), 'synth', '--threads', String(threads), ...args],
    { cwd: folder, encoding: 'utf8', env: { PATH: process.env.PATH ?? '', TMPDIR: folder } },
  );
  return { status, stdout, stderr };
}

const tree = (root: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(join(folder, root), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(join(folder, root).length), readFileSync(path, 'utf8')]),
  );

it('makes the same trees and says the same in three threads as in one', () => {
  const one = synth(1, '--output-dir', 'one');
  expect(one).toMatchObject({ status: 0, stderr: '' });
  const three = synth(3, '--output-dir', 'three');
  expect({ ...three, stdout: three.stdout.replaceAll(/three\/| +\n/g, '') }).toEqual({
    ...one,
    stdout: one.stdout.replaceAll(/one\/| +\n/g, ''),
  });
  expect(tree('three')).toEqual(tree('one'));
  expect(synth(3, '--output-dir', 'one', '--check').stdout).toBe(
    `${COUNT} of ${COUNT} trees in one/ are up to date.\n`,
  );
  expect(readdirSync(folder).sort()).toEqual(['clusters', 'one', 'three']);
});

it('tells everything that is wrong in the order of the files, and writes nothing', () => {
  for (const i of [45, 3, 20])
    writeFileSync(join(folder, 'clusters', `c${i}.yaml`), sample(0).replace('accelerator: h100', 'accelerator: h10'));
  const one = synth(1);
  expect(one.stderr.match(/clusters\/c\d+/g)).toEqual(expect.arrayContaining(['clusters/c3', 'clusters/c45']));
  expect(synth(3)).toEqual(one);
  expect(existsSync(join(folder, 'dist'))).toBe(false);
});
