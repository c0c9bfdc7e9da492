import type { Left, Row } from './row.ts';

const EKS = 'eks-h100-training';
const AKS = 'aks-h100-training';
const GKE = 'gke/h100/cos/training';
const SYSTEM = { nodeGroup: 'system-worker' };
const GPU = [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }];
const COS_HOME = '/home/kubernetes/bin/nvidia';
const op = (path: string) => `gpu-operator: ${path}`;
const env = (entries: Record<string, string>) => Object.entries(entries).map(([name, value]) => ({ name, value }));

const strategy = { DEVICE_LIST_STRATEGY: 'cdi-cri,cdi-annotations,volume-mounts' };
const guarded = {
  ACCEPT_NVIDIA_VISIBLE_DEVICES_ENVVAR_WHEN_UNPRIVILEGED: 'false',
  ACCEPT_NVIDIA_VISIBLE_DEVICES_AS_VOLUME_MOUNTS: 'true',
};

/** known-good §3 (base and variants), §4 and §5, gpu-operator. */
export const gpuOperatorRows: readonly Row[] = [
  [
    'names of the sub-chart do not depend on the release',
    EKS,
    op('node-feature-discovery.fullnameOverride'),
    'node-feature-discovery',
  ],
  ['the operator installs the driver', EKS, op('driver.enabled'), true],
  ['driver of branch 580, newer than 580.105.08', EKS, op('driver.version'), '580.126.20'],
  ['open kernel modules', EKS, op('driver.kernelModuleType'), 'open'],
  ['peer-memory module where the NIC driver is a container', AKS, op('driver.rdma.enabled'), true],
  ['no peer-memory module beside DMA-BUF', EKS, op('driver.rdma.enabled'), false],
  ['parallel driver upgrades', EKS, op('driver.upgradePolicy.maxParallelUpgrades'), 5],
  ['no GPU by an environment variable; allocations by volume mounts', EKS, op('toolkit.env'), env(guarded)],
  ['devices by CDI first', EKS, op('devicePlugin.env'), env({ ...strategy, DP_DISABLE_HEALTHCHECKS: '109' })],
  [
    'Xid 109 leaves a GPU healthy on AKS too',
    AKS,
    op('devicePlugin.env'),
    env({ ...strategy, DP_DISABLE_HEALTHCHECKS: '109' }),
  ],
  ['all Xids count on own machines', 'onprem-h200-inference', op('devicePlugin.env'), env(strategy)],
  ['DCGM host engine', EKS, op('dcgm.enabled'), true],
  [
    'exporter is monitored',
    EKS,
    op('dcgmExporter.serviceMonitor'),
    { enabled: true, interval: '30s', honorLabels: true },
  ],
  ['exporter metrics have a name', EKS, op('dcgmExporter.config.name'), 'dcgm-exporter'],
  ['the chart makes the ConfigMap of the metrics', EKS, op('dcgmExporter.config.create'), true],
  ['GDRCopy', EKS, op('gdrcopy.enabled'), true],
  ['feature labels', EKS, op('gfd.enabled'), true],
  ['MIG manager', EKS, op('migManager.enabled'), true],
  ['the validator takes no free GPU', EKS, op('validator.plugin.env'), env({ WITH_WORKLOAD: 'false' })],
  ['CRDs follow the chart', EKS, op('operator.upgradeCRD'), true],
  ['requests of the operator', EKS, op('operator.resources.requests'), { cpu: '200m', memory: '300Mi' }],
  ['limits of the operator', EKS, op('operator.resources.limits'), { cpu: '500m', memory: '700Mi' }],
  // Variants.
  ['EKS training: CDI', EKS, op('cdi.enabled'), true],
  ['EKS training: driver root', EKS, op('hostPaths.driverInstallDir'), '/run/nvidia/driver'],
  ['AKS: the image has the toolkit', AKS, op('toolkit.enabled'), false],
  ['AKS: nothing is said to a toolkit that is not ours', AKS, op('toolkit.env'), undefined],
  ['AKS training: CDI', AKS, op('cdi.enabled'), true],
  ['AKS training: GDRCopy', AKS, op('gdrcopy.enabled'), true],
  ['GKE: Google installs the driver', GKE, op('driver.enabled'), false],
  ['GKE: no GDRCopy beside a driver that the host manages', GKE, op('gdrcopy.enabled'), false],
  ['GKE: CDI', GKE, op('cdi.enabled'), true],
  ['GKE: driver root', GKE, op('hostPaths.driverInstallDir'), COS_HOME],
  ['GKE: toolkit root', GKE, op('toolkit.installDir'), COS_HOME],
  ['GKE: the toolkit writes a file, also', GKE, op('toolkit.env[2]'), { name: 'RUNTIME_CONFIG_SOURCE', value: 'file' }],
  ["GKE: Google's device plugin", GKE, op('devicePlugin.enabled'), false],
  [
    'GB200: parameters of the module are referred to',
    'eks-gb200-training',
    op('driver.kernelModuleConfig.name'),
    'nvidia-module-parameters-29264e0d',
  ],
  // Placement.
  ['selector of the operator', EKS, op('operator.nodeSelector'), SYSTEM],
  ['selector of the garbage collector', EKS, op('node-feature-discovery.gc.nodeSelector'), SYSTEM],
  ['selector of the master', EKS, op('node-feature-discovery.master.nodeSelector'), SYSTEM],
  ['tolerations of the operator', EKS, op('operator.tolerations'), []],
  ['tolerations of the garbage collector', EKS, op('node-feature-discovery.gc.tolerations'), []],
  ['tolerations of the master', EKS, op('node-feature-discovery.master.tolerations'), []],
  ['GPU daemons tolerate the taint', EKS, op('daemonsets.tolerations'), GPU],
  ['workers of discovery tolerate it too', EKS, op('node-feature-discovery.worker.tolerations'), GPU],
  ['workers of discovery see every node', EKS, op('node-feature-discovery.worker.nodeSelector'), undefined],
  // Objects.
  ['GKE: critical pods are admitted', GKE, 'gpu-operator ResourceQuota/gcp-critical-pods: spec.hard', { pods: '1000' }],
  [
    'GKE: of these classes',
    GKE,
    'gpu-operator ResourceQuota/gcp-critical-pods: spec.scopeSelector.matchExpressions',
    [{ operator: 'In', scopeName: 'PriorityClass', values: ['system-node-critical', 'system-cluster-critical'] }],
  ],
  [
    'GB200: the parameters, driver-managed memory beside the topology check',
    'eks-gb200-training',
    'gpu-operator ConfigMap/nvidia-module-parameters-29264e0d: data["nvidia.conf"]',
    'options nvidia NVreg_CoherentGPUMemoryMode=driver NVreg_GrdmaPciTopoCheckOverride=1\n',
  ],
];

