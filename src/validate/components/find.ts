import { isPlainMap, type PlainMap } from '../../plain.ts';
import type { K8sData } from '../../snapshot/data/k8s.ts';
import { sameVersion } from '../versions.ts';

export interface WantedComponent {
  readonly name: string;
  readonly namespace?: string;
  readonly chart?: { readonly name: string; readonly version: string };
  readonly git?: { readonly tag?: string; readonly commit?: string };
}

/** A component of the recipe as its props say it. */
export function wantedComponent(name: string, props: PlainMap): WantedComponent {
  const { namespace, chart, git } = props;
  const text = (value: unknown): value is string => typeof value === 'string';
  return {
    name,
    ...(text(namespace) ? { namespace } : {}),
    ...(isPlainMap(chart) && text(chart.name) && text(chart.version)
      ? { chart: { name: chart.name, version: chart.version } }
      : {}),
    ...(isPlainMap(git)
      ? { git: { ...(text(git.tag) ? { tag: git.tag } : {}), ...(text(git.commit) ? { commit: git.commit } : {}) } }
      : {}),
  };
}

/** The version that is wanted: that of the chart, or the tag. */
export const wantedVersion = ({ chart, git }: WantedComponent): string | undefined => chart?.version ?? git?.tag;

export interface FoundComponent {
  /** Versions that something in the cluster has, with who says it. Empty where nothing says one. */
  readonly versions: readonly { readonly version: string; readonly by: string }[];
  /** What is there of it: releases and workloads by their keys. */
  readonly parts: readonly string[];
  /** Why it is not ready, one text a part. */
  readonly unready: readonly string[];
}

/** What a cluster has of a component: releases of Argo CD or Flux, and workloads that Helm labelled. */
export function findComponent(wanted: WantedComponent, data: Pick<K8sData, 'releases' | 'workloads'>): FoundComponent {
  const releases = Object.entries(data.releases).filter(([key, release]) => isRelease(wanted, key, release));
  const workloads = Object.entries(data.workloads).filter(([key, workload]) => isWorkload(wanted, key, workload));
  return {
    versions: [
      ...releases.flatMap(([by, { chart, version, applied }]) => {
        // Without a chart, what was asked for may be the branch that a tree lies on.
        const said = applied ?? (wanted.chart && chart === undefined ? undefined : version);
        return said === undefined ? [] : [{ by, version: said }];
      }),
      ...workloads.flatMap(([by, { chart }]) => {
        const version = wanted.chart && chart !== undefined ? labelled(wanted.chart, chart) : undefined;
        return version === undefined ? [] : [{ by, version }];
      }),
    ],
    parts: [...releases, ...workloads].map(([key]) => key),
    unready: [
      ...releases.flatMap(([key, release]) => unreadyRelease(key, release)),
      ...workloads.flatMap(([key, { desired, ready }]) =>
        ready < desired ? [`${key} has ${ready} of ${desired} pods ready`] : [],
      ),
    ],
  };
}

/** Whether a version that was found is the one that is wanted; an Argo CD source of Git may name the commit. */
export const isWanted = (wanted: WantedComponent, version: string): boolean =>
  [wanted.chart?.version, wanted.git?.tag, wanted.git?.commit].some(
    (one) => one !== undefined && sameVersion(one, version),
  );

const nameOf = (key: string): string => key.split('/').at(-1) ?? '';
const namespaceOf = (key: string): string => key.split('/')[1] ?? '';

type Release = K8sData['releases'][string];
type Workload = K8sData['workloads'][string];

function isRelease({ name, chart, namespace }: WantedComponent, key: string, release: Release): boolean {
  if (chart && release.chart !== undefined) return release.chart === chart.name;
  const there = release.namespace;
  return nameOf(key) === name && (there === undefined || namespace === undefined || there === namespace);
}

function isWorkload({ name, chart, namespace }: WantedComponent, key: string, workload: Workload): boolean {
  if (!chart) return false;
  if (workload.chart !== undefined) return labelled(chart, workload.chart) !== undefined;
  return workload.release === name && namespaceOf(key) === namespace;
}

/** Label values end here: Helm's own templates cut `helm.sh/chart` to it. */
const LABEL = 63;

/** The version in a label `helm.sh/chart`, e.g. `gpu-operator-v26.3.3`; undefined where it is another chart's. */
function labelled({ name, version }: { readonly name: string; readonly version: string }, label: string) {
  const whole = `${name}-${version.replaceAll('+', '_')}`;
  if (label.length >= LABEL - 1 && whole.length > label.length && whole.startsWith(label)) return version;
  const rest = label.startsWith(`${name}-`) ? label.slice(name.length + 1) : '';
  return /^v?\d+\./.test(rest) ? rest : undefined;
}

function unreadyRelease(key: string, { ready, synced, message }: Release): string[] {
  const why = message === undefined || message === '' ? '' : `: ${message}`;
  if (ready !== undefined && !['healthy', 'true'].includes(ready.toLowerCase())) return [`${key} is ${ready}${why}`];
  return synced === undefined || synced === 'Synced' ? [] : [`${key} is ${synced}${why}`];
}
