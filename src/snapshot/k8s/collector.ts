import { CollectFailure, defineCollector } from '../../contract/collector.ts';
import {
  type KubeApi,
  type KubeKind,
  type KubeObjectData,
  KubeRefusal,
  type ListOptions,
} from '../../contract/kube-api.ts';
import { compareText } from '../../plain.ts';
import { foldList, type ListSurroundings } from '../cluster/fold-list.ts';
import { mapAt, sortedRecord, textAt } from '../cluster/object-fields.ts';
import { asFailure, Refusals } from '../cluster/refusals.ts';
import { type K8sData, type KubeNode, k8sData } from '../data/k8s.ts';
import { addCustomObject, addSlice, type Slices, slicesOf } from './custom-objects.ts';
import { APPLICATIONS, CUSTOM_KINDS, type CustomKind, HELM_RELEASES, RESOURCE_SLICES } from './custom-resources.ts';
import { addPod, type Images, imagesOf, LIVE_PODS } from './images.ts';
import { addNode } from './nodes.ts';
import { addApplication, addHelmRelease } from './releases.ts';
import { type ApiGroups, apiGroupsOf, servedKinds, sortedGroups } from './served-kinds.ts';
import { addWorkload, WORKLOAD_KINDS, workloadResource } from './workloads.ts';

const core = (resource: string): KubeKind => ({ group: '', version: 'v1', resource });
const CRDS: KubeKind = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' };

/**
 * What runs in a cluster: server, nodes, images, workloads, releases, operators' own resources. Secrets are never asked for.
 *
 * Every kind is read page by page, and one after another: so no more than one page is in memory, and a busy server is asked politely.
 */
export const k8sCollector = defineCollector<K8sData>({
  name: 'k8s',
  summary: "Server, nodes, images, workloads, releases and operators' resources of a cluster",
  of: 'cluster',
  timeoutMs: 60_000,
  schema: k8sData,
  async collect({ cluster, signal, progress }) {
    const api = await cluster();
    const refusals = new Refusals();
    const reader = readerOf({ api, signal, progress }, refusals);
    const server = await serverOf(api);
    const groups = await refusals.read<ApiGroups>('apiGroups', new Map(), async () =>
      apiGroupsOf(await api.get('/apis')),
    );
    const served = servedKinds(api, groups);
    const data: K8sData = {
      server,
      apiGroups: sortedGroups(groups),
      nodes: sortedRecord(await reader('nodes', core('nodes'), {}, () => new Map<string, KubeNode>(), addNode)),
      images: imagesOf(
        await reader('images', core('pods'), { fieldSelector: LIVE_PODS }, (): Images => new Map(), addPod),
      ),
      workloads: await workloadsOf(reader),
      releases: await releasesOf(reader, served, refusals),
      customResourceDefinitions: await crdsOf(reader),
      customResources: await customResourcesOf(reader, served, refusals),
      resourceSlices: await resourceSlicesOf(reader, served, refusals),
    };
    if (groups.size === 0)
      // Without the groups no kind is known to be served.
      for (const part of ['releases', 'customResources', 'resourceSlices'] as const)
        refusals.add(part, 'the groups of the API may not be read');
    return { data, missing: refusals.missing(), context: contextOf(api) };
  },
});

type Reader = <State>(
  part: keyof K8sData,
  kind: KubeKind,
  options: ListOptions,
  begin: () => State,
  add: (state: State, object: KubeObjectData) => void,
) => Promise<State>;

/** Lists a kind into a part of the data; what is refused is noted there, and the part stays as it begins. */
const readerOf =
  (surroundings: ListSurroundings, refusals: Refusals): Reader =>
  (part, kind, options, begin, add) =>
    refusals.read(part, begin(), () => foldList(surroundings, kind, options, begin, add));

type Served = ReturnType<typeof servedKinds>;

