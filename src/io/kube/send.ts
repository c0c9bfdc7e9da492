import { type Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

export interface SendRequest {
  readonly method: 'GET' | 'PATCH';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
  readonly agent: Agent;
  /** Connecting and the whole answer together. Unit: milliseconds. */
  readonly timeoutMs: number;
  /** Of the answer, unpacked. Unit: bytes. */
  readonly maxBytes: number;
}

export interface Sent {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** There is no answer: nobody was reached, it took too long, the connection was cut in the middle, or it was too large. */
export class SendFailure extends Error {
  override readonly name = 'SendFailure';
  readonly kind: 'unreachable' | 'late' | 'cut' | 'large';

  constructor(kind: SendFailure['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Asks once; redirects are answers like any other. @throws SendFailure */
export function send({ method, url, headers, body, agent, timeoutMs, maxBytes }: SendRequest): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const ask = url.protocol === 'http:' ? httpRequest : httpsRequest;
    const request = ask(url, { method, agent, headers: { ...headers, 'accept-encoding': 'gzip' } });
    const end = (failure: SendFailure): void => {
      clearTimeout(timer);
      reject(failure);
      request.destroy();
    };
    const timer = setTimeout(() => end(new SendFailure('late', `no whole answer in ${timeoutMs} ms`)), timeoutMs);
    request.on('error', (error: NodeJS.ErrnoException) => end(failureOf(error)));
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const text = unpacked(response);
      text.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > maxBytes) end(new SendFailure('large', `the answer has more than ${maxBytes} bytes`));
        else chunks.push(chunk);
      });
      response.on('error', (error: NodeJS.ErrnoException) => end(failureOf(error)));
      text.on('error', (error: NodeJS.ErrnoException) => end(failureOf(error)));
      text.on('end', () => {
        clearTimeout(timer);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
    request.end(body);
  });
}

const unpacked = (response: IncomingMessage): Readable =>
  response.headers['content-encoding'] === 'gzip' ? response.pipe(createGunzip()) : response;

const CUT = new Set(['ECONNRESET', 'EPIPE', 'Z_BUF_ERROR']);

function failureOf(error: NodeJS.ErrnoException): SendFailure {
  // Several addresses that all failed have an empty message of their own.
  const message = error.message || (error instanceof AggregateError ? error.errors.map(String).join('; ') : '');
  return new SendFailure(CUT.has(error.code ?? '') ? 'cut' : 'unreachable', message || (error.code ?? 'no answer'));
}
