import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CLOUD_KEYS, COLLECTORS } from '../../src/cli/snapshot-flags.ts';
import { GIVEN_KEYS } from '../../src/snapshot/cloud/given.ts';
import { collectors } from '../../src/snapshot/collectors.ts';
import { type Snapshot, snapshotDocument } from '../../src/snapshot/document.ts';
import { runCli, tempDir, words } from './run-cli.ts';

const NODE = resolve('docs/examples/snapshot/gb200-node');
let dir: ReturnType<typeof tempDir>;
beforeEach(() => {
  dir = tempDir();
});
afterEach(() => dir.remove());

const snap = (line: string, options: { stdin?: string; tty?: boolean } = {}) =>
  runCli(['snapshot', '--root', NODE, ...words(line)], { cwd: dir.cwd, ...options });

const snapshotOf = (text: string): Snapshot => snapshotDocument.parse(parse(text));

it('the help knows what may be said of the cloud', () => {
  expect(CLOUD_KEYS).toEqual(GIVEN_KEYS);
});

it('the help knows every collector, and the document has a place for each', () => {
  expect(COLLECTORS).toEqual(collectors.map(({ name }) => name));
  expect(Object.keys(snapshotDocument.shape.measurements.shape).sort()).toEqual([...COLLECTORS].sort());
});

describe('cnsctl snapshot', () => {
  it('prints a document of its own schema, with what was left out marked as such', async () => {
    const { status, out, err } = await snap('--filter os,network');
    expect([status, err]).toEqual([0, '']);
    const snapshot = snapshotOf(out);
    expect(snapshot.metadata.node).toBe('ip-10-0-12-34.us-east-2.compute.internal');
    expect(Object.keys(snapshot.measurements).sort()).toEqual(['network', 'os']);
    expect(snapshot.collectors).toMatchObject({ os: { state: 'collected' }, k8s: { state: 'excluded' } });
    expect(snapshot.measurements.os).toMatchObject({ pageSizeKiB: 64, hugePages: { '2M': { total: 5128 } } });
  });

  it('is the same data as YAML and as JSON, and a glance as a table', async () => {
    const untimed = (snapshot: Snapshot) => ({ ...snapshot, metadata: { ...snapshot.metadata, taken: '' } });
    const yaml = await snap('--filter os');
    const json = await snap('--filter os --format json');
    expect(untimed(snapshotOf(json.out))).toEqual(untimed(snapshotOf(yaml.out)));
    const { out } = await snap('--filter os,gpu --format table');
    expect(out).toMatch(/^os +collected +Ubuntu 24\.04\.3 LTS, kernel 6\.14\.0-1018-aws-64k, 64K pages$/m);
    expect(out).toMatch(/^gpu +collected +no GPU$/m);
    expect(out).toMatch(/^k8s +excluded$/m);
  });

  it('writes to a file at once, and says nothing else', async () => {
    expect(await snap('--filter os -o node.yaml')).toEqual({ status: 0, out: '', err: '' });
    expect(snapshotOf(readFileSync(join(dir.cwd, 'node.yaml'), 'utf8')).kind).toBe('Snapshot');
  });

  it('says with --context where each part was read', async () => {
    const { out } = await snap('--filter os --context');
    expect(snapshotOf(out).context?.os).toMatchObject({
      bootArguments: { source: '/proc/cmdline' },
      pageSizeKiB: { source: '/proc/self/smaps', unit: 'KiB' },
    });
  });

  it('says on a terminal which collectors run, and takes it back', async () => {
    const { err } = await snap('--filter os,gpu', { tty: true });
    expect(err).toContain('[0/2] gpu, os');
    expect(err).toContain('[2/2]');
    expect(err.endsWith('\r\x1b[K')).toBe(true);
  });

  it('takes out names with --redact', async () => {
    const { out } = await snap('--filter os --redact');
    expect(snapshotOf(out).metadata).toMatchObject({ node: 'node-1', redacted: true });
    expect(out).not.toContain('10-0-12-34');
  });

  it('takes what the user says of the cloud where nobody can be asked', async () => {
    const { out, status } = await snap('--filter cloud --cloud provider=aws --cloud region=us-east-2 --timeout 20s');
    expect(status).toBe(0);
    expect(snapshotOf(out).measurements.cloud).toMatchObject({ provider: 'aws', region: 'us-east-2', from: 'given' });
  });

  it.each`
    line                                                            | code                     | says
    ${'--filter gpus'}                                              | ${'USAGE'}               | ${'did you mean gpu?'}
    ${'--exclude clod,oss'}                                         | ${'USAGE'}               | ${'"oss"'}
    ${'--filter os --exclude os'}                                   | ${'USAGE'}               | ${'no collector is left'}
    ${'--cache-ttl 5'}                                              | ${'USAGE'}               | ${'--cache-ttl 30s'}
    ${'--timeout never'}                                            | ${'USAGE'}               | ${'"never"'}
    ${'--cloud regoin=x --cloud provider=aws --cloud provider=aws'} | ${'USAGE'}               | ${'did you mean region?'}
    ${'--filter os --cloud region=x'}                               | ${'USAGE'}               | ${'add cloud to --filter'}
    ${'--cloud region'}                                             | ${'USAGE'}               | ${'expected key=value'}
    ${'--fail-fast --best-effort'}                                  | ${'USAGE'}               | ${'cannot be used with'}
    ${'--filter os -o cm://Prod/x'}                                 | ${'USAGE'}               | ${'did you mean cm://prod/x?'}
    ${'--filter os -o cm://a/b --format table'}                     | ${'USAGE'}               | ${'only a glance'}
    ${'--filter k8s --kubeconfig none.yaml'}                        | ${'COLLECT_FAILED'}      | ${'none.yaml'}
    ${'--filter os -o cm://a/b --kubeconfig none.yaml'}             | ${'CLUSTER_UNREACHABLE'} | ${'none.yaml'}
  `('refuses $line with $code', async ({ line, code, says }) => {
    const { status, out, err } = await snap(line);
    expect(status).toBeGreaterThanOrEqual(2);
    expect(out).toBe('');
    expect(err).toContain(code);
    expect(err).toContain(says);
  });

  it('keeps with --best-effort what others find, marks what failed, and says so', async () => {
    const { status, out, err } = await snap('--filter os,k8s,topology --best-effort --kubeconfig none.yaml');
    expect(status).toBe(0);
    expect(snapshotOf(out).collectors).toMatchObject({
      os: { state: 'collected' },
      k8s: { state: 'failed', why: expect.stringContaining('none.yaml') },
    });
    expect(err).toMatch(/^k8s: .*none\.yaml/m);
  });
});

