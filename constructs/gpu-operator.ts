import { Construct } from 'constructs';
import type * as z from 'zod';
import { traced } from '../src/contract/attribution.ts';
import { defineComponent, parseProps } from '../src/contract/component.ts';
import { HelmChart } from '../src/contract/helm-chart.ts';
import { kubeObject } from '../src/contract/kube-object.ts';
import { mirrored } from '../src/contract/mirror.ts';
import { phase } from '../src/contract/phase.ts';
import { sha256 } from '../src/hash.ts';
import { gpuOperatorProps } from './gpu-operator/props.ts';

export type GpuOperatorProps = z.input<typeof gpuOperatorProps>;

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
    const parsed = parseProps('gpu-operator', gpuOperatorProps, input);
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

type Parsed = z.output<typeof gpuOperatorProps>;

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
  props: gpuOperatorProps,
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
