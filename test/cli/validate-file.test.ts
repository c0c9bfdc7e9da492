import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createShell } from '../../src/cli/shell.ts';
import { validateFile } from '../../src/cli/validate-file.ts';
import { tempDir } from './run-cli.ts';

const { cwd, remove } = tempDir();
afterAll(remove);

interface Ran {
  readonly status: number;
  readonly out: string;
}

async function validate(
  files: readonly string[],
  { stdin = '', ...flags }: { schema?: string; format?: string; output?: string; stdin?: string } = {},
): Promise<Ran> {
  const out: string[] = [];
  const sink = { write: (text: string) => out.push(text) };
  const shell = createShell(['node', 'cnsctl'], { stdout: sink, stderr: sink, stdin: () => stdin, env: {}, cwd });
  await validateFile(shell, files, { schema: 'v1', ...flags });
  return { status: shell.exit, out: out.join('') };
}

const write = (name: string, text: string): string => {
  writeFileSync(join(cwd, name), text);
  return name;
};

const CLUSTER = readFileSync('docs/examples/clusters/smallest.yaml', 'utf8');
const FAULTY = readFileSync('docs/examples/faulty/three-mistakes.yaml', 'utf8');
const POD = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n';
write('cluster.yaml', CLUSTER);
write('faulty.yaml', FAULTY);
write('objects.yaml', `# two\n---\n${POD}---\n${POD}---\n# nothing\n`);

describe('says of every file what it is', () => {
  it('valid ones, by kind and schema', async () => {
    expect(await validate(['cluster.yaml', 'objects.yaml'])).toEqual({
      status: 0,
      out: 'cluster.yaml: valid: Cluster cns.dev/v1alpha1, schema v1\nobjects.yaml: valid: 2 × Namespace v1, schema v1\n',
    });
  });

  it('invalid ones with all mistakes by line, column, path, what came and what is allowed; the others all the same', async () => {
    const { status, out } = await validate(['faulty.yaml', 'cluster.yaml']);
    expect(status).toBe(1);
    expect(out).toBe(`faulty.yaml:7:5: DOCUMENT_INVALID at pools.gpu.lables
  unknown key "lables"; allowed: acceptSettings, count, instanceType, labels, taints, tolerations
  hint: did you mean labels?
faulty.yaml:8:12: DOCUMENT_INVALID at pools.gpu.count
  got "many": expected number
faulty.yaml:11:12: DOCUMENT_INVALID at gitops.repoURL
  got "https://…@github.com/example/gitops.git": an address without a password: the tree is committed
faulty.yaml: invalid: 3 problems, schema v1
cluster.yaml: valid: Cluster cns.dev/v1alpha1, schema v1
`);
  });

  it('JSON as well as YAML, and the standard input', async () => {
    const data = { apiVersion: 'cns.dev/v1alpha1', kind: 'Leaves', service: 'eks', leaves: {} };
    const { status, out } = await validate(['-'], { stdin: JSON.stringify(data, null, 2) });
    expect([status, out]).toEqual([
      1,
      'standard input:5:3: DOCUMENT_INVALID at leaves\n  got {}: expected array\nstandard input: invalid: 1 problem, schema v1\n',
    ]);
  });
});

