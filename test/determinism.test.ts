import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { createEngine } from '../src/engine.ts';
import { sha256 } from '../src/hash.ts';
import { parseYaml } from '../src/io/parse-yaml.ts';
import { synthCluster } from '../src/ops/synth-cluster.ts';
import { bundleOf, casesOf, engine, layOut, resolved, SAMPLES, sample } from './samples.ts';

const scratch = mkdtempSync(join(tmpdir(), 'cnsctl-determinism-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Path → hash of its bytes, of all samples. */
type Trees = Readonly<Record<string, string>>;

const here: Trees = Object.fromEntries(
  SAMPLES.flatMap((name) => [...sample(name).files].map(([path, text]) => [`${name}/${path}`, sha256(text)] as const)),
);

describe('the same bytes from a process of its own', () => {
  // What cannot hide each other shares a process: to start one from source takes four seconds.
  it.each([
    {
      where: 'another time zone, a Turkish locale and an umask that keeps everything to itself',
      env: { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', LANGUAGE: 'tr' },
      umask: '077',
    },
    {
      where: 'another folder, and an environment that cdk8s listens to',
      cwd: tmpdir(),
      env: {
        CDK8S_DISABLE_SORT: '1',
        CDK8S_LEGACY_HASH: '1',
        CDK8S_OUTDIR: join(scratch, 'elsewhere'),
        CDK8S_RECORD_CONSTRUCT_METADATA: 'true',
      },
    },
    {
      where: 'a file system that lists its folders backwards',
      preload: resolve('test/determinism/reverse-reading.mjs'),
    },
  ])('in $where', async ({ where, env, umask = '022', cwd, preload }) => {
    const root = join(scratch, sha256(where).slice(0, 8));
    const loaders = ['--import', import.meta.resolve('tsx'), ...(preload ? ['--import', preload] : [])];
    const program = resolve('test/determinism/write-samples.ts');
    await promisify(execFile)(
      '/bin/sh',
      ['-c', 'umask "$1"; shift; exec "$@"', 'sh', umask, process.execPath, ...loaders, program, root],
      { env: { ...process.env, ...env }, cwd: cwd ?? process.cwd() },
    );
    expect(treesIn(root)).toEqual(here);
  });
});

function treesIn(root: string): Trees {
  const entries = SAMPLES.flatMap((name) =>
    (readdirSync(join(root, name), { recursive: true, withFileTypes: true }) as import('node:fs').Dirent[])
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return Object.fromEntries(entries.map((path) => [path.slice(root.length + 1), sha256(readFileSync(path, 'utf8'))]));
}

it('a cluster is the same whatever was made before it in the process', () => {
  const fresh = createEngine();
  for (const name of SAMPLES.toReversed()) {
    const document = parseYaml(readFileSync(`clusters/${name}.yaml`, 'utf8'), `clusters/${name}.yaml`);
    const twice = [1, 2].map(() => synthCluster(fresh, { document }).files);
    for (const files of twice)
      expect(Object.fromEntries([...files].map(([path, text]) => [`${name}/${path}`, sha256(text)]))).toEqual(
        Object.fromEntries(Object.entries(here).filter(([path]) => path.startsWith(`${name}/`))),
      );
  }
});

it('nothing that the engine was given is written to: every leaf comes out of a frozen catalog', () => {
  const frozen = deepFreeze(createEngine().catalog);
  const first = engine.catalog.leaves.flatMap((leaf) => casesOf(leaf).slice(0, 1));
  for (const one of first) {
    const recipe = deepFreeze(resolved(one, {}, frozen));
    const bundle = deepFreeze(bundleOf(recipe));
    for (const deployer of engine.deployers.keys()) expect(layOut(bundle, deployer).size).toBeGreaterThan(10);
  }
});

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const child of Object.values(value)) deepFreeze(child);
  return value;
}

it('needs no Node newer than 20', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
  expect(engines.node).toMatch(/^>=20\./);
});
