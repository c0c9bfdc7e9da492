import { Construct } from 'constructs';
import { traced } from '../src/contract/attribution.ts';
import { defineComponent, parseProps } from '../src/contract/component.ts';
import { HelmChart } from '../src/contract/helm-chart.ts';
import { mirrored } from '../src/contract/mirror.ts';
import {
  type KubePrometheusStackProps,
  kubePrometheusStackProps,
  type ParsedProps,
} from './kube-prometheus-stack/props.ts';
import { monitoringStorage } from './kube-prometheus-stack/storage.ts';

/**
 * Prometheus, Alertmanager, Grafana and exporters. Prometheus answers at `kube-prometheus-prometheus:9090`.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 * @see https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack
 */
export class KubePrometheusStack extends Construct {
  constructor(scope: Construct, id: string, input: KubePrometheusStackProps) {
    super(scope, id);
    const parsed = parseProps('kube-prometheus-stack', kubePrometheusStackProps, input);
    const by = traced(parsed);
    const { namespace, chart, values: raw } = parsed;
    const placement = {
      nodeSelector: by((p) => p.cluster.systemNodes.selector),
      tolerations: by((p) => p.cluster.systemNodes.tolerations),
    };
    const image = (registry: string) => ({ image: { registry: by((p) => mirrored(p.cluster, registry)) } });
    const controlPlane = { enabled: by((p) => p.controlPlaneMetrics ?? p.cluster.service === 'self-managed') };
    new HelmChart(this, 'Chart', {
      ...chart,
      release: 'kube-prometheus-stack',
      namespace,
      raw,
      values: {
        // Prometheus's address and the readiness objects rest on it.
        fullnameOverride: 'kube-prometheus',
        // They are a component of their own, prometheus-operator-crds: monitors of other components come before this one.
        crds: { enabled: false },
        global: { imagePullSecrets: by((p) => some(p.cluster.pullSecrets.map((name) => ({ name })))) },
        kubeControllerManager: controlPlane,
        kubeEtcd: controlPlane,
        kubeProxy: controlPlane,
        kubeScheduler: controlPlane,
        prometheusOperator: {
          ...placement,
          ...image('quay.io'),
          prometheusConfigReloader: image('quay.io'),
          thanosImage: { registry: by((p) => mirrored(p.cluster, 'quay.io')) },
          priorityClassName: by((p) => p.priorityClass),
          resources: by((p) => p.operator.resources),
          // The operator serves the webhooks with the certificate that cert-manager makes for them.
          tls: { enabled: by((p) => p.operator.admissionWebhooks === 'cert-manager') },
          admissionWebhooks: {
            enabled: by((p) => p.operator.admissionWebhooks === 'cert-manager'),
            // `Fail`, the chart's choice without hook Jobs, refuses the rules of this very release: the operator is not up yet.
            failurePolicy: 'Ignore',
            certManager: {
              enabled: by((p) => p.operator.admissionWebhooks === 'cert-manager'),
              issuerRef: by((p) => (p.operator.admissionWebhooks === 'cert-manager' ? p.cluster.issuer : undefined)),
            },
          },
        },
        prometheus: {
          prometheusSpec: {
            ...placement,
            ...image('quay.io'),
            priorityClassName: by((p) => p.priorityClass),
            replicas: by((p) => p.prometheus.replicas),
            retention: by((p) => p.prometheus.retention),
            retentionSize: by((p) => (p.prometheus.retentionGiB ? `${p.prometheus.retentionGiB}GiB` : undefined)),
            scrapeInterval: by((p) => `${p.prometheus.scrapeIntervalSeconds}s`),
            externalLabels: { cluster: by((p) => p.cluster.name) },
            resources: { requests: by((p) => p.prometheus.requests), limits: by((p) => p.prometheus.limits) },
            storageSpec: by((p) => monitoringStorage(p.cluster.storageClass, p.prometheus.storage)),
            enableRemoteWriteReceiver: by((p) => p.prometheus.remoteWriteReceiver),
            remoteWrite: by((p) => some(remoteWrite(p))),
            // Monitors and rules of every component in every namespace, not only those with this release's label.
            podMonitorSelectorNilUsesHelmValues: false,
            probeSelectorNilUsesHelmValues: false,
            ruleSelectorNilUsesHelmValues: false,
            scrapeConfigSelectorNilUsesHelmValues: false,
            serviceMonitorSelectorNilUsesHelmValues: false,
          },
        },
        alertmanager: {
          enabled: by((p) => p.alertmanager.enabled),
          alertmanagerSpec: {
            ...placement,
            ...image('quay.io'),
            replicas: by((p) => p.alertmanager.replicas),
            resources: by((p) => p.alertmanager.resources),
            storage: by((p) => monitoringStorage(p.cluster.storageClass, p.alertmanager.storage)),
          },
        },
        grafana: {
          ...placement,
          ...image('docker.io'),
          fullnameOverride: 'grafana',
          enabled: by((p) => p.grafana.enabled),
          admin: {
            existingSecret: by((p) => p.grafana.adminSecret.name),
            userKey: by((p) => p.grafana.adminSecret.userKey),
            passwordKey: by((p) => p.grafana.adminSecret.passwordKey),
          },
          resources: by((p) => p.grafana.resources),
          sidecar: image('quay.io'),
          // Plugins and update checks go to grafana.com.
          env: by((p) => proxyEnv(p)),
          // A Pod that only `helm test` would run.
          testFramework: { enabled: false },
        },
        nodeExporter: { enabled: by((p) => p.nodeExporter.enabled) },
        'prometheus-node-exporter': {
          ...image('quay.io'),
          fullnameOverride: 'prometheus-node-exporter',
          resources: by((p) => p.nodeExporter.resources),
          // On every node, whatever taint it carries, and so without the selector of system nodes: GPU nodes have metrics too.
          tolerations: [{ operator: 'Exists' }],
        },
        kubeStateMetrics: { enabled: by((p) => p.kubeStateMetrics.enabled) },
        'kube-state-metrics': {
          ...placement,
          ...image('registry.k8s.io'),
          fullnameOverride: 'kube-state-metrics',
          resources: by((p) => p.kubeStateMetrics.resources),
          metricLabelsAllowlist: by((p) =>
            p.kubeStateMetrics.nodeLabels.length > 0
              ? [`nodes=[${p.kubeStateMetrics.nodeLabels.join(',')}]`]
              : undefined,
          ),
        },
      },
    });
  }
}

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

