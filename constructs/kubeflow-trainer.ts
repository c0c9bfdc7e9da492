import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import * as z from 'zod';
import { traced } from '../src/contract/attribution.ts';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { HelmChart, helmChartRef } from '../src/contract/helm-chart.ts';
import { mirrored } from '../src/contract/mirror.ts';
import { phase } from '../src/contract/phase.ts';
import { crdsReady } from '../src/contract/readiness.ts';
import { TORCH_IMAGES, torchRuntime, torchRuntimeProps } from './kubeflow-trainer/torch-runtime.ts';

const quantities = z.strictObject({ cpu: z.string().optional(), memory: z.string().optional() });

const props = componentProps.extend({
  /** Helm chart. No default: base.yaml names it. */
  chart: helmChartRef,
  /** The release brings the CRDs. */
  crds: z.boolean().default(true),
  /** Install JobSet with this chart. @default - only where the component jobset is not among `cluster.components` */
  bundledJobSet: z.boolean().optional(),
  manager: z
    .strictObject({
      replicas: z.int().min(1).default(1),
      leaderElection: z.boolean().default(true),
      /** TrainJobs that are worked on at one time. */
      concurrentTrainJobs: z.int().min(1).default(5),
      requests: quantities.default({ cpu: '100m', memory: '256Mi' }),
      limits: quantities.default({ cpu: '500m', memory: '512Mi' }),
      readOnlyRootFilesystem: z.boolean().default(true),
      /** Feature gates by name. */
      featureGates: z.record(z.string(), z.boolean()).default({}),
    })
    .prefault({}),
  /** What the API server does with a TrainJob while the webhook does not answer. */
  webhookFailurePolicy: z.enum(['Fail', 'Ignore']).default('Fail'),
  /** ServiceMonitor of the manager. @default - on where prometheus-operator-crds is among `cluster.components` */
  serviceMonitor: z.boolean().optional(),
  /** ClusterTrainingRuntime for PyTorch. The chart's own runtimes stay off: an installer Job would apply them outside the tree. */
  torchRuntime: torchRuntimeProps,
});

export type KubeflowTrainerProps = z.input<typeof props>;
type Parsed = z.output<typeof props>;

/**
 * Kubeflow Trainer v2: TrainJobs over JobSet, with a runtime for distributed PyTorch.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 * @see https://www.kubeflow.org/docs/components/trainer/
 */
export class KubeflowTrainer extends Construct {
  constructor(scope: Construct, id: string, input: KubeflowTrainerProps) {
    super(scope, id);
    const parsed = parseProps('kubeflow-trainer', props, input);
    const by = traced(parsed);
    const { namespace, chart, values: raw } = parsed;
    const placement = (there: (p: Parsed) => boolean) => ({
      nodeSelector: by((p) => (there(p) ? p.cluster.systemNodes.selector : undefined)),
      tolerations: by((p) => (there(p) ? p.cluster.systemNodes.tolerations : undefined)),
    });
    const jobSetImage = {
      repository: by((p) => (bundled(p) ? mirrored(p.cluster, 'registry.k8s.io/jobset/jobset') : undefined)),
    };
    new HelmChart(this, 'Chart', {
      ...chart,
      release: 'kubeflow-trainer',
      namespace,
      raw,
      values: {
        fullnameOverride: 'kubeflow-trainer',
        crds: { enabled: by((p) => p.crds) },
        image: {
          registry: by((p) => mirrored(p.cluster, 'ghcr.io')),
          pullSecrets: by((p) => some(p.cluster.pullSecrets.map((name) => ({ name })))),
        },
        jobset: {
          install: by((p) => bundled(p)),
          image: {
            ...jobSetImage,
            pullSecrets: by((p) => (bundled(p) ? some(p.cluster.pullSecrets.map((name) => ({ name }))) : undefined)),
          },
          controller: placement(bundled),
        },
        manager: {
          ...placement(() => true),
          replicas: by((p) => p.manager.replicas),
          resources: { requests: by((p) => p.manager.requests), limits: by((p) => p.manager.limits) },
          // The chart's own context already drops every capability and refuses root.
          securityContext: { readOnlyRootFilesystem: by((p) => p.manager.readOnlyRootFilesystem) },
          config: {
            leaderElection: { leaderElect: by((p) => p.manager.leaderElection) },
            // The container's port, which the Service goes to, is 9443 in the template.
            webhook: { port: 9443 },
            controller: { groupKindConcurrency: { trainJob: by((p) => p.manager.concurrentTrainJobs) } },
            featureGates: by((p) => p.manager.featureGates),
          },
        },
        webhook: { failurePolicy: by((p) => p.webhookFailurePolicy) },
      },
    });
    const after = phase(this, 'after');
    if (parsed.torchRuntime.enabled) {
      const { cluster, torchRuntime: runtime } = parsed;
      const image = runtime.image ?? TORCH_IMAGES[cluster.architecture].image;
      new ApiObject(
        after,
        'TorchRuntime',
        torchRuntime(runtime, mirrored(cluster, image) ?? image, cluster.gpuNodes.tolerations),
      );
    }
    if (parsed.serviceMonitor ?? parsed.cluster.components.includes('prometheus-operator-crds')) {
      new ApiObject(after, 'ServiceMonitor', serviceMonitor(namespace));
    }
  }
}

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

const bundled = (p: Parsed): boolean => p.bundledJobSet ?? !p.cluster.components.includes('jobset');

/** The chart has none. Metrics are served over TLS with a certificate that the manager signs itself. */
function serviceMonitor(namespace: string) {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name: 'kubeflow-trainer-controller-manager', namespace },
    spec: {
      selector: {
        matchLabels: { 'app.kubernetes.io/name': 'kubeflow-trainer', 'app.kubernetes.io/component': 'manager' },
      },
      endpoints: [{ port: 'monitoring-port', scheme: 'https', tlsConfig: { insecureSkipVerify: true } }],
    },
  };
}

export const kubeflowTrainer = defineComponent({
  name: 'kubeflow-trainer',
  title: 'Kubeflow Trainer',
  summary: 'TrainJobs for distributed training, with a PyTorch runtime.',
  homepage: 'https://www.kubeflow.org/docs/components/trainer/',
  props,
  supports: '>= 2.3 < 2.4',
  // In a recipe JobSet is a component of its own, so that a part of the recipe never brings a second one.
  dependsOn: ['jobset'],
  after: ['gpu-operator', 'kai-scheduler', 'prometheus-operator-crds'],
  claims: (p) => ['kubeflow-trainer', ...(bundled(p) ? ['jobset'] : [])],
  scheduling: {
    system: ['manager', 'jobset.controller'].flatMap((at) => [`${at}.nodeSelector`, `${at}.tolerations`]),
    accelerated: [],
  },
  // Of an image that is given, nobody says here what it is published for.
  images: ({ torchRuntime: runtime, cluster }) =>
    runtime.enabled && runtime.image === undefined
      ? [
          {
            ...TORCH_IMAGES[cluster.architecture],
            nodeSide: true,
            source: 'https://github.com/pytorch/pytorch/issues/157139',
          },
        ]
      : [],
  readiness: ({ namespace }) => [
    { apiVersion: 'apps/v1', kind: 'Deployment', name: 'kubeflow-trainer-controller-manager', namespace },
    ...crdsReady(
      ['trainjobs', 'clustertrainingruntimes', 'trainingruntimes'].map((name) => `${name}.trainer.kubeflow.org`),
    ),
  ],
  namespaceLabels: () => ({ 'pod-security.kubernetes.io/enforce': 'restricted' }),
  create: (scope, id, input) => new KubeflowTrainer(scope, id, input),
});
