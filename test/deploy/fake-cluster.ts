import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse } from 'yaml';

type Json = Record<string, unknown>;

interface Stored extends Json {
  readonly metadata: Json & { name: string; namespace?: string; labels?: Record<string, string>; resourceVersion: string };
}

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
  fail(when: (method: string, path: string, body: string) => boolean): void;
  /** Puts an object there as if somebody else had. */
  put(path: string, object: Json): void;
  close(): Promise<void>;
}

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

const GROUPS: Readonly<Record<string, readonly Resource[]>> = {
  '/api/v1': [
    { name: 'configmaps', kind: 'ConfigMap', namespaced: true },
    { name: 'namespaces', kind: 'Namespace', namespaced: false },
    { name: 'secrets', kind: 'Secret', namespaced: true },
  ],
  '/apis/apps/v1': [{ name: 'deployments', kind: 'Deployment', namespaced: true }],
  '/apis/apiextensions.k8s.io/v1': [
    { name: 'customresourcedefinitions', kind: 'CustomResourceDefinition', namespaced: false },
  ],
  '/apis/example.com/v1': [{ name: 'widgets', kind: 'Widget', namespaced: false }],
};

/**
 * As much of a Kubernetes API server as real Helm and real kubectl need: discovery, objects, selectors, server-side apply without
 * field owners, watches that never say anything. Deployments are available at once, definitions established.
 */
export async function fakeCluster(version = 'v1.34.2'): Promise<FakeCluster> {
  const objects = new Map<string, Stored>();
  const writes: Write[] = [];
  let failing: (method: string, path: string, body: string) => boolean = () => false;
  let revision = 1;

  const store = (method: string, path: string, object: Json): Stored => {
    const before = objects.get(path);
    const settled = settle(object);
    const changed = !before || comparable(before) !== comparable(settled);
    if (changed) revision++;
    const metadata = {
      uid: path,
      creationTimestamp: '2026-01-01T00:00:00Z',
      ...(settled.metadata as Json),
      resourceVersion: changed ? String(revision) : before.metadata.resourceVersion,
    } as Stored['metadata'];
    const stored: Stored = { ...settled, metadata };
    objects.set(path, stored);
    writes.push({ method, path, changed });
    return stored;
  };

  const answer = (request: IncomingMessage, response: ServerResponse, body: string): void => {
    const { pathname: path, searchParams } = new URL(request.url ?? '/', 'http://cluster');
    const method = request.method ?? 'GET';
    const say = (status: number, value: Json): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    const missing = (): void => say(404, failure(404, 'NotFound', `${path} not found`));
    if (failing(method, path, body)) return say(500, failure(500, 'InternalError', 'made to fail'));
    if (path === '/version') return say(200, { major: '1', minor: version.split('.')[1], gitVersion: version });
    const discovered = discovery(path);
    if (discovered) return say(200, discovered);

    const target = locate(path);
    if (!target) return missing();
    const { resource, name, apiVersion } = target;
    if (method === 'GET' && name === undefined) {
      if (searchParams.get('watch') === 'true' || searchParams.get('watch') === '1') {
        response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
        return;
      }
      const items = [...objects]
        .filter(([key]) => isListed(key, path, resource))
        .map(([, object]) => object)
        .filter((object) => selects(searchParams, object));
      return say(200, { apiVersion, kind: `${resource.kind}List`, metadata: { resourceVersion: String(revision) }, items });
    }
    const existing = name === undefined ? undefined : objects.get(path);
    if (method === 'GET') return existing ? say(200, existing) : missing();
    if (method === 'DELETE') {
      if (!existing) return missing();
      objects.delete(path);
      writes.push({ method, path, changed: true });
      return say(200, { apiVersion: 'v1', kind: 'Status', status: 'Success', details: { uid: path } });
    }
    const sent = parse(body) as Json;
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
    request.on('end', () => answer(request, response, Buffer.concat(chunks).toString()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    writes,
    objects,
    fail(when) {
      failing = when;
    },
    put(path, object) {
      store('PUT', path, object);
      writes.pop();
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function discovery(path: string): Json | undefined {
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  if (path === '/apis') {
    const groups = Object.keys(GROUPS)
      .filter((prefix) => prefix.startsWith('/apis/'))
      .map((prefix) => prefix.slice('/apis/'.length))
      .map((groupVersion) => {
        const [name, version] = groupVersion.split('/');
        return { name, versions: [{ groupVersion, version }], preferredVersion: { groupVersion, version } };
      });
    return { kind: 'APIGroupList', apiVersion: 'v1', groups };
  }
  if (path === '/openapi/v3') return { paths: { 'api/v1': { serverRelativeURL: '/openapi/v3/api/v1?hash=1' } } };
  if (path === '/openapi/v3/api/v1') return FIELD_VALIDATION;
  const resources = GROUPS[path];
  return resources && {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: path.replace(/^\/apis?\//, ''),
    resources: resources.map((resource) => ({
      ...resource,
      singularName: resource.kind.toLowerCase(),
      verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
    })),
  };
}

/** Tells kubectl that the server validates fields itself; it looks at Namespace for kinds that it does not find. */
const FIELD_VALIDATION = {
  openapi: '3.0.0',
  info: { title: 'fake', version: '1' },
  paths: {
    '/api/v1/namespaces/{name}': {
      patch: {
        parameters: [{ name: 'fieldValidation', in: 'query', schema: { type: 'string' } }],
        responses: {},
        'x-kubernetes-group-version-kind': { group: '', version: 'v1', kind: 'Namespace' },
      },
    },
  },
};

function locate(path: string): { resource: Resource; name?: string; apiVersion: string } | undefined {
  const prefix = Object.keys(GROUPS).find((candidate) => path.startsWith(`${candidate}/`));
  if (prefix === undefined) return undefined;
  const parts = path.slice(prefix.length + 1).split('/');
  const rest = parts[0] === 'namespaces' && parts.length > 2 ? parts.slice(2) : parts;
  const resource = GROUPS[prefix]?.find((candidate) => candidate.name === rest[0]);
  return resource && { resource, name: rest[1], apiVersion: prefix.replace(/^\/apis?\//, '') };
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

/** What controllers would add. */
function settle(object: Json): Json {
  const conditions = (type: string): Json => ({ conditions: [{ type, status: 'True' }] });
  if (object.kind === 'Deployment') {
    const replicas = 1;
    const counts = { replicas, updatedReplicas: replicas, availableReplicas: replicas, readyReplicas: replicas };
    return { ...object, status: { observedGeneration: 1, ...counts, ...conditions('Available') } };
  }
  if (object.kind === 'CustomResourceDefinition') return { ...object, status: conditions('Established') };
  if (object.kind === 'Namespace') return { ...object, status: { phase: 'Active' } };
  return object;
}

function comparable(object: Json): string {
  const { resourceVersion: _, uid: __, creationTimestamp: ___, managedFields: ____, ...metadata } = object.metadata as Json;
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
