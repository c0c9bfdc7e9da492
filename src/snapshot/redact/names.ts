import { isPlainMap, type PlainMap } from '../../plain.ts';
import type { Snapshot } from '../document.ts';

/** What a name is of; also the word that replaces it, with a number. */
export type NameKind =
  | 'node'
  | 'cluster'
  | 'instance'
  | 'uuid'
  | 'serial'
  | 'namespace'
  | 'workload'
  | 'resource'
  | 'image'
  | 'fabric'
  | 'detail'
  | 'label'
  | 'value'
  | 'user';

/** Told of every name in its place; what it gives back stands there instead. */
export type Visit = (kind: NameKind, name: string) => string;

/**
 * The snapshot with every name that its place gives away put through `visit`: nodes, cluster, devices, what runs that no recipe knows, images
 * of registries of one's own, labels of one's own.
 *
 * @param known names that say nothing about anybody: components, their charts and their namespaces
 */
export function visitNames(snapshot: Snapshot, known: ReadonlySet<string>, visit: Visit): Snapshot {
  const { metadata, measurements } = snapshot;
  const { k8s, topology, cloud, gpu, systemd } = measurements;
  const node = (name: string): string => visit('node', name);
  const nodes = (names: readonly string[]): string[] => names.map(node);
  const own = (kind: NameKind, name: string): string => (known.has(name) ? name : visit(kind, name));
  const running = (key: string): string => {
    const [kind = '', namespace = '', name = ''] = key.split('/');
    return [kind, own('namespace', namespace), own('workload', name)].join('/');
  };
  const image = (reference: string): string => {
    const repository = privateRepository(reference);
    return repository === undefined ? reference : `${visit('image', repository)}${reference.slice(repository.length)}`;
  };
  return {
    ...snapshot,
    metadata: { ...metadata, ...whole(metadata.node, (name) => ({ node: node(name) })) },
    measurements: {
      ...measurements,
      ...whole(k8s, (data) => ({
        k8s: {
          ...data,
          nodes: mapKeys(data.nodes, node),
          images: mapKeys(data.images, image),
          workloads: mapEntries(data.workloads, running, (one) => ({
            ...one,
            images: one.images.map(image),
            ...whole(one.release, (release) => ({ release: own('workload', release) })),
          })),
          releases: mapEntries(data.releases, running, (one) => ({
            ...one,
            ...whole(one.namespace, (namespace) => ({ namespace: own('namespace', namespace) })),
          })),
          customResources: mapKeys(data.customResources, (key) => {
            const [kind = '', namespace = '', name = ''] = key.split('/');
            return [kind, namespace === '' ? '' : own('namespace', namespace), own('resource', name)].join('/');
          }),
          resourceSlices: mapEntries(data.resourceSlices, same, (byNode) => mapKeys(byNode, node)),
        },
      })),
      ...whole(topology, (data) => ({
        topology: {
          ...data,
          labels: mapEntries(
            data.labels,
            (key) => (PUBLIC_LABELS.test(key) ? key : visit('label', key)),
            (values, key) =>
              mapEntries(values, PUBLIC_LABELS.test(key) ? same : (value) => visit('value', value), nodes),
          ),
          taints: mapEntries(data.taints, same, nodes),
          zones: mapEntries(data.zones, same, nodes),
          fabricDomains: mapEntries(data.fabricDomains, same, nodes),
        },
      })),
      ...whole(cloud, (data) => ({
        cloud: {
          ...data,
          ...whole(data.instanceId, (id) => ({ instanceId: visit('instance', id) })),
          fabric: mapEntries(data.fabric, same, (value) => visit('fabric', value)),
          ...whole(data.cluster, (cluster) => ({
            cluster: {
              ...cluster,
              ...whole(cluster.name, (name) => ({ name: visit('cluster', name) })),
              details: mapEntries(cluster.details, same, (value) => visit('detail', value)),
            },
          })),
        },
      })),
      ...whole(gpu, ({ nvidia, amd }) => ({
        gpu: {
          ...whole(nvidia, (data) => ({ nvidia: { ...data, gpus: data.gpus.map((one) => device(one, visit)) } })),
          ...whole(amd, (data) => ({ amd: { ...data, gpus: data.gpus.map((one) => device(one, visit)) } })),
        },
      })),
      ...whole(systemd, (data) => ({
        systemd: {
          ...data,
          userLimits: mapKeys(data.userLimits, (key) => {
            const [domain = '', ...rest] = key.split(' ');
            return [PUBLIC_DOMAINS.has(domain) ? domain : visit('user', domain), ...rest].join(' ');
          }),
        },
      })),
    },
  };
}

/** Whom a line of limits.conf is for, when it is nobody in particular. */
const PUBLIC_DOMAINS = new Set(['*', 'root', '%']);

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

const device = <T extends { readonly uuid: string; readonly serial?: string }>(one: T, visit: Visit): T => ({
  ...one,
  // One that has the usual shape is found by it, here and elsewhere.
  uuid: UUID.test(one.uuid) ? one.uuid : visit('uuid', one.uuid),
  ...whole(one.serial, (serial) => ({ serial: visit('serial', serial) })),
});

/** Registries that anybody reads: the names of images there are no secret. The account is that of EKS's own images. */
const PUBLIC_REGISTRIES =
  /^(?:docker\.io|quay\.io|ghcr\.io|nvcr\.io|registry\.k8s\.io|k8s\.gcr\.io|gcr\.io|gke\.gcr\.io|mcr\.microsoft\.com|public\.ecr\.aws|cr\.kgateway\.dev|602401143452\.dkr\.ecr\.[a-z0-9.-]+)\//;

/** Registry and name of an image in a registry of somebody's own. */
function privateRepository(reference: string): string | undefined {
  const repository = reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  const hasHost = /^[^/]*[.:][^/]*\//.test(repository) || repository.startsWith('localhost/');
  return hasHost && !PUBLIC_REGISTRIES.test(repository) ? repository : undefined;
}

/** Labels of Kubernetes, of vendors and of clouds, which say what a node is. */
const PUBLIC_LABELS =
  /^(?:[a-z0-9.-]*\.)?(?:kubernetes\.io|k8s\.io|k8s\.aws|nvidia\.com|amd\.com|mellanox\.com|amazonaws\.com|eksctl\.io|karpenter\.sh|google\.com|azure\.com|microsoft\.com|oraclecloud\.com|cilium\.io)\//;

const same = (text: string): string => text;

const whole = <T, R extends object>(value: T | undefined, make: (value: T) => R): R | Record<never, never> =>
  value === undefined ? {} : make(value);

const mapKeys = <T>(map: Readonly<Record<string, T>>, change: (key: string) => string): Record<string, T> =>
  mapEntries(map, change, (value) => value);

const mapEntries = <T, R>(
  map: Readonly<Record<string, T>>,
  key: (key: string) => string,
  value: (value: T, key: string) => R,
): Record<string, R> => Object.fromEntries(Object.entries(map).map(([name, entry]) => [key(name), value(entry, name)]));

/** The same data with every text, and every key, put through `change`. */
export function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  return isPlainMap(value) ? mapEntries(value as PlainMap, change, (entry) => mapTexts(entry, change)) : value;
}
