import { Construct } from 'constructs';
import * as z from 'zod';
import { traced } from '../src/contract/attribution.ts';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { HelmChart, helmChartRef } from '../src/contract/helm-chart.ts';
import { kubeObject } from '../src/contract/kube-object.ts';
import { mirrored } from '../src/contract/mirror.ts';
import { phase } from '../src/contract/phase.ts';
import { sha256 } from '../src/hash.ts';
import { dcgmMetrics } from './gpu-operator/dcgm-metrics.ts';

const resources = z.strictObject({ cpu: z.string(), memory: z.string() });
const environment = z.record(z.string(), z.string());

const props = componentProps
  .extend({
    /** Helm chart of the operator. No default: base.yaml names it. */
    chart: helmChartRef,
    driver: z
      .strictObject({
        /** Driver to install, e.g. `580.126.20`; needed when `cluster.ownership.driver` is `operator`. */
        version: z
          .string()
          .regex(/^\d{3}\.\d+(\.\d+)?$/, 'a driver version such as 580.126.20')
          .optional(),
        /** Kernel modules: Blackwell needs `open`, H100 is recommended with them. */
        kernelModuleType: z.enum(['auto', 'open', 'proprietary']).default('open'),
        /** The legacy peer-memory module. DMA-BUF with open modules is NVIDIA's recommendation and needs no module. */
        rdma: z.boolean().default(false),
        /** InfiniBand or RoCE driver (MOFED, DOCA) comes from the host image, not from the Network Operator. */
        useHostMofed: z.boolean().default(false),
        /** Nodes whose driver is upgraded at one time. */
        maxParallelUpgrades: z.int().min(1).default(5),
        /** Parameters of the `nvidia` module from the node tuning, e.g. `NVreg_GrdmaPciTopoCheckOverride: "1"`, besides those that the recipe resolves. */
        moduleParameters: environment.default({}),
      })
      .prefault({}),
    /** CDI injection of devices. */
    cdi: z.boolean().default(true),
    toolkit: z
      .strictObject({
        /** Environment of the toolkit. An unprivileged pod must not get GPUs by naming them in a variable: allocations travel as mounts. */
        env: environment.default({
          ACCEPT_NVIDIA_VISIBLE_DEVICES_ENVVAR_WHEN_UNPRIVILEGED: 'false',
          ACCEPT_NVIDIA_VISIBLE_DEVICES_AS_VOLUME_MOUNTS: 'true',
        }),
      })
      .prefault({}),
    devicePlugin: z
      .strictObject({
        /** How a container learns its devices, best first. */
        deviceListStrategy: z
          .array(z.enum(['cdi-cri', 'cdi-annotations', 'volume-mounts', 'envvar']))
          .default(['cdi-cri', 'cdi-annotations', 'volume-mounts']),
        /** Xid errors that do not make a GPU unhealthy, e.g. `[109]`. */
        ignoredXids: z.array(z.int().min(1)).default([]),
      })
      .prefault({}),
    dcgm: z
      .strictObject({
        /** Stand-alone host engine; NVSentinel reads it. */
        enabled: z.boolean().default(true),
      })
      .prefault({}),
    dcgmExporter: z
      .strictObject({
        /** ServiceMonitor of the exporter. @default - on where prometheus-operator-crds is among the cluster's components */
        serviceMonitor: z.boolean().optional(),
        /** Scrape interval. Unit: seconds. */
        intervalSeconds: z.int().min(5).default(30),
        /** Keep the workload's own pod and namespace labels. */
        honorLabels: z.boolean().default(true),
        /** DCGM fields to export, as name → [Prometheus type, help]. */
        metrics: z
          .record(z.string(), z.tuple([z.enum(['gauge', 'counter', 'label']), z.string()]))
          .default(dcgmMetrics),
      })
      .prefault({}),
    /** GDRCopy's kernel module, for small control messages; built beside the operator's driver only. */
    gdrcopy: z.boolean().default(true),
    /** Labels of GPU nodes: product, memory, driver, MIG and NVLink domain. */
    gpuFeatureDiscovery: z.boolean().default(true),
    mig: z
      .strictObject({
        /** Partitions GPUs when a node's label `nvidia.com/mig.config` asks for it. */
        manager: z.boolean().default(true),
        /** How MIG slices are named as resources. */
        strategy: z.enum(['none', 'single', 'mixed']).default('single'),
      })
      .prefault({}),
    validator: z
      .strictObject({
        /** Run a CUDA pod that takes a free GPU. */
        withWorkload: z.boolean().default(false),
      })
      .prefault({}),
    operator: z
      .strictObject({
        /** A hook job brings CRDs along when the chart is upgraded. */
        upgradeCrds: z.boolean().default(true),
        requests: resources.default({ cpu: '200m', memory: '300Mi' }),
        limits: resources.default({ cpu: '500m', memory: '700Mi' }),
      })
      .prefault({}),
    /** Where the driver's root is on the node. @default - /run/nvidia/driver */
    driverInstallDir: z.string().startsWith('/').default('/run/nvidia/driver'),
    /** Where the toolkit goes on the node. @default - the chart's own */
    toolkitInstallDir: z.string().startsWith('/').optional(),
    /** Allow system-critical pods in the namespace by a ResourceQuota: GKE refuses them without. */
    criticalPodsQuota: z.boolean().default(false),
  })
  .superRefine(({ cluster, driver }, context) => {
    if (cluster.ownership.driver === 'operator' && driver.version === undefined)
      context.addIssue({
        code: 'custom',
        path: ['driver', 'version'],
        message: 'a driver version such as 580.126.20, because the operator installs the driver',
      });
  });

