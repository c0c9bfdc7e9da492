import { ApiObject, type ApiObjectProps } from 'cdk8s';
import type * as k8s from 'cdk8s-plus-28/lib/imports/k8s.js';
import type { Construct } from 'constructs';

/** The generated Kubernetes types, with quantities and int-or-strings as plain scalars. */
type Plain<T> = T extends k8s.Quantity | k8s.IntOrString
  ? string | number
  : T extends (infer I)[] | readonly (infer I)[]
    ? readonly Plain<I>[]
    : T extends object
      ? { readonly [K in keyof T as Spelled<K>]: Plain<T[K]> }
      : T;

/** Fields that the generated types spell otherwise than the API. */
type Spelled<K> = K extends 'hostPid' ? 'hostPID' : K extends 'hostIpc' ? 'hostIPC' : K;

interface Kinds {
  ConfigMap: k8s.KubeConfigMapProps;
  DaemonSet: k8s.KubeDaemonSetProps;
  Namespace: k8s.KubeNamespaceProps;
  ResourceQuota: k8s.KubeResourceQuotaProps;
  StorageClass: k8s.KubeStorageClassProps;
}

const API_VERSIONS = {
  ConfigMap: 'v1',
  DaemonSet: 'apps/v1',
  Namespace: 'v1',
  ResourceQuota: 'v1',
  StorageClass: 'storage.k8s.io/v1',
} as const satisfies Record<keyof Kinds, string>;

export type KubeProps<K extends keyof Kinds> = Plain<Kinds[K]> & { readonly metadata: { readonly name: string } };

/**
 * An object of a Kubernetes kind, typed by cdk8s-plus's generated types and nothing added: cdk8s-plus's own classes fill in
 * resources, security contexts and selector labels that we would then have to answer for.
 */
export function kubeObject<K extends keyof Kinds>(
  scope: Construct,
  id: string,
  kind: K,
  props: KubeProps<K>,
): ApiObject {
  return new ApiObject(scope, id, { apiVersion: API_VERSIONS[kind], kind, ...props } as ApiObjectProps);
}
