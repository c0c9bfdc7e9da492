import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAIL_ON } from '../../src/cli/diff.ts';
import { SEVERITIES } from '../../src/diff/difference.ts';
import { type RunOptions, runCli, tempDir } from './run-cli.ts';

const { cwd, remove } = tempDir();
const cli = (args: readonly string[], options: Partial<RunOptions> = {}) =>
  runCli(['diff', ...args], { cwd, ...options });
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), text);
};

const snapshot = (driver: string, more = ''): string =>
  `apiVersion: cns.dev/v1alpha1\nkind: Snapshot\nmetadata: { taken: "${more}" }\nmeasurements: { gpu: { nvidia: { driver: "${driver}" } }, os: { x: "${more}" } }\n`;

beforeAll(() => {
  write('a.yaml', snapshot('580.1'));
  write('b.yaml', snapshot('580.2'));
  write('later.yaml', snapshot('580.1', 'later'));
  write(
    'b.json',
    JSON.stringify({
      apiVersion: 'cns.dev/v1alpha1',
      kind: 'Snapshot',
      metadata: { taken: '' },
      measurements: { os: { x: '' }, gpu: { nvidia: { driver: '580.2' } } },
    }),
  );
  write('cluster.yaml', 'apiVersion: cns.dev/v1alpha1\nkind: Cluster\n');
  write('recipe.yaml', 'apiVersion: cns.dev/v1alpha1\nkind: ResolvedRecipe\n');
  write('plain.yaml', 'a: 1\n');
  write('scalar.yaml', '1\n');
  write('broken.yaml', 'a: [\n');
  write('twice.json', '{"a": 1, "a": 2}\n');
  write('proto.json', '{"__proto__": 1}\n');
  write('now/one.yaml', snapshot('580.1'));
  write('now/two.yml', snapshot('580.3'));
  write('now/.hidden.yaml', 'a: [\n');
  write('now/notes.txt', 'no document');
  write('bad/one.yaml', 'a: [\n');
  write('bad/two.yaml', 'b: *x\n');
  write('none/notes.txt', '');
  write(
    'tree-a/x/a.yaml',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c, namespace: n }\ndata: { k: a }\n---\n# nothing\n---\napiVersion: v1\nkind: Namespace\nmetadata: { name: n }\n',
  );
  write('tree-b/y.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: n }\n');
  write('tree-b/x/a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c, namespace: n }\ndata: { k: b }\n');
  write('tree-b/README.md', 'hello\n');
  write('trees/tree-b/y.yaml', 'a: 1\n');
  write('linked/a.yaml', 'a: 1\n');
  symlinkSync('a.yaml', join(cwd, 'linked/b.yaml'));
  write('broken-tree/a.yaml', 'a: [\n');
  write('broken-tree/b.yaml', 'a: *x\n');
  write('ignore.yaml', '- path: measurements.gpu.nvidia.driver\n  reason: known\n- path: nothing.*\n  reason: gone\n');
  write('ignore-bad.yaml', '- path: a..b\n  reason: x\n- path: a.b\n  reason: " "\n- path: a.b\n  reasn: x\n- 3\n');
  write('ignore-map.yaml', 'path: a\n');
});
afterAll(remove);

it('the severities of --fail-on are those that there are', () => expect(FAIL_ON).toEqual(SEVERITIES));

describe('yes, no', () => {
  it.each<[string, string[], number, string]>([
    ['equal', ['a.yaml', 'a.yaml'], 0, 'a.yaml (Snapshot) is as a.yaml.\n'],
    ['other', ['a.yaml', 'b.yaml'], 1, '1 difference: 1 critical.'],
    ['JSON against YAML', ['b.yaml', 'b.json'], 0, 'is as b.yaml'],
    ['only times', ['a.yaml', 'later.yaml', '--ignore', 'measurements.os'], 0, '2 differences ignored.'],
    [
      'times, too',
      ['a.yaml', 'later.yaml', '--ignore', 'measurements.os', '--no-default-ignores'],
      1,
      'metadata.taken',
    ],
    ['below the line', ['a.yaml', 'later.yaml', '--fail-on', 'critical'], 0, 'WARNING (1)'],
    ['at the line', ['a.yaml', 'b.yaml', '--fail-on', 'critical'], 1, 'CRITICAL (1)'],
    ['whole documents', ['plain.yaml', 'scalar.yaml'], 1, '(the whole document)'],
    ['two trees', ['tree-a', 'tree-b'], 1, 'ConfigMap/n/c.data.k'],
    ['a tree and itself', ['tree-a/', 'tree-a'], 0, 'tree-a (tree) is as tree-a/.'],
    [
      'many',
      ['a.yaml', '--baseline-dir', 'now'],
      1,
      'now/two.yml   drifted    1         0        0     0\n\n1 of 2 clusters drifted from a.yaml.\n',
    ],
    ['many, none drifted', ['a.yaml', '--baseline-dir', 'now', '--ignore', '**'], 0, '0 of 2 clusters drifted'],
    ['many trees', ['tree-b', '--baseline-dir', 'trees'], 1, 'trees/tree-b  drifted'],
  ])('%s', async (_, args, status, expected) => {
    const ran = await cli(args);
    expect([ran.status, ran.err]).toEqual([status, '']);
    expect(ran.out).toContain(expected);
  });

  it('tells of objects that moved', async () => {
    const { out } = await cli(['tree-a', 'tree-b']);
    expect(out).toContain('Moved, and otherwise as it was: Namespace/n from x/a.yaml#2 to y.yaml\n');
    expect(out).toContain('["README.md"]');
  });
});