export type GpuOperatorProps = z.input<typeof props>;

/**
 * NVIDIA GPU Operator: driver, container toolkit, device plugin, feature discovery and DCGM on every GPU node.
 *
 * What it installs and what the image or provider brings is `cluster.ownership`, one decision for every construct.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 * @see https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/
 */
export class GpuOperator extends Construct {
  constructor(scope: Construct, id: string, input: GpuOperatorProps) {
    super(scope, id);
    const parsed = parseProps('gpu-operator', props, input);
    const by = traced(parsed);
    // Without the driver its options would only look as if they did something.
    const byDriver = <T>(compute: (p: Parsed) => T) =>
      by((p) => (p.cluster.ownership.driver === 'operator' ? compute(p) : undefined));
    const { namespace, chart, values: raw } = parsed;
    const moduleConfig = moduleConfigName(parsed);
    if (moduleConfig) {
      kubeObject(phase(this, 'before'), 'KernelModuleConfig', 'ConfigMap', {
        metadata: { name: moduleConfig, namespace },
        data: { 'nvidia.conf': moduleConfigText(parsed) },
      });
    }
    if (parsed.criticalPodsQuota) {
      kubeObject(phase(this, 'before'), 'CriticalPods', 'ResourceQuota', {
        metadata: { name: 'gcp-critical-pods', namespace },
        spec: {
          hard: { pods: '1000' },
          scopeSelector: {
            matchExpressions: [
              {
                operator: 'In',
                scopeName: 'PriorityClass',
                values: ['system-node-critical', 'system-cluster-critical'],
              },
            ],
          },
        },
      });
    }
    const systemPods = {
      nodeSelector: by((p) => p.cluster.systemNodes.selector),
      tolerations: by((p) => p.cluster.systemNodes.tolerations),
    };
    const image = (registry: string) => ({
      repository: by((p) => mirrored(p.cluster, registry)),
      imagePullSecrets: by((p) => some(p.cluster.pullSecrets)),
    });
    new HelmChart(this, 'Chart', {
      ...chart,
      release: 'gpu-operator',
      namespace,
      raw,
      values: {
        cdi: { enabled: by((p) => p.cdi) },
        daemonsets: { tolerations: by((p) => p.cluster.gpuNodes.tolerations) },
        hostPaths: { driverInstallDir: by((p) => p.driverInstallDir) },
        operator: {
          ...image('nvcr.io/nvidia'),
          ...systemPods,
          upgradeCRD: by((p) => p.operator.upgradeCrds),
          resources: { requests: by((p) => p.operator.requests), limits: by((p) => p.operator.limits) },
        },
        driver: {
          ...image('nvcr.io/nvidia'),
          enabled: by((p) => p.cluster.ownership.driver === 'operator'),
          version: byDriver((p) => p.driver.version),
          kernelModuleType: byDriver((p) => p.driver.kernelModuleType),
          rdma: { enabled: byDriver((p) => p.driver.rdma), useHostMofed: byDriver((p) => p.driver.useHostMofed) },
          upgradePolicy: { maxParallelUpgrades: byDriver((p) => p.driver.maxParallelUpgrades) },
          kernelModuleConfig: { name: by((p) => moduleConfigName(p)) },
          manager: { repository: by((p) => mirrored(p.cluster, 'nvcr.io/nvidia/cloud-native')) },
          env: byDriver((p) => proxyEnv(p.cluster.proxy)),
        },
        toolkit: {
          ...image('nvcr.io/nvidia/k8s'),
          enabled: by((p) => p.cluster.ownership.toolkit === 'operator'),
          env: by((p) => (p.cluster.ownership.toolkit === 'operator' ? toEnv(p.toolkit.env) : undefined)),
          installDir: by((p) => p.toolkitInstallDir),
        },
        devicePlugin: {
          ...image('nvcr.io/nvidia'),
          enabled: by((p) => bringsDevicePlugin(p)),
          env: by((p) => (bringsDevicePlugin(p) ? devicePluginEnv(p.devicePlugin) : undefined)),
        },
        dcgm: {
          enabled: by((p) => p.dcgm.enabled),
          repository: by((p) => mirrored(p.cluster, 'nvcr.io/nvidia/cloud-native')),
        },
        dcgmExporter: {
          repository: by((p) => mirrored(p.cluster, 'nvcr.io/nvidia/k8s')),
          serviceMonitor: {
            enabled: by(
              (p) => p.dcgmExporter.serviceMonitor ?? p.cluster.components.includes('prometheus-operator-crds'),
            ),
            interval: by((p) => `${p.dcgmExporter.intervalSeconds}s`),
            honorLabels: by((p) => p.dcgmExporter.honorLabels),
          },
          config: { name: 'dcgm-exporter', create: true, data: by((p) => csv(p.dcgmExporter.metrics)) },
        },
        gdrcopy: {
          enabled: by((p) => p.gdrcopy && p.cluster.ownership.driver === 'operator'),
          repository: by((p) => mirrored(p.cluster, 'nvcr.io/nvidia/cloud-native')),
        },
        gfd: { ...image('nvcr.io/nvidia'), enabled: by((p) => p.gpuFeatureDiscovery) },
        mig: { strategy: by((p) => p.mig.strategy) },
        migManager: { ...image('nvcr.io/nvidia/cloud-native'), enabled: by((p) => p.mig.manager) },
        // With an empty list the chart renders null and the ClusterPolicy is refused: one entry must stand.
        validator: {
          ...image('nvcr.io/nvidia'),
          plugin: { env: by((p) => toEnv({ WITH_WORKLOAD: String(p.validator.withWorkload) })) },
        },
        // One NFD in a cluster: this one. The Network Operator's own stays off.
        nfd: { enabled: true },
        'node-feature-discovery': {
          fullnameOverride: 'node-feature-discovery',
          image: { repository: by((p) => mirrored(p.cluster, 'registry.k8s.io/nfd/node-feature-discovery')) },
          imagePullSecrets: by((p) => some(p.cluster.pullSecrets.map((name) => ({ name })))),
          gc: systemPods,
          master: systemPods,
          // Workers must see every node, or a fresh cluster never labels its GPU nodes: tolerations, no selector.
          worker: { tolerations: by((p) => p.cluster.gpuNodes.tolerations) },
        },
      },
    });
  }
}

