import { Construct } from 'constructs';
import * as z from 'zod';
import { traced } from '../src/contract/attribution.ts';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { HelmChart, helmChartRef } from '../src/contract/helm-chart.ts';
import { mirrored } from '../src/contract/mirror.ts';
import { cspValues, datastoreValues, namespacePattern, remediation } from './nvsentinel/remediation.ts';

const resources = z.strictObject({ cpu: z.string(), memory: z.string() });

const props = componentProps
  .extend({
    /** Helm chart of NVSentinel. No default: base.yaml names it. */
    chart: helmChartRef,
    dcgm: z
      .strictObject({
        /** Host engine: the GPU Operator's service, one that the host runs, or one inside the monitor. */
        mode: z.enum(['operator-service', 'external-hostengine', 'embedded-mode']).default('operator-service'),
        /** Host name of the engine. @default - the GPU Operator's service, or `localhost` in the other modes */
        endpoint: z.string().optional(),
        port: z.int().min(1).max(65535).default(5555),
      })
      .prefault({}),
    monitors: z
      .strictObject({
        /** GPU health by DCGM. */
        gpu: z.boolean().default(true),
        /** Xid and SXid messages in the system log. */
        syslog: z.boolean().default(true),
        /** Ports and errors of RDMA NICs. */
        nic: z.boolean().default(false),
      })
      .prefault({}),
    /** Labels nodes with DCGM and driver versions: the monitors are placed by these labels. */
    labeler: z.boolean().default(true),
    metadataCollector: z
      .strictObject({
        enabled: z.boolean().default(true),
        /** Runtime class that gives the collector the driver's libraries. */
        runtimeClassName: z.string().default('nvidia'),
      })
      .prefault({}),
    platformConnector: z
      .strictObject({
        requests: resources.default({ cpu: '200m', memory: '512Mi' }),
        limits: resources.default({ cpu: '200m', memory: '512Mi' }),
      })
      .prefault({}),
    /** Admit only metrics traffic to the pods. Off: other components reach the modules too. */
    networkPolicy: z.boolean().default(false),
    podMonitor: z
      .strictObject({
        /** @default - true when the cluster has the definitions of the Prometheus operator */
        enabled: z.boolean().optional(),
        /** Scrape interval. Unit: seconds. */
        intervalSeconds: z.int().min(5).default(30),
      })
      .prefault({}),
    remediation: remediation.prefault({}),
  })
  .superRefine(({ remediation: r, cluster: { components } }, context) => {
    const issue = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (!r.enabled) return;
    if (r.datastore === undefined) issue(['remediation', 'datastore'], 'remediation keeps its events in a database');
    if (r.csp === undefined) issue(['remediation', 'csp'], 'remediation reboots and replaces machines by the cloud');
    if (components.length > 0 && !components.includes('cert-manager'))
      issue(['remediation', 'enabled'], "the janitor's certificates need the component cert-manager");
  });

export type NvsentinelProps = z.input<typeof props>;
type Parsed = z.output<typeof props>;

/**
 * NVSentinel: finds broken GPUs, switches and NICs, marks their nodes and, if told to, drains and repairs them.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse, also for remediation without a database or cloud
 * @see https://github.com/NVIDIA/NVSentinel
 */
