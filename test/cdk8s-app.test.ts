import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

/** A clone as far as cdk8s needs it: its configuration, our sources, one cluster and the tree that is committed for it. */
let clone: string;

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'cdk8s-'));
  for (const name of ['cdk8s.yaml', 'package.json', 'tsconfig.json']) cpSync(name, join(clone, name));
  for (const name of ['src', 'constructs', 'recipes', 'scripts', 'node_modules'])
    symlinkSync(resolve(name), join(clone, name));
  mkdirSync(join(clone, 'clusters'));
  cpSync('clusters/eks-l40s-inference.yaml', join(clone, 'clusters/eks-l40s-inference.yaml'));
  cpSync('dist/eks-l40s-inference', join(clone, 'dist/eks-l40s-inference'), { recursive: true });
});

afterEach(() => rmSync(clone, { recursive: true }));

const cdk8s = () =>
  spawnSync(process.execPath, ['node_modules/cdk8s-cli/bin/cdk8s', 'synth', '--check-upgrade=false'], {
    cwd: clone,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', HOME: clone },
  });

const treeOf = (folder: string): Map<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length), readFileSync(path, 'utf8')]),
  );

it('`cdk8s synth` makes the tree that cnsctl makes', () => {
  const committed = treeOf('dist/eks-l40s-inference');
  rmSync(join(clone, 'dist'), { recursive: true });
  const { status, stderr } = cdk8s();
  expect([status, stderr]).toEqual([0, expect.not.stringContaining('rror')]);
  expect(treeOf(join(clone, 'dist/eks-l40s-inference'))).toEqual(committed);
});

it('a failing `cdk8s synth` leaves dist as it was', () => {
  const before = treeOf(join(clone, 'dist'));
  writeFileSync(join(clone, 'clusters/bad.yaml'), 'apiVersion: cns.dev/v1alpha1\nkind: Cluster\n');
  expect(cdk8s().status).not.toBe(0);
  expect(treeOf(join(clone, 'dist'))).toEqual(before);
  expect(existsSync(join(clone, 'dist/bad'))).toBe(false);
});
