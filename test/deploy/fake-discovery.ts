type Json = Record<string, unknown>;

/** A kind that the fake cluster serves. */
export interface Resource {
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
  '/apis/apps/v1': [
    { name: 'deployments', kind: 'Deployment', namespaced: true },
    { name: 'replicasets', kind: 'ReplicaSet', namespaced: true },
  ],
  '/apis/apiextensions.k8s.io/v1': [
    { name: 'customresourcedefinitions', kind: 'CustomResourceDefinition', namespaced: false },
  ],
  '/apis/example.com/v1': [{ name: 'widgets', kind: 'Widget', namespaced: false }],
};

/** The answer to a request for discovery or schemas; undefined for anything else. */
export function discovery(path: string): Json | undefined {
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
  if (path === '/openapi/v3') {
    const paths = Object.keys(GROUPS).map((prefix) => [
      prefix.slice(1),
      { serverRelativeURL: `/openapi/v3${prefix}?hash=1` },
    ]);
    return { paths: Object.fromEntries(paths) };
  }
  if (path.startsWith('/openapi/v3/')) return fieldValidation(path.slice('/openapi/v3'.length));
  const resources = GROUPS[path];
  return (
    resources && {
      kind: 'APIResourceList',
      apiVersion: 'v1',
      groupVersion: path.replace(/^\/apis?\//, ''),
      resources: resources.map((resource) => ({
        ...resource,
        singularName: resource.kind.toLowerCase(),
        verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
      })),
    }
  );
}

/** Tells the clients that the server validates fields itself, so that they do not ask for schemas. */
function fieldValidation(prefix: string): Json {
  const [version, group = ''] = prefix
    .replace(/^\/apis?\//, '')
    .split('/')
    .toReversed();
  const paths = (GROUPS[prefix] ?? []).map(({ name, kind }) => [
    `${prefix}/${name}/{name}`,
    {
      patch: {
        parameters: [{ name: 'fieldValidation', in: 'query', schema: { type: 'string' } }],
        responses: {},
        'x-kubernetes-group-version-kind': { group, version, kind },
      },
    },
  ]);
  return { openapi: '3.0.0', info: { title: 'fake', version: '1' }, paths: Object.fromEntries(paths) };
}

/** The kind, and the object if one is named, that a path of the API stands for. */
export function locate(path: string): { resource: Resource; name?: string; apiVersion: string } | undefined {
  const prefix = Object.keys(GROUPS).find((candidate) => path.startsWith(`${candidate}/`));
  if (prefix === undefined) return undefined;
  const parts = path.slice(prefix.length + 1).split('/');
  const rest = parts[0] === 'namespaces' && parts.length > 2 ? parts.slice(2) : parts;
  const resource = GROUPS[prefix]?.find((candidate) => candidate.name === rest[0]);
  return resource && { resource, name: rest[1], apiVersion: prefix.replace(/^\/apis?\//, '') };
}
