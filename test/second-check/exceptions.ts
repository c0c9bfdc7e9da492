/** Kinds that others' schemas do not have, and why: they come from no CRD. Our own index has them from the Kubernetes OpenAPI. */
export const NO_SCHEMA: Readonly<Record<string, string>> = {
  'apps/v1 DaemonSet': 'Kubernetes itself',
  'kustomize.config.k8s.io/v1beta1 Kustomization': 'a file of kustomize, read on the client',
  'storage.k8s.io/v1 StorageClass': 'Kubernetes itself',
  'v1 ConfigMap': 'Kubernetes itself',
  'v1 Namespace': 'Kubernetes itself',
  'v1 ResourceQuota': 'Kubernetes itself',
};

/** Pinned charts that others' collection lacks at that version: they must take no values at all. */
export const NO_CHART: Readonly<Record<string, string>> = {
  'kgateway-crds v2.0.5':
    'CRDs and an empty values.yaml: https://github.com/kgateway-dev/kgateway/tree/v2.0.5/install/helm/kgateway-crds',
};
