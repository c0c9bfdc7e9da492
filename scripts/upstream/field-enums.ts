/**
 * Values of built-in fields that the API server checks but the OpenAPI does not list, by definition and field.
 *
 * @see https://github.com/kubernetes/kubernetes/tree/v1.34.2/staging/src/k8s.io/api for the constants of each type
 */
export const FIELD_ENUMS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'core.v1.Container': { imagePullPolicy: ['Always', 'IfNotPresent', 'Never'] },
  'core.v1.ContainerPort': { protocol: ['SCTP', 'TCP', 'UDP'] },
  'core.v1.EmptyDirVolumeSource': { medium: ['', 'HugePages', 'HugePages-1Gi', 'HugePages-2Mi', 'Memory'] },
  'core.v1.HostPathVolumeSource': {
    type: ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'],
  },
  'core.v1.LimitRangeItem': { type: ['Container', 'PersistentVolumeClaim', 'Pod'] },
  'core.v1.NodeSelectorRequirement': { operator: ['DoesNotExist', 'Exists', 'Gt', 'In', 'Lt', 'NotIn'] },
  'core.v1.PodSpec': {
    dnsPolicy: ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
    preemptionPolicy: ['Never', 'PreemptLowerPriority'],
    restartPolicy: ['Always', 'Never', 'OnFailure'],
  },
  'core.v1.SeccompProfile': { type: ['Localhost', 'RuntimeDefault', 'Unconfined'] },
  'core.v1.ServicePort': { protocol: ['SCTP', 'TCP', 'UDP'] },
  'core.v1.ServiceSpec': { type: ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'] },
  'core.v1.Toleration': {
    effect: ['', 'NoExecute', 'NoSchedule', 'PreferNoSchedule'],
    operator: ['', 'Equal', 'Exists'],
  },
  'core.v1.TopologySpreadConstraint': { whenUnsatisfiable: ['DoNotSchedule', 'ScheduleAnyway'] },
  'core.v1.VolumeMount': { mountPropagation: ['Bidirectional', 'HostToContainer', 'None'] },
  'apps.v1.DaemonSetUpdateStrategy': { type: ['OnDelete', 'RollingUpdate'] },
  'apps.v1.DeploymentStrategy': { type: ['Recreate', 'RollingUpdate'] },
  'apps.v1.StatefulSetUpdateStrategy': { type: ['OnDelete', 'RollingUpdate'] },
  'batch.v1.CronJobSpec': { concurrencyPolicy: ['Allow', 'Forbid', 'Replace'] },
  'meta.v1.LabelSelectorRequirement': { operator: ['DoesNotExist', 'Exists', 'In', 'NotIn'] },
  'rbac.v1.RoleRef': { kind: ['ClusterRole', 'Role'] },
  'rbac.v1.Subject': { kind: ['Group', 'ServiceAccount', 'User'] },
};
