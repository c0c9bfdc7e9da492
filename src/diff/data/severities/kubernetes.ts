import type { SeverityRule } from '../../severity-rule.ts';

/**
 * What a difference of two Kubernetes objects means. Patterns begin with the kind.
 *
 * Security: fields that https://kubernetes.io/docs/concepts/security/pod-security-standards/ restricts, and RBAC.
 */
export const KUBERNETES_SEVERITIES: readonly SeverityRule[] = [
  // Whole objects
  ...['ClusterRole', 'Role', 'ClusterRoleBinding', 'RoleBinding'].map(
    (kind): SeverityRule => ({ at: kind, severity: 'critical', reason: 'security: who may do what' }),
  ),
  { at: 'NetworkPolicy', severity: 'critical', reason: 'security: who may talk to whom' },
  { at: 'ValidatingAdmissionPolicy', severity: 'critical', reason: 'security: what the API server lets in' },
  { at: 'CustomResourceDefinition', severity: 'critical', reason: 'a kind that the API server knows' },
  { at: 'Namespace', severity: 'critical', reason: 'everything in a namespace goes with it' },
  { at: 'ResourceQuota.spec', severity: 'critical', reason: 'how much a namespace may have' },
  { at: 'StorageClass', severity: 'critical', reason: 'where volumes come from' },
  { at: 'ClusterPolicy.spec', severity: 'critical', reason: 'what the GPU Operator is told to do' },
  { at: 'NVIDIADriver.spec', severity: 'critical', reason: 'the driver' },
  { at: 'NicClusterPolicy.spec', severity: 'critical', reason: 'what the network operator is told to do' },
  { at: 'Skyhook.spec', severity: 'critical', reason: 'settings of the nodes: boot arguments, sysctls, services' },
  // Argo CD and Flux
  ...['repoURL', 'chart', 'targetRevision', 'path'].flatMap((key) =>
    ['source', 'sources.*'].map(
      (at): SeverityRule => ({
        at: `Application.spec.${at}.${key}`,
        severity: 'critical',
        reason: 'what is applied, and its version',
      }),
    ),
  ),
  { at: 'Application.spec.**.driver', severity: 'critical', reason: 'the driver' },
  { at: 'Application.spec.destination', severity: 'critical', reason: 'where it is applied' },
  { at: 'AppProject.spec', severity: 'critical', reason: 'security: what Argo CD may apply' },
  { at: 'HelmRelease.spec.chart', severity: 'critical', reason: 'what is applied, and its version' },
  { at: 'HelmRelease.spec.values.**.driver', severity: 'critical', reason: 'the driver' },
  { at: 'HelmRelease.spec.targetNamespace', severity: 'critical', reason: 'where it is applied' },
  ...['HelmRepository', 'OCIRepository', 'GitRepository'].map(
    (kind): SeverityRule => ({ at: `${kind}.spec`, severity: 'critical', reason: 'where what is applied comes from' }),
  ),
  // Security settings of pods
  ...['securityContext', 'hostNetwork', 'hostPID', 'hostIPC', 'hostPath', 'serviceAccountName'].map(
    (key): SeverityRule => ({
      at: `**.${key}`,
      severity: 'critical',
      reason: 'security: what a pod may do on its node',
    }),
  ),
  { at: 'ServiceAccount', severity: 'critical', reason: 'security: who a pod is' },
  { at: 'Secret.data', severity: 'critical', reason: 'security: a secret' },
  // What runs
  { at: '**.image', severity: 'critical', reason: 'what runs' },
  { at: '**.containers', severity: 'critical', reason: 'what runs' },
  { at: '**.containers.*.*', severity: 'warning', reason: 'how a container runs' },
  { at: '**.initContainers', severity: 'critical', reason: 'what runs' },
  { at: '**.initContainers.*.*', severity: 'warning', reason: 'how a container runs' },
  { at: '**.nodeSelector', severity: 'critical', reason: 'on which nodes it runs' },
  { at: '**.tolerations', severity: 'critical', reason: 'on which nodes it runs' },
  { at: '*.metadata', severity: 'info', reason: 'how an object is marked' },
  { at: '*.metadata.labels', severity: 'info', reason: 'how an object is marked' },
  { at: '*.status', severity: 'info', reason: 'what a controller says' },
  { at: '*', severity: 'warning', reason: 'what the cluster is told to be' },
];
