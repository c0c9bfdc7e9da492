import { Construct } from 'constructs';
import * as z from 'zod';
import { traced } from '../src/contract/attribution.ts';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { HelmChart, helmChartRef } from '../src/contract/helm-chart.ts';
import { mirrored } from '../src/contract/mirror.ts';

const NAME = 'dra-driver-nvidia-gpu';
const IMAGE = 'registry.k8s.io/dra-driver-nvidia/dra-driver-nvidia-gpu';
/** Racks whose nodes share memory over NVLink: their jobs need IMEX channels. */
const NVL72 = ['gb200', 'gb300', 'vr200'];

/** Gates of driver 0.4.1, from its pkg/featuregates/featuregates.go. */
const FEATURE_GATES = [
  'TimeSlicingSettings',
  'MPSSupport',
  'IMEXDaemonsWithDNSNames',
  'PassthroughSupport',
  'NVMLDeviceHealthCheck',
  'DynamicMIG',
  'ComputeDomainCliques',
  'CrashOnNVLinkFabricErrors',
  'DeviceMetadata',
] as const;

const props = componentProps
  .extend({
    /** Helm chart of the driver. No default: base.yaml names it. */
    chart: helmChartRef,
    /**
     * ComputeDomains: memory shared between nodes over NVLink, with an IMEX daemon a job. The host's own `nvidia-imex` must be masked.
     *
     * @default - true on NVL72 racks, and wherever DRA does not hand out GPUs, so that the driver has something to serve
     */
    computeDomains: z.boolean().optional(),
    /**
     * Root of the driver on the node. A wrong one is the commonest failure.
     *
     * @default - `/run/nvidia/driver` of the GPU Operator, `/home/kubernetes/bin/nvidia` where GKE installs it, `/` for the image's own
     */
    nvidiaDriverRoot: z.string().startsWith('/').optional(),
    /** Controllers; more than one elects a leader. */
    controllerReplicas: z.int().min(1).default(1),
    /** Priority class of controller and plugin. Empty: none, because some services refuse the system classes without a quota. */
    priorityClassName: z.string().default(''),
    /** Feature gates to turn on or off, e.g. `ComputeDomainCliques: false`. @default - the driver's own */
    featureGates: z.partialRecord(z.enum(FEATURE_GATES), z.boolean()).default({}),
    /** 0 to 7. */
    logVerbosity: z.int().min(0).max(7).default(4),
    metrics: z.boolean().default(true),
    networkPolicy: z.boolean().default(false),
    /** Admission webhook that checks the driver's claim parameters; its certificate comes from cert-manager. */
    webhook: z.boolean().default(false),
    /** Root of the kubelet where it is not the usual one. */
    kubeletRoot: z
      .string()
      .regex(/^\/.*[^/]$/, 'an absolute folder without a slash at the end')
      .default('/var/lib/kubelet'),
    /** Keep the object names of the chart's former name when a release of it is upgraded. There is no way back. */
    formerNames: z.boolean().default(false),
  })
  .superRefine((p, context) => {
    const { allocation } = p.cluster.ownership;
    if (allocation === 'dra' && !reaches(p.cluster.kubernetes, [1, 34, 2]))
      context.addIssue({
        code: 'custom',
        path: ['cluster', 'ownership', 'allocation'],
        message: `GPUs by DRA need Kubernetes 1.34.2 or later; the cluster has ${p.cluster.kubernetes}`,
      });
    if (p.computeDomains === false && allocation !== 'dra')
      context.addIssue({
        code: 'custom',
        path: ['computeDomains'],
        message: 'GPUs come from the device plugin, so without ComputeDomains the driver has nothing to serve',
      });
  });

export type DraDriverNvidiaGpuProps = z.input<typeof props>;
type Parsed = z.output<typeof props>;

/**
 * DRA driver for NVIDIA GPUs: ComputeDomains for NVL72 racks and, where `cluster.ownership.allocation` is `dra`, GPUs by resource claims.
 *
 * Device plugin and DRA would both count every GPU, so GPU allocation is off unless that one decision says otherwise.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 * @see https://github.com/kubernetes-sigs/dra-driver-nvidia-gpu
 */
