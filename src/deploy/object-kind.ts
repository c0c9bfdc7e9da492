import type { KubeObject } from '../contract/manifests.ts';

/** A kind as controllers name it. The group of core kinds is the empty string. */
export interface ObjectKind {
  readonly group: string;
  readonly kind: string;
}

export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

export function kindOf({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): ObjectKind {
  return { group: groupOf(apiVersion), kind };
}

/** Text that is equal for equal kinds. */
export const kindKey = ({ group, kind }: ObjectKind): string => `${group}/${kind}`;

/** Groups that every API server serves (Kubernetes 1.34): an object of any other group needs a CRD first. */
const BUILT_IN = new Set([
  '',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
]);

export const isCustomResource = ({ apiVersion }: { readonly apiVersion: string }): boolean =>
  !BUILT_IN.has(groupOf(apiVersion));

/** Kinds whose deletion deletes what others keep in them. */
export function isNeverPruned({ apiVersion, kind }: KubeObject): boolean {
  return (
    (kind === 'Namespace' && apiVersion === 'v1') ||
    (kind === 'CustomResourceDefinition' && groupOf(apiVersion) === 'apiextensions.k8s.io')
  );
}

/** The object with more annotations; those that it has already win. */
export function withAnnotations(object: KubeObject, annotations: Readonly<Record<string, string>>): KubeObject {
  if (Object.keys(annotations).length === 0) return object;
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, annotations: { ...annotations, ...metadata.annotations } } };
}
