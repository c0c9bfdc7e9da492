import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { resolveRecipe } from '../../src/ops/resolve-recipe.ts';
import { clusterYaml, smallEngine } from '../ops/small-engine.ts';
import { documentOfRecipe, recipeText } from '../validate/a-recipe.ts';
import { asWanted } from '../validate/as-wanted.ts';
import { runCli, tempDir, words } from './run-cli.ts';

const { cwd, remove } = tempDir();
const cli = (line: string) => runCli(words(line), { cwd });
const recipe = documentOfRecipe(resolveRecipe(smallEngine, { document: parseYaml(clusterYaml('prod'), 'prod.yaml') }));
const write = (name: string, value: unknown) => writeFileSync(join(cwd, name), JSON.stringify(value));

beforeAll(() => {
  writeFileSync(join(cwd, 'prod.yaml'), clusterYaml('prod'));
  writeFileSync(join(cwd, 'recipe.lock.yaml'), recipeText(recipe));
  for (const { file, snapshot } of asWanted(recipe)) write(file, snapshot);
  const [, node] = structuredClone(asWanted(recipe));
  if (!node?.snapshot.measurements.os) throw new Error('a sample has a node');
  node.snapshot.measurements.os.sysctl['kernel.numa_balancing'] = '1';
  write('bad.yaml', node.snapshot);
  write('unread.yaml', {
    ...node.snapshot,
    collectors: { ...node.snapshot.collectors, os: { state: 'failed', why: 'timeout' } },
  });
  write('empty.yaml', {
    apiVersion: 'cns.dev/v1alpha1',
    kind: 'Snapshot',
    metadata: { taken: '2026-11-20T08:00:00Z', cnsctl: '1' },
    collectors: {},
    measurements: {},
  });
  write('wrong.yaml', {
    apiVersion: 'cns.dev/v1alpha1',
    kind: 'Snapshot',
    metadata: {},
    collectors: {},
    measurements: {},
    extra: 1,
  });
});
afterAll(remove);

const GOOD = '--snapshot cluster.yaml --snapshot gpu-1.yaml';

describe('exit status', () => {
  it.each([
    [`validate --recipe recipe.lock.yaml ${GOOD}`, 0],
    [`validate --recipe prod.yaml ${GOOD}`, 0],
    ['validate --recipe recipe.lock.yaml --snapshot cluster.yaml --snapshot bad.yaml', 1],
    ['validate --recipe recipe.lock.yaml --snapshot cluster.yaml --snapshot bad.yaml --allow-unknown', 1],
    ['validate --recipe recipe.lock.yaml --snapshot cluster.yaml --snapshot unread.yaml', 1],
    ['validate --recipe recipe.lock.yaml --snapshot cluster.yaml --snapshot unread.yaml --allow-unknown', 0],
    ['validate --recipe recipe.lock.yaml --snapshot cluster.yaml', 1],
    ['validate --recipe recipe.lock.yaml --snapshot empty.yaml', 1],
    ['validate --recipe recipe.lock.yaml --snapshot absent.yaml', 2],
    ['validate --recipe recipe.lock.yaml --snapshot wrong.yaml', 2],
    ['validate --recipe recipe.lock.yaml --snapshot recipe.lock.yaml', 2],
    [`validate --recipe cluster.yaml ${GOOD}`, 2],
    [`validate --recipe nowhere ${GOOD}`, 2],
    ['validate --recipe recipe.lock.yaml', 64],
    ['validate --snapshot cluster.yaml', 64],
    ['validate', 64],
    [`validate file.yaml --recipe recipe.lock.yaml ${GOOD}`, 64],
    [`validate file.yaml --schema v1 ${GOOD}`, 64],
    [`validate --recipe recipe.lock.yaml ${GOOD} --format pdf`, 64],
  ])('%s: %i', async (line, status) => {
    const ran = await cli(line);
    expect(ran.status, ran.out + ran.err).toBe(status);
    // An answer is a report; where there is none, there is a problem.
    expect(status < 2 ? ran.out : ran.err).not.toBe('');
  });
});

it('a recipe named in a cluster file and its lock are one question', async () => {
  const lock = await cli(`validate --recipe recipe.lock.yaml ${GOOD} --format json`);
  const file = await cli(`validate --recipe prod.yaml ${GOOD} --format json`);
  expect(JSON.parse(file.out).items).toEqual(JSON.parse(lock.out).items);
});

it.each(['table', 'json', 'ctrf', 'junit', 'sarif', 'markdown', 'html'])(
  '%s is written before the status is decided, and twice alike',
  async (format) => {
    const line = `validate --recipe recipe.lock.yaml --snapshot cluster.yaml --snapshot bad.yaml --format ${format} -o report`;
    expect(await cli(line)).toMatchObject({ status: 1, out: '', err: '' });
    const first = readFileSync(join(cwd, 'report'), 'utf8');
    expect(first).toContain(format === 'markdown' ? 'kernel.numa\\_balancing' : 'kernel.numa_balancing');
    await cli(line);
    expect(readFileSync(join(cwd, 'report'), 'utf8')).toBe(first);
  },
);

it('what does not apply is listed on request, and counted where it is listed', async () => {
  const line = `validate --recipe prod.yaml ${GOOD} --format json`;
  const [some, all] = [JSON.parse((await cli(line)).out), JSON.parse((await cli(`${line} --all`)).out)];
  expect(some.counts['not-applicable']).toBe(0);
  expect(all.counts['not-applicable']).toBeGreaterThan(0);
  expect(all.items.length).toBe(some.items.length + all.counts['not-applicable']);
});

it('an item names the line that it was read at', async () => {
  const { out } = await cli(
    'validate --recipe recipe.lock.yaml --snapshot cluster.yaml --snapshot bad.yaml --format json',
  );
  const item = JSON.parse(out).items.find(({ id }: { id: string }) => id === 'tuning/gpu/numa');
  expect(item).toMatchObject({ outcome: 'not-met', expected: '0', found: '1' });
  expect(item.where).toEqual([
    { file: 'bad.yaml', path: 'measurements.os.sysctl["kernel.numa_balancing"]', line: 1, column: expect.any(Number) },
  ]);
  expect(item.where[0].column).toBeGreaterThan(1);
});
