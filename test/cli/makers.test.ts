import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { makersFor } from '../../src/cli/makers.ts';
import { createShell } from '../../src/cli/shell.ts';
import type { Thread } from '../../src/cli/thread-maker.ts';

const options = { root: 'dist', mode: 'write' } as const;
const idle: Thread = { postMessage: () => {}, on: () => {}, terminate: async () => {} };

async function startedFor(jobs: number, threads: number | undefined, canStart = true): Promise<unknown[]> {
  const started: unknown[] = [];
  const sink = { write: () => true };
  const startThread = (told: unknown): Thread => {
    started.push(told);
    return idle;
  };
  const shell = createShell([], {
    stdout: sink,
    stderr: sink,
    env: {},
    cwd: '/',
    ...(canStart ? { startThread } : {}),
  });
  await makersFor(shell, options, jobs, { threads });
  return started;
}

it.each`
  jobs    | threads | started | why
  ${1000} | ${4}    | ${4}    | ${'that is what was asked for'}
  ${1000} | ${9}    | ${9}    | ${'more than the default when asked for'}
  ${3}    | ${4}    | ${3}    | ${'a fourth would have no work'}
  ${1000} | ${1}    | ${0}    | ${'none is wanted'}
  ${1000} | ${0}    | ${0}    | ${'none is wanted'}
  ${1}    | ${4}    | ${0}    | ${'one thread for one cluster is this one'}
`('$jobs clusters, --threads $threads: $started threads, since $why', async ({ jobs, threads, started }) => {
  expect(await startedFor(jobs, threads)).toEqual(Array.from({ length: started }, () => options));
});

it('starts none without a word for few clusters, and four at most for many', async () => {
  expect(await startedFor(399, undefined)).toEqual([]);
  expect((await startedFor(100_000, undefined)).length).toBe(
    availableParallelism() < 2 ? 0 : Math.min(availableParallelism(), 4),
  );
});

it('makes everything here where the program cannot start threads', async () => {
  expect(await startedFor(1000, 4, false)).toEqual([]);
});
