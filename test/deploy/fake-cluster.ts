import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse } from 'yaml';
import { replicaSet, type Stored, settle } from './fake-controllers.ts';
import { discovery, locate, type Resource } from './fake-discovery.ts';
import { decodeSecret } from './kube-protobuf.ts';

type Json = Record<string, unknown>;

/** A write that reached the cluster. `changed`: the object differs from before. */
export interface Write {
  readonly method: string;
  readonly path: string;
  readonly changed: boolean;
}

export interface FakeCluster {
  readonly url: string;
  readonly writes: readonly Write[];
  /** Object by API path, e.g. `/api/v1/namespaces/web`. */
  readonly objects: ReadonlyMap<string, Json>;
  /** Requests for which this says true are answered with 500. */
  fail(when: (method: string, path: string) => boolean): void;
  /** Kills whoever is talking to the cluster; set by who starts them. */
  readonly clients: { kill(): void };
  close(): Promise<void>;
}

/**
 * As much of a Kubernetes API server as real Helm and real kubectl need: discovery, objects, selectors, server-side apply without
 * field owners, watches that never say anything. Deployments are available at once, definitions established.
 */
export async function fakeCluster(version = 'v1.34.2'): Promise<FakeCluster> {
  const objects = new Map<string, Stored>();
  const writes: Write[] = [];
  let failing: (method: string, path: string) => boolean = () => false;
  let revision = 1;

  const store = (method: string, path: string, object: Json): Stored => {
    const before = objects.get(path);
    const settled = settle(object);
    const changed = !before || comparable(before) !== comparable(settled);
    if (changed) revision++;
    const metadata = {
      uid: path,
      creationTimestamp: '2026-01-01T00:00:00Z',
      generation: 1,
      ...(settled.metadata as Json),
      resourceVersion: changed ? String(revision) : before.metadata.resourceVersion,
    } as unknown as Stored['metadata'];
    const stored: Stored = { ...settled, metadata };
    objects.set(path, stored);
    if (stored.kind === 'Deployment') objects.set(path.replace('/deployments/', '/replicasets/'), replicaSet(stored));
    writes.push({ method, path, changed });
    return stored;
  };

  const answer = (request: IncomingMessage, response: ServerResponse, bytes: Buffer): ServerResponse => {
    const body = bytes.toString();
    const { pathname: path, searchParams } = new URL(request.url ?? '/', 'http://cluster');
    const method = request.method ?? 'GET';
    const say = (status: number, value: Json): ServerResponse =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const missing = (): ServerResponse => say(404, failure(404, 'NotFound', `${path} not found`));
    if (failing(method, path)) return say(500, failure(500, 'InternalError', 'made to fail'));
    if (path === '/version') return say(200, { major: '1', minor: version.split('.')[1], gitVersion: version });
    const discovered = discovery(path);
    if (discovered) return say(200, discovered);

    const target = locate(path);
    if (!target) return missing();
    const { resource, name, apiVersion } = target;
    if (method === 'GET' && name === undefined) {
      // A client that would have the list from the watch falls back to asking for a list.
      if (searchParams.has('sendInitialEvents')) return say(422, failure(422, 'Invalid', 'no initial events'));
      if (searchParams.get('watch') === 'true' || searchParams.get('watch') === '1') {
        response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
        return response;
      }
      const items = [...objects]
        .filter(([key]) => isListed(key, path, resource))
        .map(([, object]) => object)
        .filter((object) => selects(searchParams, object));
      return say(200, {
        apiVersion,
        kind: `${resource.kind}List`,
        metadata: { resourceVersion: String(revision) },
        items,
      });
    }
    const existing = name === undefined ? undefined : objects.get(path);
    if (method === 'GET') return existing ? say(200, existing) : missing();
    if (method === 'DELETE') {
      if (!existing) return missing();
      objects.delete(path);
      objects.delete(path.replace('/deployments/', '/replicasets/'));
      writes.push({ method, path, changed: true });
      return say(200, { apiVersion: 'v1', kind: 'Status', status: 'Success', details: { uid: path } });
    }
    const protobuf = request.headers['content-type']?.includes('protobuf') ?? false;
    const sent: Json = protobuf ? decodeSecret(bytes) : (parse(body) as Json);
    if (method === 'POST') {
      const at = `${path}/${(sent.metadata as { name: string }).name}`;
      if (objects.has(at)) return say(409, failure(409, 'AlreadyExists', `${at} already exists`));
      return say(201, store(method, at, { apiVersion, kind: resource.kind, ...sent }));
    }
    if (method === 'PUT') return existing ? say(200, store(method, path, sent)) : missing();
    const apply = request.headers['content-type']?.startsWith('application/apply-patch') ?? false;
    if (!existing && !apply) return missing();
    return say(existing ? 200 : 201, store(method, path, merge(existing ?? {}, sent)));
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, response, Buffer.concat(chunks)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    writes,
    objects,
    clients: { kill: () => undefined },
    fail(when) {
      failing = when;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Whether the object at `key` is in the list at `path`, of one namespace or of all. */
function isListed(key: string, path: string, { name }: Resource): boolean {
  if (key.startsWith(`${path}/`)) return !key.slice(path.length + 1).includes('/');
  const prefix = path.slice(0, -name.length);
  return key.startsWith(prefix) && new RegExp(`^namespaces/[^/]+/${name}/[^/]+$`).test(key.slice(prefix.length));
}

function selects(query: URLSearchParams, { metadata }: Stored): boolean {
  const labels = { ...metadata.labels };
  const byLabel = splitSelector(query.get('labelSelector') ?? '').every((term) => {
    const set = /^([^\s!=]+) (in|notin) \((.*)\)$/.exec(term);
    if (set) return (set[3] ?? '').split(',').includes(labels[set[1] ?? ''] ?? '') === (set[2] === 'in');
    const [, key = '', operator, value] = /^([^!=]+)(!?==?)(.*)$/.exec(term) ?? [];
    return operator === undefined ? key in labels : (labels[key] === value) === !operator.startsWith('!');
  });
  const byField = splitSelector(query.get('fieldSelector') ?? '').every((term) => {
    const [key, value] = term.split('=');
    return key !== 'metadata.name' || metadata.name === value;
  });
  return byLabel && byField;
}

const splitSelector = (text: string): string[] => text.split(/,(?![^(]*\))/).filter((term) => term !== '');

function comparable(object: Json): string {
  const {
    resourceVersion: _,
    uid: __,
    creationTimestamp: ___,
    generation: ____,
    ...metadata
  } = object.metadata as Json;
  return JSON.stringify({ ...object, metadata });
}

function merge(base: Json, patch: Json): Json {
  const merged: Json = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    const below = merged[key];
    if (value === null) delete merged[key];
    else merged[key] = isMap(value) && isMap(below) ? merge(below, value) : value;
  }
  return merged;
}

const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const failure = (code: number, reason: string, message: string): Json => ({
  apiVersion: 'v1',
  kind: 'Status',
  status: 'Failure',
  code,
  reason,
  message,
});
