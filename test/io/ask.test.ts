import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { HttpOutcome } from '../../src/contract/machine.ts';
import { ask } from '../../src/io/ask.ts';
import { type Loopback, loopback } from '../snapshot/cloud/loopback.ts';

const open: { close(): unknown }[] = [];
const keep = <T extends { close(): unknown }>(one: T): T => {
  open.push(one);
  return one;
};
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** A server that writes these bytes when asked, and ends the connection. */
async function bytes(text: string): Promise<string> {
  const server: Server = keep(
    createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(text));
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

const why = (outcome: HttpOutcome): string => (outcome.state === 'silent' ? outcome.why : `status ${outcome.status}`);

describe('an answer', () => {
  it('has status, headers in lower case, and the text', async () => {
    const server = keep(
      await loopback(() => ({ status: 201, headers: { 'X-One': 'a', 'Set-Cookie': ['b=1', 'c=2'] }, body: 'día' })),
    );
    const outcome = await ask({ url: server.url, timeoutMs: 2_000 });
    expect(outcome).toMatchObject({ state: 'answered', status: 201, body: 'día' });
    expect(outcome.state === 'answered' && outcome.headers).toMatchObject({ 'x-one': 'a', 'set-cookie': 'b=1, c=2' });
  });

  it('is to the method, headers and body that were given', async () => {
    const server = keep(await loopback(() => ({})));
    await ask({ method: 'POST', url: `${server.url}/x?y=1`, headers: { 'X-Two': '2' }, body: 'ü', timeoutMs: 2_000 });
    expect(server.asked).toMatchObject([
      { method: 'POST', path: '/x?y=1', headers: { 'x-two': '2', 'content-length': '2' }, body: 'ü' },
    ]);
  });

  it.each([301, 302, 307, 308])('of status %i is not followed', async (status) => {
    const server = keep(await loopback(() => ({ status, headers: { location: '/elsewhere' } })));
    expect(await ask({ url: server.url, timeoutMs: 2_000 })).toMatchObject({ state: 'answered', status });
    expect(server.asked.map(({ path }) => path)).toEqual(['/']);
  });

  it('does not come through a proxy of the environment', async () => {
    const [server, proxy]: Loopback[] = [
      keep(await loopback(() => ({ body: 'itself' }))),
      keep(await loopback(() => ({ body: 'proxy' }))),
    ];
    const before = { ...process.env };
    Object.assign(process.env, { NODE_USE_ENV_PROXY: '1', http_proxy: proxy?.url, HTTP_PROXY: proxy?.url });
    try {
      expect(await ask({ url: server?.url ?? '', timeoutMs: 2_000 })).toMatchObject({ body: 'itself' });
      expect(proxy?.asked).toEqual([]);
    } finally {
      for (const name of ['NODE_USE_ENV_PROXY', 'http_proxy', 'HTTP_PROXY']) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    }
  });

  it('of exactly 1 MiB is taken', async () => {
    const server = keep(await loopback(() => ({ body: 'x'.repeat(1024 * 1024) })));
    const outcome = await ask({ url: server.url, timeoutMs: 5_000 });
    expect(outcome.state === 'answered' && outcome.body.length).toBe(1024 * 1024);
  });
});

describe('silence', () => {
  it('is an answer above 1 MiB', async () => {
    const server = keep(await loopback(() => ({ body: 'x'.repeat(1024 * 1024 + 1) })));
    expect(why(await ask({ url: server.url, timeoutMs: 5_000 }))).toBe('the answer has more than 1048576 bytes');
  });

  it('is a server that never answers', async () => {
    const server = keep(await loopback(() => undefined));
    expect(why(await ask({ url: server.url, timeoutMs: 30 }))).toBe('no answer within 30 ms');
  });

  it('is an answer that begins and never ends', async () => {
    const server = keep(
      await loopback(
        () => undefined,
        (_, response) => {
          response.writeHead(200, { 'content-length': '100' });
          response.write('half');
        },
      ),
    );
    expect(why(await ask({ url: server.url, timeoutMs: 30 }))).toBe('no answer within 30 ms');
  });

  it.each([
    ['that ends in the middle', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf', /aborted/],
    ['that is no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n', /Parse Error/],
    ['that is empty', '', /socket hang up/],
    ['that switches protocols', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n', /./],
  ])('is an answer %s', async (_, text, expected) => {
    const outcome = await ask({ url: await bytes(text), timeoutMs: 2_000 });
    expect(outcome.state).toBe('silent');
    expect(why(outcome)).toMatch(expected);
  });

  it('is a port that nobody listens on', async () => {
    const server = await loopback(() => ({}));
    await server.close();
    expect(why(await ask({ url: server.url, timeoutMs: 2_000 }))).toMatch(/ECONNREFUSED/);
  });

  it('is a server that speaks no TLS where https is asked for', async () => {
    const server = keep(await loopback(() => ({})));
    expect((await ask({ url: server.url.replace('http:', 'https:'), timeoutMs: 2_000 })).state).toBe('silent');
  });

  it.each([
    ['an address that is none', { url: 'nowhere' }],
    ['another protocol', { url: 'file:///etc/passwd' }],
    ['a header value of two lines', { url: 'http://127.0.0.1:1', headers: { a: 'b\r\nc: d' } }],
    ['a header name that is none', { url: 'http://127.0.0.1:1', headers: { 'a b': 'c' } }],
  ])('is what comes of %s', async (_, request) => {
    expect((await ask({ ...request, timeoutMs: 2_000 })).state).toBe('silent');
  });
});
