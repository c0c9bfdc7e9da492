import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/cli/main.ts';
import type { Streams } from '../../src/cli/streams.ts';
import { smallEngine } from '../ops/small-engine.ts';

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly tty?: boolean;
  /** As what the program is called. */
  readonly name?: string;
}

/** Runs a real command line with streams of its own and the small engine. Nothing of the process is used. */
export async function runCli(
  args: readonly string[],
  { cwd, stdin = '', env = {}, tty = false, name = 'cnsctl' }: RunOptions,
): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  const sink = (to: string[]) => ({ write: (text: string) => to.push(text), isTTY: tty, columns: 100 });
  const streams: Streams = {
    stdout: sink(out),
    stderr: sink(err),
    stdin: () => stdin,
    env: { HOME: join(cwd, 'home'), ...env },
    cwd,
  };
  const status = await run(['node', `/usr/bin/${name}`, ...args], streams, async () => smallEngine);
  return { status, out: out.join(''), err: err.join('') };
}

/** Words of a command line, split at blanks. */
export const words = (line: string): string[] => line.split(' ').filter((word) => word !== '');

export function tempDir(): { readonly cwd: string; readonly remove: () => void } {
  const cwd = mkdtempSync(join(tmpdir(), 'cns-cli-'));
  return { cwd, remove: () => rmSync(cwd, { recursive: true, force: true }) };
}
