import type { KubeObjectData } from '../../contract/kube-api.ts';
import { compareText, type PlainMap } from '../../plain.ts';
import { mapAt, mapsAt, present, textAt } from '../cluster/object-fields.ts';
import type { K8sData } from '../data/k8s.ts';
import { withoutSecrets } from './without-secrets.ts';

type Release = K8sData['releases'][string];
type Releases = Map<string, Release>;

/**
 * An Application of Argo CD. `sources` counts before `source`; what it applied is a list then, in their order.
 * https://argo-cd.readthedocs.io/en/stable/user-guide/multiple_sources/
 */
export function addApplication(releases: Releases, object: KubeObjectData): void {
  const spec = mapAt(object, 'spec');
  const status = mapAt(object, 'status');
  const sync = mapAt(status, 'sync');
  const several = mapsAt(spec, 'sources');
  const revisions = Array.isArray(sync.revisions) ? sync.revisions : [];
  const sources = several.map((source, i) =>
    sourceOf(source, several.length === 1 ? (sync.revision ?? revisions[i]) : revisions[i]),
  );
  const alone = sourceOf(mapAt(spec, 'source'), sync.revision);
  // The chart is what a version is asked of; others bring values or more objects.
  const main = sources.find(({ chart }) => chart !== undefined) ?? sources[0] ?? alone;
  add(releases, 'Application', object, {
    chart: main.chart,
    version: main.version,
    applied: main.applied,
    namespace: textAt(mapAt(spec, 'destination'), 'namespace'),
    ready: textAt(mapAt(status, 'health'), 'status'),
    synced: textAt(sync, 'status'),
    message: messagesOf(mapsAt(status, 'conditions')),
    sources: sources.length > 1 ? sources : undefined,
  });
}

function sourceOf(source: PlainMap, applied: unknown) {
  return present({
    repository: textAt(source, 'repoURL'),
    chart: textAt(source, 'chart'),
    path: textAt(source, 'path'),
    version: textAt(source, 'targetRevision'),
    applied: typeof applied === 'string' && applied !== '' ? applied : undefined,
  });
}

/** Conditions of an Application are there only when something is wrong. */
const messagesOf = (conditions: readonly PlainMap[]): string | undefined =>
  conditions
    .map((condition) => `${textAt(condition, 'type') ?? 'Unknown'}: ${textAt(condition, 'message') ?? ''}`)
    .sort(compareText)
    .join('; ') || undefined;

/** A HelmRelease of Flux. https://fluxcd.io/flux/components/helm/helmreleases/ */
export function addHelmRelease(releases: Releases, object: KubeObjectData): void {
  const spec = mapAt(object, 'spec');
  const status = mapAt(object, 'status');
  const chart = mapAt(spec, 'chart', 'spec');
  // Newest first; what failed or was superseded is not what runs.
  const deployed = mapsAt(status, 'history').find((one) => one.status === 'deployed') ?? {};
  const ready = mapsAt(status, 'conditions').find((condition) => condition.type === 'Ready') ?? {};
  add(releases, 'HelmRelease', object, {
    chart: textAt(chart, 'chart') ?? textAt(deployed, 'chartName') ?? textAt(mapAt(spec, 'chartRef'), 'name'),
    version: textAt(chart, 'version'),
    applied: textAt(deployed, 'chartVersion'),
    namespace: textAt(spec, 'targetNamespace') ?? textAt(mapAt(object, 'metadata'), 'namespace'),
    ready: textAt(ready, 'status'),
    // Of one that is ready it counts revisions.
    message: ready.status === 'True' ? undefined : textAt(ready, 'message'),
  });
}

function add(releases: Releases, kind: string, object: KubeObjectData, release: Release): void {
  const { name, namespace } = mapAt(object, 'metadata');
  if (typeof name === 'string' && typeof namespace === 'string')
    // Addresses of repositories may have a password in them, and messages repeat them.
    releases.set(`${kind}/${namespace}/${name}`, withoutSecrets(present(release)));
}
