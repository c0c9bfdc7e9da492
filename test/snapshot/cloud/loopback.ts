import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export type Answer = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
};

export interface Loopback {
  readonly url: string;
  /** Every request, in its order. */
  readonly asked: Asked[];
  close(): Promise<void>;
}

/** A server of ours on loopback. `undefined` as an answer: the request is taken and never answered. */
export async function loopback(
  answer: (asked: Asked) => Answer | undefined,
  raw?: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Loopback> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const headers = request.headers as Asked['headers'];
      const one = { method: request.method ?? '', path: request.url ?? '', headers, body };
      asked.push(one);
      if (raw) return raw(request, response);
      const said = answer(one);
      if (said === undefined) return;
      response.writeHead(said.status ?? 200, said.headers as Record<string, string>);
      response.end(said.body ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