export class Nvsentinel extends Construct {
  constructor(scope: Construct, id: string, input: NvsentinelProps) {
    super(scope, id);
    const parsed = parseProps('nvsentinel', props, input);
    const by = traced(parsed);
    const { namespace, chart, values: raw } = parsed;
    const image = (name: string) => ({
      image: { repository: by((p) => mirrored(p.cluster, `ghcr.io/nvidia/nvsentinel/${name}`)) },
    });
    const acting = { enabled: by((p) => p.remediation.enabled) };
    const section = {
      'operator-service': 'service',
      'external-hostengine': 'externalHostengine',
      'embedded-mode': 'embedded',
    };
    new HelmChart(this, 'Chart', {
      ...chart,
      release: 'nvsentinel',
      namespace,
      raw,
      values: {
        global: {
          // The source chart's tag is a branch; the released images carry the chart's version.
          image: { tag: by((p) => p.chart.version) },
          dryRun: by((p) => p.remediation.dryRun),
          dcgm: {
            mode: by((p) => p.dcgm.mode),
            [section[parsed.dcgm.mode]]: { endpoint: by((p) => dcgmEndpoint(p)), port: by((p) => p.dcgm.port) },
          },
          imagePullSecrets: by((p) => some(p.cluster.pullSecrets.map((name) => ({ name })))),
          // Its daemons watch every node, whatever is wrong with it or reserved on it: the one place for a toleration of everything.
          tolerations: [{ operator: 'Exists' }],
          systemNodeSelector: by((p) => p.cluster.systemNodes.selector),
          systemNodeTolerations: by((p) => p.cluster.systemNodes.tolerations),
          gpuHealthMonitor: { enabled: by((p) => p.monitors.gpu) },
          syslogHealthMonitor: { enabled: by((p) => p.monitors.syslog) },
          nicHealthMonitor: { enabled: by((p) => p.monitors.nic) },
          labeler: { enabled: by((p) => p.labeler) },
          metadataCollector: { enabled: by((p) => p.metadataCollector.enabled) },
          faultQuarantine: acting,
          nodeDrainer: acting,
          faultRemediation: acting,
          janitor: acting,
          janitorProvider: acting,
          datastore: by((p) => datastoreValues(p.remediation, mirrored(p.cluster, 'ghcr.io/rtsp/docker-mongosh'))),
        },
        networkPolicy: { enabled: by((p) => p.networkPolicy) },
        podMonitor: {
          enabled: by((p) => p.podMonitor.enabled ?? hasMonitors(p)),
          interval: by((p) => `${p.podMonitor.intervalSeconds}s`),
        },
        platformConnector: {
          ...image('platform-connectors'),
          resources: {
            requests: by((p) => p.platformConnector.requests),
            limits: by((p) => p.platformConnector.limits),
          },
        },
        'gpu-health-monitor': image('gpu-health-monitor'),
        'syslog-health-monitor': image('syslog-health-monitor'),
        'nic-health-monitor': image('nic-health-monitor'),
        labeler: {
          ...image('labeler'),
          // Without a driver pod of the operator there is nothing to wait for.
          assumeDriverInstalled: by((p) => p.cluster.ownership.driver !== 'operator'),
        },
        'metadata-collector': {
          ...image('metadata-collector'),
          runtimeClassName: by((p) => p.metadataCollector.runtimeClassName),
        },
        ...(parsed.remediation.enabled
          ? {
              'fault-quarantine': {
                ...image('fault-quarantine'),
                circuitBreaker: { percentage: by((p) => p.remediation.circuitBreakerPercent) },
              },
              'node-drainer': {
                ...image('node-drainer'),
                evictionTimeoutInSeconds: by((p) => String(p.remediation.evictionTimeoutSeconds)),
                deleteAfterTimeoutMinutes: by((p) => p.remediation.deleteAfterTimeoutMinutes),
                systemNamespaces: by((p) => namespacePattern(p.remediation.systemNamespaces ?? ownNamespaces(p))),
                userNamespaces: by((p) => Object.entries(p.remediation.drain).map(([name, mode]) => ({ name, mode }))),
              },
              'fault-remediation': {
                ...image('fault-remediation'),
                // The chart's own default tolerates everything.
                tolerations: by((p) => p.cluster.systemNodes.tolerations),
              },
              janitor: {
                ...image('janitor'),
                config: {
                  cspProviderHost: by((p) => `janitor-provider.${p.namespace}.svc.cluster.local:50051`),
                  controllers: { gpuReset: { resetJob: image('gpu-reset') } },
                },
              },
              'janitor-provider': {
                ...image('janitor-provider'),
                csp: by((p) => cspValues(p.remediation, p.cluster.region)),
              },
            }
          : {}),
      },
    });
  }
}

function dcgmEndpoint({ dcgm, cluster }: Parsed): string {
  if (dcgm.endpoint !== undefined) return dcgm.endpoint;
  return dcgm.mode === 'operator-service'
    ? `nvidia-dcgm.${cluster.namespaces['gpu-operator'] ?? 'gpu-operator'}.svc`
    : 'localhost';
}

const hasMonitors = ({ cluster: { components } }: Parsed): boolean =>
  components.includes('prometheus-operator-crds') || components.includes('kube-prometheus-stack');

const ownNamespaces = ({ namespace, cluster }: Parsed): readonly string[] => [
  'kube-system',
  namespace,
  ...Object.values(cluster.namespaces),
];

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

export const nvsentinel = defineComponent({
  name: 'nvsentinel',
  title: 'NVSentinel',
  summary: 'Finds broken GPUs, switches and NICs, marks their nodes and, if told to, drains and repairs them.',
  homepage: 'https://github.com/NVIDIA/NVSentinel',
  props,
  supports: '>= 1.19 < 1.20',
  after: ['gpu-operator', 'cert-manager', 'prometheus-operator-crds'],
  scheduling: {
    system: ['global.systemNodeSelector', 'global.systemNodeTolerations'],
    accelerated: ['global.tolerations'],
  },
  images: () =>
    ['platform-connectors', 'gpu-health-monitor', 'syslog-health-monitor', 'metadata-collector'].map((name) => ({
      image: `ghcr.io/nvidia/nvsentinel/${name}`,
      architectures: ['amd64', 'arm64'],
      nodeSide: true,
      source: 'https://github.com/NVIDIA/NVSentinel/blob/v1.19.0/.github/workflows/publish.yml',
    })),
  readiness: ({ namespace, labeler, monitors, remediation: { enabled } }) => {
    const deployments = [
      ...(labeler ? ['labeler'] : []),
      ...(enabled ? ['fault-quarantine', 'node-drainer', 'fault-remediation', 'janitor', 'janitor-provider'] : []),
    ];
    return [
      ...deployments.map((name) => ({ apiVersion: 'apps/v1', kind: 'Deployment', name, namespace })),
      { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'platform-connectors', namespace },
      ...(monitors.gpu
        ? [
            {
              apiVersion: 'apps/v1',
              kind: 'DaemonSet',
              name: 'gpu-health-monitor-dcgm-4.x',
              namespace,
              needsNodes: true,
            },
          ]
        : []),
    ];
  },
  // Monitors read the host's journal, sockets and devices.
  namespaceLabels: () => ({ 'pod-security.kubernetes.io/enforce': 'privileged' }),
  create: (scope, id, input) => new Nvsentinel(scope, id, input),
});
