import { createServer as httpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as httpsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type Applied, applied } from './applied.ts';
import { type DescribedCluster, type DescribedKind, selected } from './described-cluster.ts';

/** Something that goes wrong, for the first `times` requests that it is about. */
export interface Fault {
  /** Path and query of the request. */
  readonly on: RegExp;
  readonly answer: number | 'cut' | 'silent' | 'garbage';
  /** @default - always */
  readonly times?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SeenRequest {
  readonly verb: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  /** As a rule of a role names it; absent for a path that is no resource. */
  readonly resource?: { readonly group: string; readonly resource: string };
}

export interface ApiServerOptions {
  readonly faults?: readonly Fault[];
  /** `nodes`, `clusterpolicies.nvidia.com`: answered with 403. */
  readonly forbidden?: readonly string[];
  /** Value of the header `Authorization`, without which it answers 401. @default - anybody may ask */
  readonly authorization?: string;
  /** Keeps answers to lists, and gives them again. @default false */
  readonly keepAnswers?: boolean;
  /** Serves https with these. @default - plain http */
  readonly tls?: ServerOptions;
}

export interface ApiServer {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** What was written by server-side apply, by path. */
  readonly written: Map<string, Applied>;
  close(): Promise<void>;
}

/**
 * An API server of ours, on the loopback: it serves a described cluster as Kubernetes does (paging, metadata only, discovery, server-side
 * apply of ConfigMaps), holds requests to the rules (every list is limited and says what it accepts), and notes what it was asked.
 */
export async function startApiServer(cluster: DescribedCluster, options: ApiServerOptions = {}): Promise<ApiServer> {
  const seen: SeenRequest[] = [];
  const kept = new Map<string, Packed>();
  const written = new Map<string, Applied>();
  const faults = (options.faults ?? []).map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }));
  const server = options.tls ? httpsServer({ ...options.tls }) : httpServer();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://server');
      const route = routeOf(cluster, url.pathname);
      seen.push({
        verb: route.list ? 'list' : request.method === 'PATCH' ? 'patch' : 'get',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: request.headers,
        ...(route.kind ? { resource: { group: route.kind.group, resource: route.kind.resource } } : {}),
      });
      const due = faults.find(({ fault, left }) => left > 0 && fault.on.test(request.url ?? ''));
      if (due) {
        due.left--;
        return fail(due.fault, request, response);
      }
      if (options.authorization !== undefined && request.headers.authorization !== options.authorization)
        return refuse(response, 401, 'Unauthorized', 'Unauthorized');
      const name = route.kind && `${route.kind.resource}${route.kind.group && `.${route.kind.group}`}`;
      if (name && options.forbidden?.includes(name)) return refuse(response, 403, 'Forbidden', `${name} is forbidden`);
      if (request.method === 'PATCH' && route.kind)
        return send(
          response,
          ...applied(written, url, request.headers['content-type'] ?? '', Buffer.concat(chunks).toString()),
        );
      const { kind } = route;
      if (route.list && kind) {
        const key = `${request.url} ${request.headers.accept}`;
        const packed = kept.get(key) ?? pack(...listed(kind, route.namespace, url, request.headers.accept ?? ''));
        if (options.keepAnswers) kept.set(key, packed);
        return put(response, packed);
      }
      const answer = discovery(cluster, url.pathname);
      return answer ? send(response, 200, answer) : refuse(response, 404, 'NotFound', 'the server could not find it');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    written,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

interface Route {
  readonly kind?: DescribedKind;
  readonly namespace?: string;
  readonly list: boolean;
}

function routeOf({ kinds }: DescribedCluster, path: string): Route {
  const [, core, group = '', version, namespace, resource, name] =
    /^\/(?:(api)|apis\/([^/]+))\/([^/]+)(?:\/namespaces\/([^/]+))?\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
  const kind = kinds.find(
    (one) => one.group === (core ? '' : group) && one.version === version && one.resource === resource,
  );
  return {
    list: kind !== undefined && name === undefined,
    ...(kind ? { kind } : {}),
    ...(namespace ? { namespace } : {}),
  };
}

