import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CnsError } from '../../src/errors.ts';
import { type RunProcessOptions, runProcess } from '../../src/io/run-process.ts';

let cwd = '';

beforeAll(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'run-process-')));
});

afterAll(() => rmSync(cwd, { recursive: true }));

const PATH = '/usr/bin:/bin';
const run = (file: string, args: readonly string[], more: Partial<RunProcessOptions> = {}) =>
  runProcess(file, args, { env: { PATH }, cwd, timeoutMs: 20_000, maxOutputBytes: 10_000_000, ...more });
const sh = (script: string, more?: Partial<RunProcessOptions>) => run('sh', ['-c', script], more);

async function problemOf(promise: Promise<unknown>): Promise<[string, string] | undefined> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof CnsError ? [error.code, error.problems[0]?.message ?? ''] : undefined;
}

/** Whether a process is there and is more than an entry that its parent has not asked for. */
function lives(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

it('gives status, both outputs and the folder', async () => {
  expect(await sh('pwd; echo é >&2; exit 3')).toEqual({
    status: 3,
    signal: null,
    stdout: `${cwd}\n`,
    stderr: 'é\n',
    timedOut: false,
  });
});

it('says which signal ended it', async () => {
  expect(await sh('kill -KILL $$')).toMatchObject({ status: null, signal: 'SIGKILL', timedOut: false });
});

it('hands on the environment that it is given and no other', async () => {
  process.env.RUN_PROCESS_TEST = 'leaks';
  const { stdout } = await run('/usr/bin/env', [], { env: { ONLY: 'this one' } });
  delete process.env.RUN_PROCESS_TEST;
  expect(stdout).toBe('ONLY=this one\n');
});

it('uses no shell', async () => {
  expect((await run('printf', ['%s|', '$HOME', '; echo x', '`id`', '*', ''])).stdout).toBe('$HOME|; echo x|`id`|*||');
});

it('passes input on, also to a program that does not read it', async () => {
  const input = 'é'.repeat(500_000);
  expect((await run('cat', [], { input })).stdout).toBe(input);
  expect((await run('true', [], { input })).status).toBe(0);
  expect((await run('cat', [])).stdout).toBe('');
});

describe('timeout', () => {
  it('ends the program and keeps what it printed', async () => {
    const start = performance.now();
    expect(await sh('echo before; sleep 30', { timeoutMs: 200 })).toEqual({
      status: null,
      signal: 'SIGTERM',
      stdout: 'before\n',
      stderr: '',
      timedOut: true,
    });
    expect(performance.now() - start).toBeLessThan(1_900);
  });

  it.runIf(existsSync('/proc/self/stat'))('ends those that it started too, and those that do not want to', async () => {
    const script = `sh -c 'trap "" TERM; echo $$; while :; do sleep 1; done' & sleep 30 & echo $!; wait`;
    const { stdout, timedOut } = await sh(script, { timeoutMs: 300 });
    const pids = stdout.trim().split('\n').map(Number);
    expect([timedOut, pids.length]).toEqual([true, 2]);
    await sleep(50);
    expect(pids.map(lives)).toEqual([false, false]);
  });
});

it('refuses more output than the limit, and ends the program', async () => {
  expect(await problemOf(run('yes', [], { maxOutputBytes: 100_000 }))).toEqual([
    'LIMIT_EXCEEDED',
    'yes printed more than 100000 bytes and was ended',
  ]);
  expect((await sh('printf 12345; printf 67890 >&2', { maxOutputBytes: 10 })).status).toBe(0);
  expect(await problemOf(sh('printf 12345; printf 678901 >&2', { maxOutputBytes: 10 }))).toEqual([
    'LIMIT_EXCEEDED',
    'sh printed more than 10 bytes and was ended',
  ]);
});

it('says so when the program or the folder is not there', async () => {
  const message = (file: string, folder: string): [string, string] => [
    'DOCUMENT_UNREADABLE',
    `${file} could not be started: it is not installed, or the folder ${folder} does not exist`,
  ];
  expect(await problemOf(run('no-such-program', []))).toEqual(message('no-such-program', cwd));
  expect(await problemOf(run('sh', [], { env: { PATH: '/nowhere' } }))).toEqual(message('sh', cwd));
  expect(await problemOf(run('sh', [], { cwd: '/nowhere' }))).toEqual(message('sh', '/nowhere'));
});

it('leaves no listener behind, and adds one for any number of programs', async () => {
  const count = (): number => process.listenerCount('SIGINT') + process.listenerCount('exit');
  const before = count();
  const all = Array.from({ length: 20 }, () => run('true', []));
  expect(count()).toBe(before + 2);
  await Promise.all(all);
  expect(count()).toBe(before);
});
