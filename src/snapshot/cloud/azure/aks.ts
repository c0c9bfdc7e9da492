import { isPlainMap, type PlainMap } from '../../../plain.ts';
import type { CloudData } from '../../data/cloud.ts';
import { jsonMap, line, lineAt, whyNot } from '../answer.ts';
import type { Findings } from '../findings.ts';
import type { Asking } from '../service.ts';

const API_VERSION = '2025-01-01';
const GRANT = 'give the identity of the node the role Azure Kubernetes Service Cluster User or Reader on the cluster';

/**
 * The AKS cluster of a node, by the tags that AKS gives its machines and by the resource group that it makes for them,
 * `MC_group_cluster_location`. Groups and clusters may have underscores in their names, so each way to part it is asked for, and the
 * answer must name this very group.
 *
 * @see https://learn.microsoft.com/azure/aks/faq (node resource group), https://learn.microsoft.com/rest/api/aks/managed-clusters/get
 */
export async function aksCluster(asking: Asking, compute: PlainMap, found: Findings): Promise<CloudData['cluster']> {
  const tags = tagsOf(compute);
  const group = lineAt(compute, 'resourceGroupName') ?? '';
  const location = lineAt(compute, 'location');
  const isAks = /^mc_/i.test(group) || [...tags.keys()].some((key) => /^aks-managed-/i.test(key));
  if (!isAks) return undefined;
  const candidates = candidatesOf(group, location, tags);
  const only = candidates.length === 1 ? candidates[0] : undefined;
  const source = 'GET /metadata/instance';
  const none = {
    service: 'aks' as const,
    name: found.take(['cluster', 'name'], only?.name, source),
    location: found.take(['cluster', 'location'], location, source),
    // e.g. Kubernetes:1.34.2: what the pool was made or last upgraded to.
    details: found.taken(['cluster', 'details'], [['orchestrator', tags.get('aks-managed-orchestrator'), source]]),
  };
  const described = await describe(asking, compute, candidates, group, tags);
  if (typeof described === 'string') {
    found.lack(['cluster', 'version'], described);
    if (only === undefined) found.lack(['cluster', 'name'], described);
    return none;
  }
  const api = 'Azure managedClusters get';
  const at = (...path: string[]) => lineAt(described, 'properties', ...path);
  return {
    ...none,
    name: found.take(['cluster', 'name'], lineAt(described, 'name'), api),
    version: found.take(
      ['cluster', 'version'],
      at('currentKubernetesVersion') ?? at('kubernetesVersion'),
      api,
      `${api} says no version`,
    ),
    details: {
      ...none.details,
      ...found.taken(
        ['cluster', 'details'],
        [
          ['tier', lineAt(described, 'sku', 'tier'), api],
          ['upgradeChannel', at('autoUpgradeProfile', 'upgradeChannel'), api],
          ['supportPlan', at('supportPlan'), api],
          ['provisioningState', at('provisioningState'), api],
        ],
      ),
    },
  };
}

interface Candidate {
  readonly group: string;
  readonly name: string;
}

/** What Azure allows in names of clusters and groups, without what would lead out of a path. */
const PART = /^[A-Za-z0-9][A-Za-z0-9_.()-]*$/;

function candidatesOf(group: string, location: string | undefined, tags: ReadonlyMap<string, string>): Candidate[] {
  const tagged = { group: tags.get('aks-managed-cluster-rg') ?? '', name: tags.get('aks-managed-cluster-name') ?? '' };
  if (PART.test(tagged.group) && PART.test(tagged.name)) return [tagged];
  const end = `_${location ?? ''}`.toLowerCase();
  if (!/^mc_/i.test(group) || location === undefined || !group.toLowerCase().endsWith(end)) return [];
  const words = group.slice('MC_'.length, -end.length).split('_');
  return words
    .slice(1)
    .map((_, i) => ({ group: words.slice(0, i + 1).join('_'), name: words.slice(i + 1).join('_') }))
    .filter((one) => PART.test(one.group) && PART.test(one.name))
    .slice(0, MOST_CANDIDATES);
}

const MOST_CANDIDATES = 6;

async function describe(
  { ask, endpoints, limits, over }: Asking,
  compute: PlainMap,
  candidates: readonly Candidate[],
  nodeGroup: string,
  tags: ReadonlyMap<string, string>,
): Promise<PlainMap | string> {
  const environment = lineAt(compute, 'azEnvironment') ?? '';
  const base = Object.hasOwn(endpoints.azure, environment) ? endpoints.azure[environment] : undefined;
  if (base === undefined) return `the API of ${environment} is not known here`;
  if (candidates.length === 0) return 'neither tags nor the resource group of the node name the cluster';
  if (over()) return 'the time of the collector was over before it was asked';
  const identity = tags.get('aks-managed-kubeletIdentityClientID');
  const client = identity !== undefined && /^[0-9a-f-]{36}$/i.test(identity) ? `&client_id=${identity}` : '';
  const granted = await ask({
    url: `${endpoints.metadata.azure}/metadata/identity/oauth2/token?api-version=2018-02-01&resource=${encodeURIComponent(`${base}/`)}${client}`,
    headers: { metadata: 'true' },
    timeoutMs: limits.readMs,
  });
  const token = jsonMap(granted)?.access_token;
  if (typeof token !== 'string' || !/^[\x21-\x7e]{1,16384}$/.test(token))
    return `the node has no identity that gives a token (${whyNot(granted)}); ${GRANT}`;
  const subscription = lineAt(compute, 'subscriptionId') ?? '';
  const answers = await Promise.all(
    candidates.map(({ group, name }) =>
      ask({
        url: `${base}/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.ContainerService/managedClusters/${name}?api-version=${API_VERSION}`,
        headers: { authorization: `Bearer ${token}` },
        timeoutMs: limits.apiMs,
      }),
    ),
  );
  const own = answers
    .map(jsonMap)
    .find((map) => lineAt(map, 'properties', 'nodeResourceGroup')?.toLowerCase() === nodeGroup.toLowerCase());
  const first = answers[0];
  return own ?? `Azure managedClusters get: ${first === undefined ? 'not asked' : whyNot(first)}; ${GRANT}`;
}

/** `tagsList`; the older `tags` cannot be read where a value has a semicolon. */
function tagsOf(compute: PlainMap): ReadonlyMap<string, string> {
  const list = Array.isArray(compute.tagsList) ? compute.tagsList : [];
  return new Map(
    list.flatMap((tag: unknown) => {
      if (!isPlainMap(tag)) return [];
      const [name, value] = [line(tag.name), line(tag.value)];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
}
