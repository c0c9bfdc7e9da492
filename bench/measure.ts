import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One command, run several times as a whole process. */
export interface Measured {
  /** Shortest wall time. Unit: milliseconds. */
  readonly ms: number;
  /** Largest resident set; only for Node programs. Unit: MiB. */
  readonly rssMiB?: number;
  readonly stdout: string;
}

/** One row of the table: what was measured, and how it compares. */
export interface Row {
  readonly what: string;
  readonly measured: Measured;
  readonly ratio: string;
  readonly aim: string;
}

export interface MeasureOptions {
  readonly cwd: string;
  readonly runs?: number;
  /** Exit status that the command must have. @default 0 */
  readonly status?: number;
  readonly env?: Readonly<Record<string, string>>;
}

const RSS_HOOK = fileURLToPath(new URL('./rss-hook.mjs', import.meta.url));

/**
 * Runs a command with a clean environment and takes the shortest of its runs: on a noisy machine the minimum is what the program costs.
 *
 * @param args words of the command line, by the number of the run: what makes files makes them in a new folder each time. Nothing is
 *   deleted in between, because ext4 creates files several times slower for minutes after many were deleted.
 * @throws Error when a run ends with another status
 */
export function measure(
  file: string,
  args: (run: number) => readonly string[],
  { cwd, runs = 5, status = 0, env = {} }: MeasureOptions,
): Measured {
  const scratch = mkdtempSync(join(tmpdir(), 'bench-rss-'));
  const rssFile = join(scratch, 'rss');
  const isNode = file === process.execPath;
  let best = Number.POSITIVE_INFINITY;
  let stdout = '';
  for (let i = 0; i < runs; i++) {
    const words = args(i);
    const started = process.hrtime.bigint();
    const run = spawnSync(file, words, {
      cwd,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { PATH: process.env.PATH ?? '', HOME: scratch, ...env },
    });
    best = Math.min(best, Number(process.hrtime.bigint() - started) / 1e6);
    if (run.status !== status)
      throw new Error(`${file} ${words.join(' ')} ended with ${run.status}: ${run.stderr.slice(0, 1000)}`);
    stdout = run.stdout;
  }
  // Memory is measured in a run of its own: the hook costs time.
  let rssMiB: number | undefined;
  if (isNode) {
    spawnSync(file, ['--import', RSS_HOOK, ...args(runs)], {
      cwd,
      stdio: 'ignore',
      env: { PATH: process.env.PATH ?? '', HOME: scratch, BENCH_RSS_FILE: rssFile, ...env },
    });
    rssMiB = Number(readFileSync(rssFile, 'utf8')) / 1024;
  }
  rmSync(scratch, { recursive: true });
  return { ms: best, ...(rssMiB === undefined ? {} : { rssMiB }), stdout };
}
