import type { ClusterMaker, Job, Outcome } from '../ops/cluster-maker.ts';

/** What a thread is asked. */
export type Request = { readonly make: readonly Job[] } | { readonly write: true } | { readonly close: true };
/** What it says: the file that it starts with, and in the end what became of all, or of itself. */
export type Reply =
  | { readonly start: string }
  | { readonly outcomes: readonly Outcome[] }
  | { readonly bug: { readonly message: string; readonly stack?: string | undefined } };

/** A worker, as far as it is used here. */
export interface Thread {
  postMessage(request: Request): void;
  on(event: 'message', listener: (reply: Reply) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  terminate(): Promise<unknown>;
}

/** The port that a worker has to the thread that started it. */
export interface Port {
  postMessage(reply: Reply): void;
  on(event: 'message', listener: (request: Request) => void): unknown;
}

/** The maker in a thread. One request at a time. */
export function threadMaker(thread: Thread): ClusterMaker {
  let settle: { readonly resolve: (outcomes: readonly Outcome[]) => void; readonly reject: (error: Error) => void };
  let onStart: (file: string) => void = () => {};
  let broken: Error | undefined;
  thread.on('message', (reply: Reply) => {
    if ('start' in reply) onStart(reply.start);
    else if ('outcomes' in reply) settle.resolve(reply.outcomes);
    else settle.reject(Object.assign(new Error(reply.bug.message), { stack: reply.bug.stack }));
  });
  thread.on('error', (error) => {
    broken = error;
    settle?.reject(error);
  });
  const ask = (request: Request): Promise<readonly Outcome[]> =>
    new Promise((resolve, reject) => {
      if (broken) reject(broken);
      settle = { resolve, reject };
      thread.postMessage(request);
    });
  return {
    make(jobs, told) {
      onStart = told;
      return ask({ make: jobs });
    },
    write: () => ask({ write: true }),
    async close() {
      if (!broken) await ask({ close: true });
      await thread.terminate();
    },
  };
}

/** Puts a maker behind the port of a worker. */
export function serveMaker(port: Port, maker: ClusterMaker): void {
  const answer = async (request: Request): Promise<Reply> => {
    try {
      if ('write' in request) return { outcomes: await maker.write() };
      if ('make' in request)
        return { outcomes: await maker.make(request.make, (start) => port.postMessage({ start })) };
      await maker.close();
      return { outcomes: [] };
    } catch (error) {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      return { bug: { message, stack } };
    }
  };
  port.on('message', async (request) => port.postMessage(await answer(request)));
}
