import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machineAt } from '../../src/io/machine.ts';

const folder = mkdtempSync(join(tmpdir(), 'machine-'));
const root = join(folder, 'host');
const server = createServer();

/** A host that somebody else made: it wants to be left, to be waited for, and to be too much. */
beforeAll(async () => {
  mkdirSync(join(root, 'etc/folder'), { recursive: true });
  mkdirSync(join(root, 'usr/lib'), { recursive: true });
  mkdirSync(join(root, 'bin'));
  const text = (path: string, content: string | Buffer): void => writeFileSync(join(root, path), content);
  writeFileSync(join(folder, 'secret'), 'of the machine around it\n');
  text('etc/plain', 'é one\n');
  text('etc/empty', '');
  text('etc/latin1', Buffer.from([0x63, 0xe9]));
  text('usr/lib/os-release', 'ID=inside\n');
  text('bin/getconf', '#!/bin/sh\necho not ours\n');
  chmodSync(join(root, 'bin/getconf'), 0o755);
  const links: Record<string, string> = {
    'etc/absolute': '/usr/lib/os-release',
    'etc/relative': '../usr/lib/os-release',
    'etc/above': '../../../../../../usr/lib/os-release',
    'etc/out': '../../secret',
    'etc/out-absolute': join(folder, 'secret'),
    'etc/out-folder': folder,
    'etc/lib': '/usr/lib',
    'etc/circle': 'circle-2',
    'etc/circle-2': '/etc/circle',
    'etc/dangling': 'nowhere',
  };
  for (const [path, target] of Object.entries(links)) symlinkSync(target, join(root, path));
  text('etc/large', '');
  truncateSync(join(root, 'etc/large'), 100 * 1024 * 1024);
  text('etc/just-fits', '');
  truncateSync(join(root, 'etc/just-fits'), 16 * 1024 * 1024);
  execFileSync('mkfifo', [join(root, 'etc/pipe')]);
  await new Promise<void>((done) => server.listen(join(root, 'etc/socket'), done));
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

describe('below a root that is not /', () => {
  const host = machineAt(root);

  it.each`
    path                           | what
    ${'/etc/plain'}                | ${'é one\n'}
    ${'/etc/./folder/../plain'}    | ${'é one\n'}
    ${'/etc/empty'}                | ${''}
    ${'/etc/absolute'}             | ${'ID=inside\n'}
    ${'/etc/relative'}             | ${'ID=inside\n'}
    ${'/etc/above'}                | ${'ID=inside\n'}
    ${'/../../etc/lib/os-release'} | ${'ID=inside\n'}
  `('reads $path as a process would whose root it is', async ({ path, what }) => {
    expect(await host.read(path)).toEqual({ state: 'read', text: what });
  });

  it.each([
    '/etc/out',
    '/etc/out-absolute',
    '/etc/out-folder/secret',
    '/../secret',
    '/etc/dangling',
    '/etc/none',
    '/etc/plain/below',
  ])('does not leave it through %s', async (path) => {
    expect(await host.read(path)).toEqual({ state: 'absent' });
  });

  it.each`
    path             | why
    ${'/etc/folder'} | ${'it is a folder'}
    ${'/etc/pipe'}   | ${'it is a pipe'}
    ${'/etc/socket'} | ${'it is a socket or a device'}
    ${'/etc/large'}  | ${'it has 104857600 bytes; the limit is 16777216'}
    ${'/etc/latin1'} | ${'it is not UTF-8 text'}
    ${'/etc/circle'} | ${'its symbolic links go in a circle'}
    ${'/etc/a\0b'}   | ${'its path has a NUL character'}
  `('refuses $path, and says why', async ({ path, why }) => {
    expect(await host.read(path)).toEqual({ state: 'refused', why });
  });

  it('takes a file as large as the limit', async () => {
    const reading = await host.read('/etc/just-fits');
    expect(reading.state === 'read' && reading.text.length).toBe(16 * 1024 * 1024);
  });

  it('lists folders by bytes, and says what links say', async () => {
    expect(await host.list('/etc/lib')).toEqual(['os-release']);
    expect(await host.list('/etc/out-folder')).toEqual([]);
    expect(await host.list('/etc/plain')).toEqual([]);
    expect((await host.list('/etc')).slice(0, 3)).toEqual(['above', 'absolute', 'circle']);
    expect(await host.link('/etc/out')).toBe('../../secret');
    expect(await host.link('/etc/lib/os-release')).toBeUndefined();
    expect(await host.link('/etc/none')).toBeUndefined();
  });

  it('runs no program, whether the host has it or we do', async () => {
    expect(await host.run('getconf', ['PAGESIZE'])).toEqual({ state: 'absent' });
    expect(await host.run('true', [])).toEqual({ state: 'absent' });
  });
});

it('does not take a relative root', () => {
  expect(() => machineAt('host')).toThrow('the root "host" is not an absolute path');
});

describe('on this machine', () => {
  const here = machineAt();

  it('follows links as the kernel does', async () => {
    expect(await here.read(join(root, 'etc/out'))).toEqual({ state: 'read', text: 'of the machine around it\n' });
  });

  it('refuses what is not a file, and paths that are not absolute', async () => {
    expect(await here.read('/dev/zero')).toEqual({ state: 'refused', why: 'it is a socket or a device' });
    expect(await here.read('etc/hosts')).toMatchObject({ state: 'refused' });
    expect(await here.read(join(root, 'etc/none'))).toEqual({ state: 'absent' });
  });

  it('reads files of /proc, whose size says 0', async () => {
    const reading = await here.read('/proc/self/status');
    if (process.platform !== 'linux') return console.log('skipped: there is no /proc here');
    expect(reading.state === 'read' && reading.text).toMatch(/^Name:/);
  });

  it('runs programs with an environment of its own, and gives status and outputs', async () => {
    process.env.MACHINE_TEST = 'leaks';
    const outcome = await here.run('env', []);
    delete process.env.MACHINE_TEST;
    expect(outcome).toMatchObject({ state: 'ran', status: 0, stderr: '' });
    expect(outcome.state === 'ran' && outcome.stdout.split('\n').sort()).toEqual([
      '',
      'LC_ALL=C',
      expect.stringMatching(/^PATH=\/usr\/local\/sbin:.*:\/usr\/local\/nvidia\/bin:.*:\/opt\/rocm\/bin$/),
    ]);
    expect(await here.run('sh', ['-c', 'echo "$1" >&2; exit 3', 'sh', '$HOME'])).toEqual({
      state: 'ran',
      status: 3,
      stdout: '',
      stderr: '$HOME\n',
    });
  });

  it.each(['no-such-program', '../bin/sh', '/bin/sh', '', 'a\0b'])('has no program %j', async (name) => {
    expect(await here.run(name, [])).toEqual({ state: 'absent' });
  });

  it('ends what takes too long, is too much or ends itself, and says which of them may do better next time', async () => {
    const refused = (why: string, transient: boolean) => ({ state: 'refused', why, transient });
    expect(await here.run('sleep', ['30'], { timeoutMs: 100 })).toEqual(refused('it did not end within 100 ms', true));
    expect(await here.run('sh', ['-c', 'kill -KILL $$'])).toEqual(refused('it was ended by SIGKILL', true));
    expect(await here.run('yes', ['x'.repeat(100_000)])).toEqual(
      refused(expect.stringMatching(/printed more than 16777216 bytes and was ended$/) as unknown as string, false),
    );
  });
});