describe('what is no answer', () => {
  it.each([
    ['a file that is not there', ['none.yaml'], 2, 'none.yaml'],
    ['a folder', ['.'], 2, 'it is a folder'],
    ['a syntax error', [write('broken.yaml', `${CLUSTER}a: [1\n`)], 2, 'broken.yaml:11:1: DOCUMENT_UNREADABLE'],
    [
      'a kind that nobody knows',
      [write('kind.yaml', CLUSTER.replace('Cluster', 'Clustre'))],
      2,
      'did you mean Cluster?',
    ],
    ['another version', [write('next.yaml', CLUSTER.replace('v1alpha1', 'v2'))], 2, 'allowed: cns.dev/v1alpha1'],
    [
      'another group',
      [write('group.yaml', CLUSTER.replace('cns.dev', 'cnd.dev'))],
      2,
      'did you mean cns.dev/v1alpha1?',
    ],
    [
      "somebody's object",
      [write('own.yaml', 'apiVersion: example.com/v1\nkind: Thing\n')],
      2,
      'no schema of example.com/v1 Thing',
    ],
    ['the index of a tree', ['index.json'], 2, 'cnsctl verify'],
    ['no document at all', [write('list.yaml', '- 1\n')], 1, 'expected a map, got a list'],
    ['nothing', [write('empty.yaml', '')], 1, 'expected a map, got nothing'],
  ])('%s', async (_, files, status, said) => {
    write('index.json', JSON.stringify({ about: 'x', version: 1, files: {} }));
    const ran = await validate([...files, 'cluster.yaml']);
    expect(ran.out).toContain(said);
    expect(ran.out).toMatch(/cluster\.yaml: valid: .*\n$/);
    expect(ran.status).toBe(status);
  });

  it('the worst of several files decides the status', async () => {
    expect((await validate(['faulty.yaml', 'cluster.yaml'])).status).toBe(1);
    expect((await validate(['faulty.yaml', 'none.yaml'])).status).toBe(2);
  });

  it('a file over the limit', async () => {
    const big = write('big.yaml', '');
    truncateSync(join(cwd, big), 64 * 1024 * 1024 + 1);
    const { status, out } = await validate([big]);
    expect([status, out]).toEqual([4, expect.stringContaining('the limit is 67108864')]);
  });

  it('a set of schemas that there is not', async () => {
    await expect(validate(['cluster.yaml'], { schema: 'v2' })).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(/"v2"; allowed: v1/),
    });
  });
});

it('takes a file of more than the usual limit', async () => {
  const { status } = await validate([write('long.yaml', `${CLUSTER}# ${'x'.repeat(6 * 1024 * 1024)}\n`)]);
  expect(status).toBe(0);
});

it('a document of ours stands alone in its file', async () => {
  const { status, out } = await validate([write('both.yaml', `${CLUSTER}---\n${POD}`)]);
  expect(status).toBe(1);
  expect(out).toContain(
    'both.yaml:11:1: DOCUMENT_INVALID\n  a second document begins, and a file with a Cluster holds nothing else',
  );
});

it('positions in later documents are those of the file', async () => {
  const wrong = POD.replace('name', 'nmae');
  const { out } = await validate([write('second.yaml', `${POD}---\n${wrong}`)]);
  expect(out).toContain('second.yaml:9:9: MANIFEST_INVALID at metadata.nmae\n');
  const { out: syntax } = await validate([write('syntax.yaml', `${POD}---\na: "x\n`)]);
  expect(syntax).toMatch(/^syntax\.yaml:[67]:\d+: DOCUMENT_UNREADABLE/);
});

it('many mistakes: the first are told, and how many there are', async () => {
  const labels = Array.from({ length: 1200 }, (_, i) => `k${i}: { a: 1 }`).join(', ');
  const file = write('many.yaml', `${CLUSTER.replace('{ nodeGroup: gpu-worker }', `{ ${labels} }`)}`);
  const { out } = await validate([file]);
  expect(out.match(/DOCUMENT_INVALID/g)).toHaveLength(50);
  expect(out).toMatch(/many\.yaml: 1150 more, not shown; .*\nmany\.yaml: invalid: 1200 problems/);
  const { out: json } = await validate([file], { format: 'json' });
  expect(JSON.parse(json).files[0].problems).toHaveLength(1000);
  expect(JSON.parse(json).files[0].more).toBe(200);
});

it('writes the report to a file', async () => {
  mkdirSync(join(cwd, 'out'), { recursive: true });
  const { out } = await validate(['cluster.yaml'], { format: 'sarif', output: 'out/report.sarif' });
  expect(out).toBe('');
  expect(JSON.parse(readFileSync(join(cwd, 'out/report.sarif'), 'utf8')).version).toBe('2.1.0');
});
