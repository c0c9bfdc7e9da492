import { CnsError } from '../../errors.ts';
import { isPlainMap, type PlainMap } from '../../plain.ts';
import type { Connection } from './connection.ts';
import { type Asked, refusalOf } from './refusal.ts';
import { SendFailure, type Sent, send } from './send.ts';

export interface Question {
  readonly asked: Asked;
  readonly method: 'GET' | 'PATCH';
  /** Path and query below the address of the server. */
  readonly path: string;
  readonly accept: string;
  readonly body?: { readonly type: string; readonly text: string };
}

export interface AskOptions {
  readonly connection: Connection;
  /** Unit: milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Says why and how long it waits. */
  readonly onWait: (text: string) => void;
  /** One answer. Unit: milliseconds. @default 30 000 */
  readonly timeoutMs?: number;
  /** One answer. Unit: bytes. @default 64 MiB */
  readonly maxBytes?: number;
}

/** How often one question is asked at most, and how long is waited in all. Unit: milliseconds. */
const ATTEMPTS = 6;
const MAX_WAIT_MS = 30_000;
/** Busy, restarting, or without a leader for a moment: the same question may be answered later. */
const LATER = new Set([429, 500, 502, 503, 504]);

/**
 * Asks an API server until it answers, within bounds: again when it is busy, and after as long as it says (Retry-After), when a kept
 * connection was cut, and once with fresh credentials. Questions may be repeated: reading is, and so is server-side apply.
 *
 * @throws KubeRefusal when it says no
 * @throws CnsError CLUSTER_UNREACHABLE when there is no answer, or none of an API server
 */
export async function askServer(question: Question, options: AskOptions): Promise<PlainMap> {
  const { connection, sleep, onWait } = options;
  let fresh = false;
  let waited = 0;
  for (let attempt = 1; ; attempt++) {
    const sent = await sendOnce(question, options, fresh);
    if (!(sent instanceof SendFailure)) {
      if (sent.status === 401 && !fresh) {
        fresh = true;
        continue;
      }
      if (!LATER.has(sent.status)) return answerOf(sent, question, connection);
    }
    const wait = sent instanceof SendFailure ? backOff(attempt) : (retryAfter(sent) ?? backOff(attempt));
    if (attempt >= ATTEMPTS || waited + wait > MAX_WAIT_MS) {
      if (sent instanceof SendFailure) throw unreachable(connection, sent.message);
      throw refusalOf(sent.status, parsed(sent.body), question.asked);
    }
    waited += wait;
    onWait(
      `${connection.server} ${sent instanceof SendFailure ? 'cut the connection' : 'is busy'}: waiting ${wait} ms`,
    );
    await sleep(wait);
  }
}

const backOff = (attempt: number): number => 250 * 2 ** (attempt - 1);

/** Unit: milliseconds. Only seconds are read: API servers send no dates. */
function retryAfter({ headers }: Sent): number | undefined {
  const text = headers['retry-after'];
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) * 1000 : undefined;
}

/** An answer of any status, or a connection that was cut. @throws CnsError when nobody was reached */
async function sendOnce(
  { method, path, accept, body }: Question,
  { connection, timeoutMs = 30_000, maxBytes = 64 * 1024 * 1024 }: AskOptions,
  fresh: boolean,
): Promise<Sent | SendFailure> {
  const { headers, agent } = await connection.credentials(fresh);
  try {
    return await send({
      method,
      url: new URL(`${connection.server}${path}`),
      headers: { 'user-agent': 'cnsctl', ...headers, accept, ...(body ? { 'content-type': body.type } : {}) },
      ...(body ? { body: body.text } : {}),
      agent,
      timeoutMs,
      maxBytes,
    });
  } catch (error) {
    if (!(error instanceof SendFailure)) throw unreachable(connection, messageOf(error));
    if (error.kind === 'cut') return error;
    if (error.kind === 'large') throw error;
    throw unreachable(connection, error.message);
  }
}

function answerOf(sent: Sent, { asked }: Question, connection: Connection): PlainMap {
  if (sent.status === 401)
    throw unreachable(
      connection,
      'it does not accept the credentials',
      'log in again, or choose another --kube-context',
    );
  if (sent.status >= 300 && sent.status < 400)
    throw unreachable(
      connection,
      `it answers with a redirect (${sent.status})`,
      'give the address of the API server itself',
    );
  const body = parsed(sent.body);
  if (sent.status >= 400) throw refusalOf(sent.status, body, asked);
  if (!isPlainMap(body))
    throw unreachable(connection, 'its answer is no JSON object', 'is that the address of an API server?');
  return body;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Names server, context and file, and nothing that is secret. */
export function unreachable(
  { server, where }: Pick<Connection, 'server' | 'where'>,
  why: string,
  hint?: string,
): CnsError {
  return new CnsError({
    code: 'CLUSTER_UNREACHABLE',
    message: `${server} (${where}): ${why}`,
    hint: hint ?? 'look whether `kubectl version` reaches it with the same --kubeconfig and --context',
  });
}
