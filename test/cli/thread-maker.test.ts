import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import {
  type Port,
  type Reply,
  type Request,
  serveMaker,
  type Thread,
  threadMaker,
} from '../../src/cli/thread-maker.ts';
import type { ClusterMaker, Job } from '../../src/ops/cluster-maker.ts';

/** A worker and its port, of which messages are copied as between threads. */
function channel() {
  const [here, there] = [new EventEmitter(), new EventEmitter()];
  let ended = 0;
  const thread: Thread = {
    postMessage: (request: Request) => void setImmediate(() => there.emit('message', structuredClone(request))),
    on: (event: string, listener: (value: never) => void) => here.on(event, listener as () => void),
    terminate: async () => ended++,
  };
  const port: Port = {
    postMessage: (reply: Reply) => void setImmediate(() => here.emit('message', structuredClone(reply))),
    on: (event, listener) => there.on(event, listener),
  };
  return { thread, port, fail: (error: Error) => here.emit('error', error), ended: () => ended };
}

const problem = { code: 'PROPS_INVALID', message: 'is wrong', source: { file: 'a.yaml', line: 1, column: 2 } } as const;

function recorded(): ClusterMaker & { readonly calls: unknown[] } {
  const calls: unknown[] = [];
  return {
    calls,
    async make(jobs, onStart) {
      for (const { file } of jobs) onStart(file);
      calls.push(jobs);
      return jobs.map(() => ({ problems: [problem] }));
    },
    async write() {
      calls.push('write');
      return [{ problems: [] }];
    },
    close: async () => void calls.push('close'),
  };
}

const jobs: readonly Job[] = [{ file: 'a.yaml', text: 'a: 1\n', digest: 'd' }];

it('asks the maker at the other end, and hands over what it says', async () => {
  const { thread, port, ended } = channel();
  const real = recorded();
  serveMaker(port, real);
  const maker = threadMaker(thread);
  const started: string[] = [];
  expect(await maker.make(jobs, (file) => started.push(file))).toEqual([{ problems: [problem] }]);
  expect(started).toEqual(['a.yaml']);
  expect(await maker.write()).toEqual([{ problems: [] }]);
  await maker.close();
  expect([real.calls, ended()]).toEqual([[jobs, 'write', 'close'], 1]);
});

it('throws here what was thrown there, with the stack from there', async () => {
  const { thread, port } = channel();
  const bug = new TypeError('not plain data');
  serveMaker(port, { ...recorded(), write: () => Promise.reject(bug) });
  await expect(threadMaker(thread).write()).rejects.toMatchObject({ message: 'not plain data', stack: bug.stack });
});

it('does not wait for a thread that broke, neither now nor later', async () => {
  const { thread, fail, ended } = channel();
  const maker = threadMaker(thread);
  const waiting = maker.make(jobs, () => {});
  fail(new Error('out of memory'));
  await expect(waiting).rejects.toThrow('out of memory');
  await expect(maker.write()).rejects.toThrow('out of memory');
  await maker.close();
  expect(ended()).toBe(1);
});