describe('formats', () => {
  it.each([
    ['table', 'SEVERITY  CHANGE'],
    ['json', '"identical": false'],
    ['markdown', '### Drift: `a.yaml` → `b.yaml`'],
    ['patch', '[\n  {"op":"replace","path":"/measurements/gpu/nvidia/driver","value":"580.2"}\n]\n'],
  ])('%s', async (format, expected) => {
    const { status, out } = await cli(['a.yaml', 'b.yaml', '--format', format]);
    expect(status).toBe(1);
    expect(out).toContain(expected);
  });

  it.each([
    ['json', '"clusters": ['],
    ['markdown', '1 of 2 clusters drifted.'],
    ['table', 'CLUSTER'],
  ])('%s of many', async (format, expected) => {
    expect((await cli(['a.yaml', '--baseline-dir', 'now', '--format', format])).out).toContain(expected);
  });

  it('a patch of what is ignored is empty', async () => {
    const ran = await cli(['a.yaml', 'b.yaml', '--format', 'patch', '--ignore', '**.driver']);
    expect(ran).toEqual({ status: 0, out: '[]\n', err: '' });
  });

  it('has colours on a terminal only', async () => {
    const [terminal, file] = [await cli(['a.yaml', 'b.yaml'], { tty: true }), await cli(['a.yaml', 'b.yaml'])];
    expect(terminal.out).toContain('\x1b[');
    expect(file.out).not.toContain('\x1b[');
    expect((await cli(['a.yaml', 'b.yaml'], { tty: true, env: { NO_COLOR: '1' } })).out).toBe(file.out);
    await cli(['a.yaml', 'b.yaml', '--output', 'out.txt'], { tty: true });
    expect(readFileSync(join(cwd, 'out.txt'), 'utf8')).toBe(file.out);
  });
});

it('reads one side from the standard input', async () => {
  expect((await cli(['-', 'b.yaml'], { stdin: snapshot('580.2') })).status).toBe(0);
  expect((await cli(['a.yaml', '-'], { stdin: snapshot('580.2') })).out).toContain('standard input');
});

it('says of rules that name nothing, where errors go, and in JSON', async () => {
  const { status, out, err } = await cli([
    'a.yaml',
    'b.yaml',
    '--ignore-file',
    'ignore.yaml',
    '--ignore',
    'x',
    '--format',
    'json',
  ]);
  expect(status).toBe(0);
  expect(err).toBe(
    'ignore.yaml: the rule "nothing.*" names nothing in these documents\n--ignore: the rule "x" names nothing in these documents\n',
  );
  expect(JSON.parse(out).unusedIgnores).toEqual([
    { path: 'nothing.*', reason: 'gone', from: 'ignore.yaml' },
    { path: 'x', reason: 'given on the command line', from: '--ignore' },
  ]);
});