function listed(kind: DescribedKind, namespace: string | undefined, url: URL, accept: string): [number, object] {
  const query = Object.fromEntries(url.searchParams);
  const limit = Number(query.limit);
  if (!Number.isInteger(limit) || limit < 1) return [400, status(400, 'BadRequest', 'a list without a limit')];
  if (!accept.includes('application/json')) return [406, status(406, 'NotAcceptable', 'says not what it accepts')];
  const objects = selected(kind.objects, query.fieldSelector).filter(
    (object) => namespace === undefined || object.metadata.namespace === namespace,
  );
  const start = query.continue === undefined ? 0 : Number(Buffer.from(query.continue, 'base64url').toString());
  const page = objects.slice(start, start + limit);
  const rest = objects.length - start - page.length;
  const metadata = {
    resourceVersion: '100',
    // As a real one: it does not count when it has to filter.
    ...(rest > 0 && query.fieldSelector === undefined ? { remainingItemCount: rest } : {}),
    ...(rest > 0 ? { continue: Buffer.from(String(start + limit)).toString('base64url') } : {}),
  };
  const partial = accept.startsWith('application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io');
  const items = partial ? page.map((object) => ({ kind: 'PartialObjectMetadata', metadata: object.metadata })) : page;
  const own = kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
  const of = partial
    ? { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1' }
    : { kind: `${kind.kind}List`, apiVersion: own };
  // As a real one: Go's nil.
  return [200, { ...of, metadata, items: partial && items.length === 0 ? null : items }];
}

function discovery({ version, kinds }: DescribedCluster, path: string): object | undefined {
  if (path === '/version') return { ...version, goVersion: 'go1.24.0' };
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  if (path === '/api/v1')
    return resourceList(
      'v1',
      kinds.filter(({ group }) => group === ''),
    );
  const groups = [...new Set(kinds.map(({ group }) => group))].filter((group) => group !== '');
  if (path === '/apis')
    return {
      kind: 'APIGroupList',
      groups: groups.map((name) => {
        const versions = [...new Set(kinds.filter(({ group }) => group === name).map((one) => one.version))];
        const rows = versions.map((one) => ({ groupVersion: `${name}/${one}`, version: one }));
        return { name, versions: rows, preferredVersion: rows[0] };
      }),
    };
  const [, group, served] = /^\/apis\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  const here = kinds.filter((one) => group !== undefined && one.group === group && one.version === served);
  return here.length === 0 ? undefined : resourceList(`${group}/${served}`, here);
}

const resourceList = (groupVersion: string, kinds: readonly DescribedKind[]): object => ({
  kind: 'APIResourceList',
  groupVersion,
  resources: kinds.flatMap(({ resource, kind, objects }) => {
    const namespaced = objects.some(({ metadata }) => metadata.namespace !== undefined);
    const one = { kind, namespaced, singularName: kind.toLowerCase(), verbs: ['get', 'list'] };
    return [
      { name: resource, ...one },
      { name: `${resource}/status`, ...one, verbs: ['get'] },
    ];
  }),
});

function fail({ answer, headers = {} }: Fault, request: IncomingMessage, response: ServerResponse): unknown {
  if (answer === 'silent') return undefined;
  if (answer === 'cut') return request.socket.destroy();
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (answer === 'garbage') return response.end('<html>log in</html>');
  const reasons: Record<number, string> = {
    410: 'Expired',
    429: 'TooManyRequests',
    403: 'Forbidden',
    503: 'ServiceUnavailable',
  };
  return refuse(response, answer, reasons[answer] ?? 'InternalError', 'not now');
}

const status = (code: number, reason: string, message: string): object => ({
  kind: 'Status',
  status: 'Failure',
  code,
  reason,
  message,
});

const refuse = (response: ServerResponse, code: number, reason: string, message: string): unknown =>
  send(response, code, status(code, reason, message));

interface Packed {
  readonly status: number;
  readonly bytes: Buffer;
  readonly gzip: boolean;
}

/** Kubernetes packs from 128 KiB on; here earlier, so that small tests meet it. */
function pack(status: number, body: object): Packed {
  const text = Buffer.from(JSON.stringify(body));
  const gzip = text.length >= 4096;
  return { status, bytes: gzip ? gzipSync(text, { level: 1 }) : text, gzip };
}

const send = (response: ServerResponse, status: number, body: object): unknown => put(response, pack(status, body));

function put(response: ServerResponse, { status, bytes, gzip }: Packed): unknown {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  if (gzip) response.setHeader('content-encoding', 'gzip');
  return response.end(bytes);
}
