import { Agent as HttpAgent, type IncomingMessage, request as overHttp } from 'node:http';
import { Agent as HttpsAgent, request as overHttps } from 'node:https';
import type { Ask, HttpOutcome, HttpRequest } from '../contract/machine.ts';

/** Metadata services answer with a few KiB; what is larger is somebody else's page. Unit: bytes. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * Asks a service once, over plain http or https with the certificates that Node trusts.
 *
 * A redirect is an answer like any other. The agents are our own: that of the process may be told by NODE_USE_ENV_PROXY to go through a
 * proxy, which then sees tokens and answers in the service's place. Whatever goes wrong is an outcome; nothing is thrown.
 */
export const ask: Ask = (request) =>
  new Promise((resolve) => {
    try {
      send(request, resolve);
    } catch (error) {
      // An address that is none, or a header value with a line break.
      resolve(silent(error));
    }
  });

function send(
  { method = 'GET', url, headers = {}, body = '', timeoutMs }: HttpRequest,
  resolve: (outcome: HttpOutcome) => void,
): void {
  const { protocol } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') throw new Error(`${protocol} is neither http: nor https:`);
  const options = { method, headers: { ...headers, ...lengthOf(body) } };
  const sent =
    protocol === 'http:'
      ? overHttp(url, { ...options, agent: new HttpAgent({ keepAlive: false }) })
      : overHttps(url, { ...options, agent: new HttpsAgent({ keepAlive: false }) });

  const settle = (outcome: HttpOutcome): void => {
    clearTimeout(timer);
    resolve(outcome);
    sent.destroy();
  };
  const timer = setTimeout(() => settle({ state: 'silent', why: `no answer within ${timeoutMs} ms` }), timeoutMs);
  sent.on('error', (error) => settle(silent(error)));
  let answered = false;
  sent.on('response', (answer) => {
    answered = true;
    receive(answer, settle);
  });
  // A connection may be closed before the last of its answer was read: then the answer says how it ends.
  sent.on('close', () => {
    if (!answered) settle({ state: 'silent', why: 'the connection was closed without an answer' });
  });
  sent.end(body);
}

function receive(answer: IncomingMessage, settle: (outcome: HttpOutcome) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES)
      settle({ state: 'silent', why: `the answer has more than ${MAX_ANSWER_BYTES} bytes` });
    else chunks.push(chunk);
  });
  answer.on('error', (error) => settle(silent(error)));
  answer.on('close', () => settle({ state: 'silent', why: 'the connection was closed in the middle of the answer' }));
  answer.on('end', () =>
    settle({
      state: 'answered',
      status: answer.statusCode ?? 0,
      headers: headersOf(answer),
      body: Buffer.concat(chunks).toString('utf8'),
    }),
  );
}

/** Names in lower case; one that came several times has its values joined. `__proto__` is a name like any other. */
const headersOf = ({ headers }: IncomingMessage): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      if (value === undefined) return [];
      return [[name, Array.isArray(value) ? value.join(', ') : value] as const];
    }),
  );

const lengthOf = (body: string): Readonly<Record<string, string>> =>
  body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) };

const silent = (error: unknown): HttpOutcome => ({
  state: 'silent',
  why: error instanceof Error ? error.message : String(error),
});