type Parsed = z.output<typeof props>;

/** The operator reloads the driver only when the ClusterPolicy changes, so the name changes with the content. */
function moduleConfigName(p: Parsed): string | undefined {
  const text = moduleConfigText(p);
  return text === '' ? undefined : `nvidia-module-parameters-${sha256(text).slice(0, 8)}`;
}

function moduleConfigText({ driver, cluster }: Parsed): string {
  if (cluster.ownership.driver !== 'operator') return '';
  const tuned = cluster.tuning.settings
    .filter((s) => s.kind === 'module-parameter' && s.channel === 'chart')
    .map((s) => [s.name.replace(/^nvidia\./, ''), s.value ?? ''] as const);
  const parameters = Object.entries({ ...Object.fromEntries(tuned), ...driver.moduleParameters }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return parameters.length === 0
    ? ''
    : `options nvidia ${parameters.map(([name, value]) => `${name}=${value}`).join(' ')}\n`;
}

const toEnv = (variables: Readonly<Record<string, string>>) =>
  Object.entries(variables).map(([name, value]) => ({ name, value }));

const bringsDevicePlugin = ({ cluster: { ownership } }: Parsed): boolean =>
  ownership.devicePlugin === 'operator' && ownership.allocation === 'device-plugin';

function devicePluginEnv({ deviceListStrategy, ignoredXids }: Parsed['devicePlugin']) {
  return toEnv({
    DEVICE_LIST_STRATEGY: deviceListStrategy.join(','),
    ...(ignoredXids.length > 0 ? { DP_DISABLE_HEALTHCHECKS: ignoredXids.join(',') } : {}),
  });
}

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

const csv = (metrics: Parsed['dcgmExporter']['metrics']): string =>
  `${Object.entries(metrics)
    .map(([field, [type, help]]) => `${field}, ${type}, ${help}`)
    .join('\n')}\n`;

function proxyEnv(proxy: Parsed['cluster']['proxy']) {
  if (proxy === undefined) return undefined;
  const { http, https, noProxy } = proxy;
  return toEnv({ ...(http ? { HTTP_PROXY: http } : {}), ...(https ? { HTTPS_PROXY: https } : {}), NO_PROXY: noProxy });
}

export const gpuOperator = defineComponent({
  name: 'gpu-operator',
  title: 'NVIDIA GPU Operator',
  summary: 'Driver, container toolkit, device plugin, feature discovery and DCGM on GPU nodes.',
  homepage: 'https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/',
  props,
  supports: '>= 26.3 < 26.7',
  after: ['prometheus-operator-crds', 'node-tuning', 'network-operator'],
  claims: (p) => [
    'nfd',
    ...(p.cluster.ownership.driver === 'operator' ? ['nvidia-driver'] : []),
    ...(p.cluster.ownership.toolkit === 'operator' ? ['nvidia-container-toolkit'] : []),
    ...(bringsDevicePlugin(p) ? ['nvidia-gpu-allocation'] : []),
  ],
  scheduling: {
    system: ['operator', 'node-feature-discovery.gc', 'node-feature-discovery.master'],
    accelerated: ['daemonsets.tolerations', 'node-feature-discovery.worker.tolerations'],
  },
  images: () => [
    {
      image: 'nvcr.io/nvidia/driver',
      architectures: ['amd64', 'arm64'],
      nodeSide: true,
      source: 'https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/platform-support.html',
    },
  ],
  readiness: ({ namespace }) => [
    { apiVersion: 'apps/v1', kind: 'Deployment', name: 'gpu-operator', namespace },
    {
      apiVersion: 'nvidia.com/v1',
      kind: 'ClusterPolicy',
      name: 'cluster-policy',
      field: { path: 'status.state', ready: 'ready' },
      needsNodes: true,
    },
  ],
  namespaceLabels: () => ({ 'pod-security.kubernetes.io/enforce': 'privileged' }),
  create: (scope, id, input) => new GpuOperator(scope, id, input),
});