const remoteWrite = ({ prometheus, cluster }: ParsedProps) =>
  prometheus.remoteWrite.map(({ url, basicAuthSecret: name }) => {
    const proxy = cluster.proxy?.[url.startsWith('https:') ? 'https' : 'http'];
    return {
      url,
      ...(proxy ? { proxyUrl: proxy } : {}),
      ...(name ? { basicAuth: { username: { name, key: 'username' }, password: { name, key: 'password' } } } : {}),
    };
  });

function proxyEnv({ cluster }: ParsedProps) {
  if (!cluster.proxy) return undefined;
  const { http, https, noProxy } = cluster.proxy;
  return { ...(http ? { HTTP_PROXY: http } : {}), ...(https ? { HTTPS_PROXY: https } : {}), NO_PROXY: noProxy };
}

const SYSTEM = [
  'prometheusOperator',
  'prometheus.prometheusSpec',
  'alertmanager.alertmanagerSpec',
  'grafana',
  'kube-state-metrics',
];

export const kubePrometheusStack = defineComponent({
  name: 'kube-prometheus-stack',
  title: 'kube-prometheus-stack',
  summary: 'Prometheus, Alertmanager, Grafana, node and object metrics.',
  homepage: 'https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack',
  props: kubePrometheusStackProps,
  supports: '>= 88.5 < 89.0',
  dependsOn: ['prometheus-operator-crds', 'cert-manager'],
  after: ['aws-ebs-csi-driver'],
  claims: ({ nodeExporter, kubeStateMetrics }) => [
    'prometheus',
    ...(nodeExporter.enabled ? ['node-exporter'] : []),
    ...(kubeStateMetrics.enabled ? ['kube-state-metrics'] : []),
  ],
  scheduling: {
    system: SYSTEM.flatMap((at) => [`${at}.nodeSelector`, `${at}.tolerations`]),
    accelerated: ['prometheus-node-exporter.tolerations'],
  },
  images: ({ nodeExporter }) =>
    nodeExporter.enabled
      ? [
          {
            image: 'quay.io/prometheus/node-exporter',
            architectures: ['amd64', 'arm64'],
            nodeSide: true,
            source: 'https://github.com/prometheus/node_exporter/blob/master/Makefile',
          },
        ]
      : [],
  readiness: ({ namespace, alertmanager, grafana, nodeExporter, kubeStateMetrics }) =>
    [
      ['Deployment', 'kube-prometheus-operator', true] as const,
      ['StatefulSet', 'prometheus-kube-prometheus-prometheus', true] as const,
      ['StatefulSet', 'alertmanager-kube-prometheus-alertmanager', alertmanager.enabled] as const,
      ['Deployment', 'grafana', grafana.enabled] as const,
      ['Deployment', 'kube-state-metrics', kubeStateMetrics.enabled] as const,
      ['DaemonSet', 'prometheus-node-exporter', nodeExporter.enabled] as const,
    ].flatMap(([kind, name, there]) => (there ? [{ apiVersion: 'apps/v1', kind, name, namespace }] : [])),
  // Node exporter takes the host's network, processes and root file system.
  namespaceLabels: ({ nodeExporter }) => ({
    'pod-security.kubernetes.io/enforce': nodeExporter.enabled ? 'privileged' : 'baseline',
  }),
  create: (scope, id, input) => new KubePrometheusStack(scope, id, input),
});
