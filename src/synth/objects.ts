import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { ClusterContext } from '../contract/cluster.ts';
import type { KubeObject } from '../contract/manifests.ts';
import { type PhaseName, phaseOf } from '../contract/phase.ts';
import { compareText, isPlainMap } from '../plain.ts';

/** The objects of one component by phase, in the order that the construct made them, with the cluster's labels and annotations. */
export function objectsOf(
  scope: IConstruct,
  { labels, annotations }: ClusterContext,
): Readonly<Record<PhaseName, readonly KubeObject[]>> {
  const phases: Record<PhaseName, KubeObject[]> = { before: [], main: [], after: [] };
  for (const child of scope.node.findAll()) {
    if (!ApiObject.isApiObject(child)) continue;
    phases[phaseOf(child)].push(ordered(stamp(child.toJson() as KubeObject, labels, annotations)));
  }
  return phases;
}

/** Adds the cluster's labels and annotations; an object's own win. */
export function stamp(
  object: KubeObject,
  labels: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>>,
): KubeObject {
  const { metadata } = object;
  const add = (key: 'labels' | 'annotations', common: Readonly<Record<string, string>>) =>
    Object.keys(common).length === 0 ? {} : { [key]: { ...common, ...metadata[key] } };
  return { ...object, metadata: { ...metadata, ...add('labels', labels), ...add('annotations', annotations) } };
}

const FIRST = ['apiVersion', 'kind', 'metadata'];

/** Keys in one order whatever order they were made in: apiVersion, kind, metadata, then by name; name and namespace lead the metadata. */
function ordered(object: KubeObject): KubeObject {
  const { name, namespace, ...rest } = object.metadata;
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }), ...(sorted(rest) as object) };
  const others = Object.keys(object)
    .filter((key) => !FIRST.includes(key))
    .sort(compareText);
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata,
    ...Object.fromEntries(others.map((key) => [key, sorted(object[key])])),
  };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isPlainMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => compareText(a, b))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