describe('with --cache-ttl', () => {
  const cached = (): string[] => {
    const folder = join(dir.cwd, 'home/.cache/cnsctl/snapshots');
    return existsSync(folder) ? readdirSync(folder) : [];
  };
  const taken = async (line: string): Promise<string> => snapshotOf((await snap(line)).out).metadata.taken;

  it("a second run gives the first one's snapshot, until another is asked for", async () => {
    const first = await taken('--filter os --cache-ttl 1h');
    expect(cached()).toHaveLength(1);
    expect(await taken('--filter os --cache-ttl 1h')).toBe(first);
    expect(await taken('--filter os --cache-ttl 1h --redact')).toBe(first);
    expect(await taken('--filter os --cache-ttl 1h --no-cache')).not.toBe(first);
    expect(await taken('--filter os')).not.toBe(first);
    expect(await taken('--filter os --cache-ttl 1h --context')).not.toBe(first);
    expect(await taken('--filter os,gpu --cache-ttl 1h')).not.toBe(first);
    expect(await taken('--filter os --cache-ttl 1ms')).not.toBe(first);
  });

  it('another root or kubeconfig is another target', async () => {
    const first = await taken('--filter os --cache-ttl 1h');
    mkdirSync(join(dir.cwd, 'home/.kube'), { recursive: true });
    writeFileSync(join(dir.cwd, 'home/.kube/config'), 'apiVersion: v1\nkind: Config\n');
    expect(await taken('--filter os --cache-ttl 1h')).not.toBe(first);
    const other = join(dir.cwd, 'other');
    cpSync(NODE, other, { recursive: true });
    const { out } = await runCli(['snapshot', '--root', 'other', ...words('--filter os --cache-ttl 1h')], {
      cwd: dir.cwd,
    });
    expect(snapshotOf(out).metadata.taken).not.toBe(first);
  });

  it('nothing is left behind without it, nor of a run in which something failed', async () => {
    await snap('--filter os');
    await snap('--filter os,k8s --best-effort --kubeconfig none.yaml --cache-ttl 1h');
    expect(cached()).toEqual([]);
  });
});

it('the built program runs programs of the machine', () => {
  const out = execFileSync(
    process.execPath,
    ['lib/cli/cnsctl.cjs', 'snapshot', '--filter', 'os', '--context', '--format', 'json'],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const { measurements, context } = snapshotDocument.parse(JSON.parse(out));
  const said = execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' });
  expect(measurements.os?.pageSizeKiB).toBe(Number(said) / 1024);
  expect(context?.os?.pageSizeKiB?.source).toBe('getconf PAGESIZE');
});
