import { setTimeout as sleepFor } from 'node:timers/promises';
import { type AskOptions, askServer, unreachable } from './ask-server.ts';
import type { Cluster } from './cluster.ts';
import type { Connection } from './connection.ts';
import { listPages, pathOf } from './list-pages.ts';
import { SendFailure } from './send.ts';

export type ClientOptions = Partial<Omit<AskOptions, 'connection'>>;

const JSON_TYPE = 'application/json';

/** Asks the API server of a connection. */
export function clusterClient(connection: Connection, options: ClientOptions = {}): Cluster {
  const ask: AskOptions = {
    connection,
    sleep: (ms) => sleepFor(ms),
    onWait: () => {},
    ...options,
  };
  const { server, where } = connection;
  return {
    server,
    where,
    get: (path) =>
      whole(ask, () => askServer({ asked: { verb: 'get', path }, method: 'GET', path, accept: JSON_TYPE }, ask)),
    list: (kind, listOptions = {}) => listPages(kind, listOptions, ask),
    apply(kind, object, { fieldManager, force = false }) {
      const { namespace, name } = object.metadata;
      const query = new URLSearchParams({ fieldManager, ...(force ? { force: 'true' } : {}) });
      return whole(ask, () =>
        askServer(
          {
            asked: { verb: 'patch', kind, namespace },
            method: 'PATCH',
            path: `${pathOf(kind, namespace, name)}?${query}`,
            accept: JSON_TYPE,
            // JSON is YAML.
            body: { type: 'application/apply-patch+yaml', text: JSON.stringify(object) },
          },
          ask,
        ),
      );
    },
    close: () => connection.close(),
  };
}

/** Lists ask for less where an answer is too large; anything else cannot. */
async function whole<T>({ connection }: AskOptions, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof SendFailure ? unreachable(connection, error.message) : error;
  }
}
