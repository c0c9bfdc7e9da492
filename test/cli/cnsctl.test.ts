import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { tempDir } from './run-cli.ts';

const { cwd, remove } = tempDir();
afterAll(remove);

const PROGRAM = `'${process.execPath}' --import '${resolve('node_modules/tsx/dist/loader.mjs')}' '${resolve('src/cli/cnsctl.ts')}'`;
const sh = (line: string) => {
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['-c', `set -o pipefail; ${line.replaceAll('cnsctl', PROGRAM)}`],
    { cwd, encoding: 'utf8', env: { PATH: process.env.PATH ?? '', HOME: cwd } },
  );
  return { status, stdout, stderr };
};

describe('as a process', () => {
  it('ends with the status, problems on the standard error', () => {
    expect(sh('cnsctl syth')).toEqual({
      status: 64,
      stdout: '',
      stderr: "USAGE\n  unknown command 'syth'\n  hint: did you mean synth?\n",
    });
  });

  it('reads the standard input', () => {
    const { status, stderr } = sh('echo "kind: Nonsense" | cnsctl recipe --criteria -');
    expect([status, stderr]).toEqual([2, expect.stringContaining('-:1:1: VERSION_UNKNOWN at apiVersion')]);
  });

  it('takes a closed pipe for no error', () => {
    expect(sh('cnsctl schema Layer | head -c 10')).toEqual({ status: 0, stdout: '{\n  "$sche', stderr: '' });
  });

  it('gets out all that it prints into a pipe', () => {
    const { status, stdout } = sh('cnsctl schema Layer | cat');
    expect([status, (JSON.parse(stdout) as { title: string }).title]).toEqual([0, 'Layer']);
  });
});