export class DraDriverNvidiaGpu extends Construct {
  constructor(scope: Construct, id: string, input: DraDriverNvidiaGpuProps) {
    super(scope, id);
    const parsed = parseProps(NAME, props, input);
    const by = traced(parsed);
    const { namespace, chart, values: raw } = parsed;
    const byDra = by((p) => p.cluster.ownership.allocation === 'dra');
    const systemPods = {
      nodeSelector: by((p) => p.cluster.systemNodes.selector),
      tolerations: by((p) => p.cluster.systemNodes.tolerations),
    };
    new HelmChart(this, 'Chart', {
      ...chart,
      release: NAME,
      namespace,
      raw,
      values: {
        nameOverride: by((p) => (p.formerNames ? objectName(p) : undefined)),
        nvidiaDriverRoot: by((p) => p.nvidiaDriverRoot ?? driverRoot(p)),
        // The chart fails unless both say the same: a confirmation that no device plugin counts the GPUs too.
        gpuResourcesEnabledOverride: byDra,
        resources: { gpus: { enabled: byDra }, computeDomains: { enabled: by((p) => computeDomains(p)) } },
        // Said instead of detected: a chart that is rendered away from the cluster finds no API.
        resourceApiVersion: by((p) => resourceApi(p.cluster.kubernetes)),
        featureGates: by((p) => p.featureGates),
        logVerbosity: by((p) => String(p.logVerbosity)),
        image: { repository: by((p) => mirrored(p.cluster, IMAGE)) },
        imagePullSecrets: by((p) => some(p.cluster.pullSecrets.map((name) => ({ name })))),
        controller: {
          ...systemPods,
          replicas: by((p) => p.controllerReplicas),
          leaderElection: { enabled: by((p) => p.controllerReplicas > 1) },
          priorityClassName: by((p) => p.priorityClassName),
          metrics: { enabled: by((p) => p.metrics) },
          networkPolicy: { enabled: by((p) => p.networkPolicy) },
        },
        kubeletPlugin: {
          nodeSelector: by((p) => p.cluster.gpuNodes.selector),
          tolerations: by((p) => p.cluster.gpuNodes.tolerations),
          priorityClassName: by((p) => p.priorityClassName),
          metrics: { enabled: by((p) => p.metrics) },
          networkPolicy: { enabled: by((p) => p.networkPolicy) },
          kubeletRegistrarDirectoryPath: by((p) => `${p.kubeletRoot}/plugins_registry`),
          kubeletPluginsDirectoryPath: by((p) => `${p.kubeletRoot}/plugins`),
        },
        webhook: {
          enabled: by((p) => p.webhook),
          nodeSelector: by((p) => (p.webhook ? p.cluster.systemNodes.selector : undefined)),
          tolerations: by((p) => (p.webhook ? p.cluster.systemNodes.tolerations : undefined)),
          priorityClassName: by((p) => (p.webhook ? p.priorityClassName : undefined)),
          tls: {
            certManager: {
              issuerType: by((p) => (p.webhook ? p.cluster.issuer?.kind.toLowerCase() : undefined)),
              issuerName: by((p) => (p.webhook ? p.cluster.issuer?.name : undefined)),
            },
          },
        },
      },
    });
  }
}

const objectName = ({ formerNames }: Pick<Parsed, 'formerNames'>): string =>
  formerNames ? 'nvidia-dra-driver-gpu' : NAME;

const computeDomains = ({ computeDomains: chosen, cluster }: Parsed): boolean =>
  chosen ?? (NVL72.includes(cluster.accelerator) || cluster.ownership.allocation !== 'dra');

function driverRoot({ cluster }: Parsed): string {
  if (cluster.ownership.driver === 'operator') return '/run/nvidia/driver';
  return cluster.ownership.driver === 'provider' && cluster.service === 'gke' ? '/home/kubernetes/bin/nvidia' : '/';
}

/** The newest version of the resource API that a Kubernetes release serves by default or by its beta switch. */
function resourceApi(kubernetes: string): string {
  if (reaches(kubernetes, [1, 34])) return 'resource.k8s.io/v1';
  return reaches(kubernetes, [1, 33]) ? 'resource.k8s.io/v1beta2' : 'resource.k8s.io/v1beta1';
}

/** `1.34` reaches 1.34.2: the patch is not known, and not held against the cluster. */
function reaches(version: string, wanted: readonly number[]): boolean {
  const have = version.replace(/^v/, '').split(/[.+-]/).map(Number);
  for (const [index, part] of wanted.entries()) {
    const mine = have[index];
    if (mine === undefined || Number.isNaN(mine)) return true;
    if (mine !== part) return mine > part;
  }
  return true;
}

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

export const draDriverNvidiaGpu = defineComponent({
  name: NAME,
  title: 'DRA driver for NVIDIA GPUs',
  summary: 'IMEX channels for jobs over an NVL72 rack, and GPUs by resource claims where the cluster says so.',
  homepage: 'https://github.com/kubernetes-sigs/dra-driver-nvidia-gpu',
  props,
  supports: '>= 0.4.1 < 0.5',
  after: ['gpu-operator', 'cert-manager'],
  // The plugin runs on nodes that feature discovery labelled.
  requires: ['nfd'],
  claims: ({ cluster }) => (cluster.ownership.allocation === 'dra' ? ['nvidia-gpu-allocation'] : []),
  scheduling: {
    system: ['controller', 'webhook'],
    accelerated: ['kubeletPlugin.nodeSelector', 'kubeletPlugin.tolerations'],
  },
  images: () => [
    {
      image: IMAGE,
      architectures: ['amd64', 'arm64'],
      nodeSide: true,
      source: 'https://github.com/kubernetes-sigs/dra-driver-nvidia-gpu/blob/v0.4.1/deployments/container/Makefile',
    },
  ],
  readiness: (p) => [
    ...(computeDomains(p)
      ? [
          {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            name: `${objectName(p)}-controller`,
            namespace: p.namespace,
          },
        ]
      : []),
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      name: `${objectName(p)}-kubelet-plugin`,
      namespace: p.namespace,
      needsNodes: true,
    },
  ],
  // The plugin is privileged and mounts the kubelet's folders.
  namespaceLabels: () => ({ 'pod-security.kubernetes.io/enforce': 'privileged' }),
  create: (scope, id, input) => new DraDriverNvidiaGpu(scope, id, input),
});