/** Metrics of known-good §5, by their name in the exporter's CSV. */
export const DCGM_FIELDS = `
  DEV: SM_CLOCK MEM_CLOCK MEMORY_TEMP GPU_TEMP POWER_USAGE TOTAL_ENERGY_CONSUMPTION PCIE_REPLAY_COUNTER GPU_UTIL MEM_COPY_UTIL
    ENC_UTIL DEC_UTIL XID_ERRORS POWER_VIOLATION THERMAL_VIOLATION SYNC_BOOST_VIOLATION BOARD_LIMIT_VIOLATION LOW_UTIL_VIOLATION
    RELIABILITY_VIOLATION FB_FREE FB_USED RETIRED_SBE RETIRED_DBE RETIRED_PENDING NVLINK_BANDWIDTH_TOTAL NVLINK_BANDWIDTH_L0
    CLOCK_THROTTLE_REASONS GPU_NVLINK_ERRORS VGPU_LICENSE_STATUS UNCORRECTABLE_REMAPPED_ROWS CORRECTABLE_REMAPPED_ROWS ROW_REMAP_FAILURE
  PROF: PCIE_TX_BYTES PCIE_RX_BYTES NVLINK_TX_BYTES NVLINK_RX_BYTES GR_ENGINE_ACTIVE SM_ACTIVE SM_OCCUPANCY PIPE_TENSOR_ACTIVE DRAM_ACTIVE
    PIPE_FP64_ACTIVE PIPE_FP32_ACTIVE PIPE_FP16_ACTIVE
`
  .split(/\s+(?=DEV:|PROF:)/)
  .flatMap((line) => {
    const [group, ...fields] = line.trim().split(/:?\s+/);
    return group ? fields.map((field) => `DCGM_FI_${group}_${field}`) : [];
  })
  .concat('DCGM_FI_DRIVER_VERSION');

export const gpuOperatorLeft: readonly Left[] = [
  [
    'fullnameOverride of the operator',
    'v26.3.3 defines a helper that reads it and no template that uses the helper: objects are called gpu-operator',
  ],
  ['DP_DISABLE_HEALTHCHECKS "x" on GKE', "no Xid is called x, and on COS the device plugin is Google's"],
  [
    'cdi.default',
    'no longer used: cdi.enabled makes CDI the default (NVIDIA/gpu-operator v26.3.3 api/nvidia/v1/clusterpolicy_types.go, CDIConfigSpec)',
  ],
  ['kind variant', 'kind is no service of ours yet'],
  ['ConfigMap dcgm-exporter as an object', 'correction 7: the chart makes it from dcgmExporter.config.data'],
  [
    'driver.rdma on every service',
    'DMA-BUF with open modules needs no module (hardware-tuning §3.9); on AKS with InfiniBand the tested pair is kept',
  ],
];
