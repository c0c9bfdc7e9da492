import type { DocumentKind } from '../document-kind.ts';
import type { ListRule } from '../rules.ts';

/**
 * Lists that are sets, or whose items have keys of their own. All others are compared in their order: boot arguments, commands and
 * their arguments, layers of a fabric.
 *
 * Kubernetes: `x-kubernetes-list-type` and `x-kubernetes-list-map-keys` of the API (kubernetes/kubernetes v1.34
 * api/openapi-spec/swagger.json), and for volumes and tolerations the patch keys of k8s.io/api/core/v1. Patterns begin with the kind.
 */
export const LIST_RULES: Readonly<Record<DocumentKind, readonly ListRule[]>> = {
  Snapshot: [
    { at: 'measurements.gpu.*.gpus', by: [['uuid']] },
    { at: 'measurements.k8s.apiGroups.*', by: 'value' },
    { at: 'measurements.k8s.images.*.digests', by: 'value' },
    { at: 'measurements.k8s.workloads.*.images', by: 'value' },
    { at: 'measurements.k8s.customResourceDefinitions', by: 'value' },
    { at: 'measurements.k8s.customResources.**.conditions', by: [['type']] },
    { at: 'measurements.k8s.customResources.**.env', by: [['name']] },
    { at: 'measurements.k8s.customResources.**.tolerations', by: 'value' },
    { at: 'measurements.os.builtInModules', by: 'value' },
    { at: 'measurements.os.clockSource.available', by: 'value' },
    { at: 'measurements.network.rdma.*.ports.*.interfaces', by: 'value' },
    { at: 'measurements.topology.labels.*.*', by: 'value' },
    { at: 'measurements.topology.taints.*', by: 'value' },
    { at: 'measurements.topology.zones.*', by: 'value' },
    { at: 'measurements.topology.fabricDomains.*', by: 'value' },
  ],
  Cluster: [
    { at: 'pools.*.taints', by: [['key', 'effect']] },
    { at: 'pools.*.tolerations', by: 'value' },
    { at: 'pools.gpu.acceptSettings', by: 'value' },
    { at: 'shared.pullSecrets', by: 'value' },
    { at: 'plugins', by: 'value' },
  ],
  ResolvedRecipe: [
    { at: 'gpuNodes.taints', by: [['key', 'effect']] },
    { at: 'constraints', by: [['subject']] },
    { at: 'constraints.*.sources', by: [['layer', 'range']] },
    { at: 'layers', by: [['name']] },
    { at: 'provenance.*.overrode', by: 'value' },
  ],
  Kubernetes: [
    { at: '**.containers', by: [['name']] },
    { at: '**.initContainers', by: [['name']] },
    { at: '**.ephemeralContainers', by: [['name']] },
    { at: '**.env', by: [['name']] },
    { at: '**.volumes', by: [['name']] },
    { at: '**.volumeMounts', by: [['mountPath']] },
    { at: '**.volumeDevices', by: [['devicePath']] },
    { at: '**.imagePullSecrets', by: [['name']] },
    { at: '**.resourceClaims', by: [['name']] },
    { at: '**.hostAliases', by: [['ip']] },
    { at: '**.containers.*.ports', by: [['containerPort', 'protocol']] },
    { at: '**.initContainers.*.ports', by: [['containerPort', 'protocol']] },
    { at: 'Service.spec.ports', by: [['port', 'protocol']] },
    { at: '**.tolerations', by: 'value' },
    { at: '**.taints', by: [['key', 'effect']] },
    { at: '**.conditions', by: [['type']] },
    { at: '**.finalizers', by: 'value' },
    { at: '**.ownerReferences', by: [['uid'], ['kind', 'name']] },
    { at: '**.topologySpreadConstraints', by: [['topologyKey', 'whenUnsatisfiable']] },
    { at: '**.capabilities.add', by: 'value' },
    { at: '**.capabilities.drop', by: 'value' },
    { at: 'ClusterRole.rules', by: 'value' },
    { at: 'Role.rules', by: 'value' },
    { at: 'ClusterRole.rules.*.*', by: 'value' },
    { at: 'Role.rules.*.*', by: 'value' },
    { at: 'ClusterRoleBinding.subjects', by: [['kind', 'namespace', 'name']] },
    { at: 'RoleBinding.subjects', by: [['kind', 'namespace', 'name']] },
    { at: 'ServiceAccount.secrets', by: [['name']] },
    { at: 'CustomResourceDefinition.spec.versions', by: [['name']] },
    { at: 'CustomResourceDefinition.**.required', by: 'value' },
    { at: 'Kustomization.spec.dependsOn', by: [['namespace', 'name']] },
    { at: 'Kustomization.spec.healthChecks', by: [['kind', 'namespace', 'name']] },
    { at: 'HelmRelease.spec.dependsOn', by: [['namespace', 'name']] },
    { at: 'Application.spec.syncPolicy.syncOptions', by: 'value' },
    { at: 'Application.spec.ignoreDifferences', by: [['group', 'kind', 'namespace', 'name']] },
    { at: 'AppProject.spec.*', by: 'value' },
    { at: 'Kustomization.resources', by: 'value' },
  ],
  other: [],
};