/** The version under which a kind is served. Who may not ask is told as with a list. */
const kindOf = (
  part: keyof K8sData,
  kind: CustomKind,
  served: Served,
  refusals: Refusals,
): Promise<KubeKind | undefined> => refusals.read(part, undefined, () => served(kind));

async function serverOf(api: KubeApi): Promise<K8sData['server']> {
  try {
    const answer = await api.get('/version');
    const version = textAt(answer, 'gitVersion');
    const platform = textAt(answer, 'platform');
    if (version === undefined) throw new CollectFailure(`${api.server}/version names no gitVersion`);
    return { version, ...(platform === undefined ? {} : { platform }) };
  } catch (error) {
    if (error instanceof KubeRefusal && error.status === 404)
      throw new CollectFailure(`${api.server} has no /version: it is no API server`);
    throw asFailure(error);
  }
}

async function workloadsOf(reader: Reader): Promise<K8sData['workloads']> {
  const all: [string, K8sData['workloads'][string]][] = [];
  for (const kind of WORKLOAD_KINDS) {
    const begin = () => new Map<string, K8sData['workloads'][string]>();
    const add = (state: ReturnType<typeof begin>, object: KubeObjectData) => addWorkload(kind, state, object);
    all.push(...(await reader('workloads', workloadResource(kind), {}, begin, add)));
  }
  return sortedRecord(all);
}

async function releasesOf(reader: Reader, served: Served, refusals: Refusals): Promise<K8sData['releases']> {
  const all: [string, K8sData['releases'][string]][] = [];
  for (const [custom, add] of [[APPLICATIONS, addApplication] as const, [HELM_RELEASES, addHelmRelease] as const]) {
    const kind = await kindOf('releases', custom, served, refusals);
    const begin = () => new Map<string, K8sData['releases'][string]>();
    if (kind !== undefined) all.push(...(await reader('releases', kind, {}, begin, add)));
  }
  return sortedRecord(all);
}

async function crdsOf(reader: Reader): Promise<string[]> {
  const names = await reader(
    'customResourceDefinitions',
    CRDS,
    { metadataOnly: true },
    () => new Set<string>(),
    (state, object) => {
      const name = textAt(mapAt(object, 'metadata'), 'name');
      if (name !== undefined) state.add(name);
    },
  );
  return [...names].sort(compareText);
}

async function customResourcesOf(
  reader: Reader,
  served: Served,
  refusals: Refusals,
): Promise<K8sData['customResources']> {
  const all: [string, K8sData['customResources'][string]][] = [];
  for (const custom of CUSTOM_KINDS) {
    const kind = await kindOf('customResources', custom, served, refusals);
    if (kind === undefined) continue;
    const begin = () => new Map<string, K8sData['customResources'][string]>();
    const add = (state: ReturnType<typeof begin>, object: KubeObjectData) =>
      addCustomObject(custom, kind, state, object);
    all.push(...(await reader('customResources', kind, {}, begin, add)));
  }
  return sortedRecord(all);
}

async function resourceSlicesOf(
  reader: Reader,
  served: Served,
  refusals: Refusals,
): Promise<K8sData['resourceSlices']> {
  const kind = await kindOf('resourceSlices', RESOURCE_SLICES, served, refusals);
  return kind === undefined
    ? {}
    : slicesOf(await reader('resourceSlices', kind, {}, (): Slices => new Map(), addSlice));
}

/** Where each part was asked for. */
function contextOf({ server }: KubeApi): Record<keyof K8sData, { readonly source: string }> {
  const at = (path: string) => ({ source: `${server}${path}` });
  return {
    server: at('/version'),
    apiGroups: at('/apis'),
    nodes: at('/api/v1/nodes'),
    images: at('/api/v1/pods'),
    workloads: at('/apis/apps/v1'),
    releases: at('/apis'),
    customResourceDefinitions: at('/apis/apiextensions.k8s.io/v1/customresourcedefinitions'),
    customResources: at('/apis'),
    resourceSlices: at('/apis/resource.k8s.io'),
  };
}