describe('no answer', () => {
  it.each<[string[], number, string]>([
    [['a.yaml'], 64, 'there is nothing to hold against A\n  hint: name B, or a folder with --baseline-dir'],
    [['a.yaml', 'b.yaml', '--baseline-dir', 'now'], 64, 'both B and --baseline-dir are given'],
    [
      ['a.yaml', '--baseline-dir', 'now', '--format', 'patch'],
      64,
      'a JSON Patch is of two documents, and --baseline-dir names many',
    ],
    [['tree-a', 'tree-b', '--format', 'patch'], 64, 'a JSON Patch is of two documents; tree-a and tree-b are folders'],
    [['-', '-'], 64, 'only one side can be the standard input'],
    [['a.yaml', 'b.yaml', '--fail-on', 'critcal'], 64, 'did you mean critical?'],
    [['a.yaml', 'b.yaml', '--formt', 'json'], 64, 'did you mean --format?'],
    [['a.yml', 'b.yaml'], 2, '"a.yml" cannot be read: it does not exist\n  hint: did you mean a.yaml, b.yaml?'],
    [['now/tow.yml', 'b.yaml'], 2, 'hint: did you mean two.yml?'],
    [['nowhere/at/all.yaml', 'b.yaml'], 2, 'cannot be read: it does not exist\n  hint: check the path'],
    [['a.yaml', 'broken.yaml'], 2, 'broken.yaml:2:1: DOCUMENT_UNREADABLE'],
    [['a.yaml', 'twice.json'], 2, 'twice.json:1:10: DOCUMENT_UNREADABLE\n  key a stands twice'],
    [['plain.yaml', 'proto.json'], 2, 'proto.json:1:2: DOCUMENT_UNREADABLE\n  key __proto__ is not allowed'],
    [['a.yaml', 'cluster.yaml'], 64, 'a.yaml is a Snapshot and cluster.yaml a Cluster: nothing in them'],
    [['recipe.yaml', 'a.yaml'], 2, 'recipe.yaml:1:1: DOCUMENT_INVALID at name'],
    [
      ['recipe.yaml', 'a.yaml', '--format', 'patch'],
      64,
      'recipe.yaml is a ResolvedRecipe and a.yaml a Snapshot: nothing',
    ],
    [['a.yaml', 'recipe.yaml'], 64, 'what should be stands first: give the recipe, then the snapshot'],
    [['recipe.yaml', 'cluster.yaml'], 64, 'resolve the cluster file'],
    [['a.yaml', 'plain.yaml'], 64, 'a.yaml is a Snapshot and plain.yaml a document'],
    [['a.yaml', 'tree-a'], 64, 'a.yaml is a Snapshot and tree-a a tree'],
    [['tree-a', 'linked'], 4, 'PATH_REFUSED at b.yaml\n  b.yaml is a symbolic link'],
    [['tree-a', 'broken-tree'], 2, 'broken-tree/b.yaml:1:4: DOCUMENT_UNREADABLE'],
    [['tree-a', 'broken-tree'], 2, 'broken-tree/a.yaml:2:1: DOCUMENT_UNREADABLE'],
    [['plain.yaml', '--baseline-dir', 'bad'], 2, 'bad/one.yaml:2:1: DOCUMENT_UNREADABLE'],
    [['plain.yaml', '--baseline-dir', 'bad'], 2, 'bad/two.yaml:1:4: DOCUMENT_UNREADABLE'],
    [['plain.yaml', '--baseline-dir', 'none'], 2, 'there is no YAML or JSON file in "none"'],
    [['tree-a', '--baseline-dir', 'now'], 2, 'there is no folder in "now"'],
    [
      ['a.yaml', 'b.yaml', '--ignore', 'a..b', '--ignore', 'x*'],
      64,
      '--ignore: USAGE\n  "a..b" is no pattern: at character 2 a dot stands between two keys',
    ],
    [['a.yaml', 'b.yaml', '--ignore', 'a', '--ignore', 'a'], 64, 'the pattern "a" stands twice'],
    [
      ['a.yaml', 'b.yaml', '--ignore-file', 'ignore-bad.yaml'],
      2,
      'ignore-bad.yaml:1:9: DOCUMENT_INVALID at [0].path\n  "a..b" is no pattern',
    ],
    [
      ['a.yaml', 'b.yaml', '--ignore-file', 'ignore-bad.yaml'],
      2,
      'ignore-bad.yaml:4:11: DOCUMENT_INVALID at [1].reason',
    ],
    [
      ['a.yaml', 'b.yaml', '--ignore-file', 'ignore-bad.yaml'],
      2,
      'unknown key "reasn"; allowed: path, reason\n  hint: did you mean reason?',
    ],
    [
      ['a.yaml', 'b.yaml', '--ignore-file', 'ignore-bad.yaml'],
      2,
      'ignore-bad.yaml:5:9: DOCUMENT_INVALID at [2].path\n  the pattern "a.b" stands twice',
    ],
    [
      ['a.yaml', 'b.yaml', '--ignore-file', 'ignore-bad.yaml'],
      2,
      'ignore-bad.yaml:7:3: DOCUMENT_INVALID at [3]\n  got 3',
    ],
    [['a.yaml', 'b.yaml', '--ignore-file', 'ignore-map.yaml'], 2, 'ignore-map.yaml:1:1: DOCUMENT_INVALID'],
  ])('%j', async (args, status, expected) => {
    const ran = await cli(args);
    expect(ran.err).toContain(expected);
    expect([ran.status, ran.out]).toEqual([status, '']);
  });
});
