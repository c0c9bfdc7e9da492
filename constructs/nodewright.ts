import { Construct } from 'constructs';
import * as z from 'zod';
import { traced } from '../src/contract/attribution.ts';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { HelmChart, helmChartRef } from '../src/contract/helm-chart.ts';
import { mirrored } from '../src/contract/mirror.ts';
import { taint } from '../src/contract/scheduling.ts';
import { type ApiNames, apiNames, KNOWN_MINORS } from './nodewright/api-names.ts';

const resources = z.strictObject({ cpu: z.string(), memory: z.string() });

const props = componentProps
  .extend({
    /** Helm chart: `nodewright` 0.20, or `skyhook-operator` 0.15 where the old API is still in use. No default: base.yaml names it. */
    chart: helmChartRef,
    /** Managers. More than one elects a leader and keeps a disruption budget of 1. */
    replicas: z.int().min(1).default(2),
    /**
     * Resources of the manager, or `by-node-count`: the chart sizes them from node and package counts.
     *
     * @default - 1 CPU and 2000Mi, memory limited to 4000Mi
     */
    manager: z
      .union([z.literal('by-node-count'), z.strictObject({ requests: resources, limits: resources })])
      .default({ requests: { cpu: '1', memory: '2000Mi' }, limits: { cpu: '1', memory: '4000Mi' } }),
    /** Packages that nodes will run; a sizing hint. @default - as many as the cluster's tuning has, 1 at least */
    estimatedPackages: z.int().min(1).optional(),
    /** Limits and requests of every container in the namespace that sets none: package pods above all. */
    limitRange: z
      .strictObject({
        default: resources.default({ cpu: '1', memory: '1Gi' }),
        defaultRequest: resources.default({ cpu: '500m', memory: '512Mi' }),
      })
      .prefault({}),
    logLevel: z.enum(['debug', 'info', 'error']).default('info'),
    /** Folder on the node that packages are copied to. @default - the chart's own; a writable one below /etc on Container-Optimized OS */
    copyDirRoot: z.string().startsWith('/').optional(),
    /** Run packages again after a reboot. @default - only on Container-Optimized OS, whose /etc is lost at reboot */
    reapplyOnReboot: z.boolean().optional(),
    /** Taint that holds workloads back until a node is tuned; node pools put it on new nodes. @default - the generation's key, `runtime-required`, NoSchedule */
    runtimeRequiredTaint: taint
      .refine(({ key }) => !key.includes('/') && key.length <= 53, {
        message: 'the operator refuses keys with a DNS prefix and keys over 53 characters',
        path: ['key'],
      })
      .optional(),
    /** Limits of package Jobs; NodeWright only. A stage without a deadline can hold a node for ever, so 0 is refused. */
    jobs: z
      .strictObject({
        /** Deadline of one attempt; of a reboot's whole stage. Unit: minutes. */
        stageTimeoutMinutes: z.int().min(1).default(60),
        /** Retries of a failed stage after its first attempt. */
        backoffLimit: z.int().min(0).default(3),
        /** How long finished Jobs stay. Unit: minutes; the operator does not start below 1. */
        succeededTtlMinutes: z.int().min(1).default(60),
        failedTtlMinutes: z.int().min(1).default(1440),
      })
      .prefault({}),
    /** Delete every custom resource when the release goes. Off: under a GitOps controller a release is also deleted when it moves. */
    cleanup: z.boolean().default(false),
    /** Hook that recreates the manager when a Skyhook release is upgraded in place; NodeWright only. */
    selectorMigration: z.boolean().default(false),
    /** Publish the metrics under their old `skyhook_` names too; NodeWright only. */
    legacyMetrics: z.boolean().default(false),
    /** Managers use the node's network: for clusters whose API server is reached only from there. */
    hostNetwork: z.boolean().default(false),
    /** Cluster role that lets people read the custom resources. */
    viewerRole: z.boolean().default(false),
    /** Service account that may read the metrics. @default - none is bound */
    metricsReader: z.strictObject({ serviceAccount: z.string(), namespace: z.string() }).optional(),
    /** Pull secret of manager, agent and packages: the chart takes one. @default - the cluster's, when it has one */
    pullSecret: z.string().optional(),
  })
  .superRefine((p, context) => {
    const issue = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    const names = apiNames(p.chart.version);
    if (names === undefined) issue(['chart', 'version'], `chart versions with a row are ${KNOWN_MINORS.join(', ')}`);
    else if (names.chart !== p.chart.name) issue(['chart', 'name'], `the chart of this version is ${names.chart}`);
    if (p.pullSecret === undefined && p.cluster.pullSecrets.length > 1)
      issue(['pullSecret'], `the chart takes one of the cluster's pull secrets: ${p.cluster.pullSecrets.join(', ')}`);
  });

export type NodewrightProps = z.input<typeof props>;

/**
 * NodeWright, formerly Skyhook: the operator that tunes hosts package by package, with drains, reboots and a gate for new nodes.
 *
 * What it applies is the component `node-tuning`. Names of group, kind, taint, namespace and images follow from the chart version.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse, also for a chart name that its version does not have
 * @see https://github.com/NVIDIA/nodewright
 */
export class Nodewright extends Construct {
  constructor(scope: Construct, id: string, input: NodewrightProps) {
    super(scope, id);
    const parsed = parseProps('nodewright', props, input);
    const by = traced(parsed);
    const { namespace, chart, values: raw } = parsed;
    const names = namesOf(parsed);
    new HelmChart(this, 'Chart', {
      ...chart,
      // The chart's own name: its objects are then called `<chart>-controller-manager` without an override.
      release: names.chart,
      namespace,
      raw,
      values: {
        controllerManager: {
          replicas: by((p) => p.replicas),
          // The chart refuses a budget that is not below the replicas; 0 renders none.
          podDisruptionBudget: { minAvailable: by((p) => (p.replicas > 1 ? 1 : 0)) },
          selectors: by((p) => p.cluster.systemNodes.selector),
          tolerations: by((p) => p.cluster.systemNodes.tolerations),
          manager: {
            resources: by((p) => (p.manager === 'by-node-count' ? undefined : p.manager)),
            image: { repository: by((p) => mirrored(p.cluster, names.images.operator)) },
            agent: { repository: by((p) => mirrored(p.cluster, names.images.agent)) },
            env: {
              logLevel: by((p) => p.logLevel),
              copyDirRoot: by((p) => p.copyDirRoot ?? (p.cluster.os === 'cos' ? names.readOnlyRootDir : undefined)),
              reapplyOnReboot: by((p) => String(p.reapplyOnReboot ?? p.cluster.os === 'cos')),
              runtimeRequiredTaint: by((p) => taintText(p, names)),
              pauseImage: by((p) => mirrored(p.cluster, 'registry.k8s.io/pause:3.10')),
              ...(names.jobs
                ? {
                    jobStageTimeout: by((p) => `${p.jobs.stageTimeoutMinutes}m`),
                    jobBackoffLimit: by((p) => String(p.jobs.backoffLimit)),
                    jobTtlSucceeded: by((p) => `${p.jobs.succeededTtlMinutes}m`),
                    jobTtlFailed: by((p) => `${p.jobs.failedTtlMinutes}m`),
                    publishLegacyMetrics: by((p) => String(p.legacyMetrics)),
                  }
                : {}),
            },
          },
          // Only the old generation has this second container.
          ...(names.jobs
            ? {}
            : {
                kubeRbacProxy: {
                  image: { repository: by((p) => mirrored(p.cluster, 'quay.io/brancz/kube-rbac-proxy')) },
                },
              }),
        },
        estimatedNodeCount: by((p) => Math.max(1, p.cluster.gpuNodes.count)),
        estimatedPackageCount: by((p) => p.estimatedPackages ?? Math.max(1, p.cluster.tuning.packages.length)),
        limitRange: {
          default: by((p) => p.limitRange.default),
          defaultRequest: by((p) => p.limitRange.defaultRequest),
        },
        imagePullSecret: by((p) => p.pullSecret ?? p.cluster.pullSecrets[0]),
        useHostNetwork: by((p) => p.hostNetwork),
        rbac: { createSkyhookViewerRole: by((p) => p.viewerRole) },
        webhook: { removalImage: by((p) => mirrored(p.cluster, names.images.kubectl)) },
        cleanup: { enabled: by((p) => p.cleanup) },
        ...(names.jobs ? { selectorMigration: { enabled: by((p) => p.selectorMigration) } } : {}),
        metrics: {
          addServiceAccountBinding: by((p) => p.metricsReader !== undefined),
          serviceAccountName: by((p) => p.metricsReader?.serviceAccount),
          serviceAccountNamespace: by((p) => p.metricsReader?.namespace),
        },
      },
    });
  }
}

type Parsed = z.output<typeof props>;

function namesOf({ chart }: Pick<Parsed, 'chart'>): ApiNames {
  const names = apiNames(chart.version);
  if (names === undefined) throw new Error(`chart ${chart.version} passed the parser without a row`);
  return names;
}

function taintText({ runtimeRequiredTaint }: Parsed, names: ApiNames): string {
  const { key, value, effect } = runtimeRequiredTaint ?? {
    key: names.taintKey,
    value: 'runtime-required',
    effect: 'NoSchedule',
  };
  return `${key}=${value}:${effect}`;
}

export const nodewright = defineComponent({
  name: 'nodewright',
  title: 'NVIDIA NodeWright',
  summary: 'Tunes hosts by packages, with drains and reboots inside a budget, before workloads reach them.',
  homepage: 'https://github.com/NVIDIA/nodewright',
  props,
  supports: '>= 0.15 < 0.21',
  claims: () => ['node-agent'],
  scheduling: {
    system: ['controllerManager.selectors', 'controllerManager.tolerations'],
    accelerated: [],
  },
  images: (p) => [
    {
      image: namesOf(p).images.agent,
      architectures: ['amd64', 'arm64'],
      nodeSide: true,
      source: 'https://github.com/NVIDIA/nodewright/blob/chart/v0.20.0/chart/values.yaml',
    },
  ],
  readiness: (p) => [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: `${namesOf(p).chart}-controller-manager`,
      namespace: p.namespace,
    },
  ],
  // Package pods enter the host's namespaces and write its root file system.
  namespaceLabels: () => ({ 'pod-security.kubernetes.io/enforce': 'privileged' }),
  create: (scope, id, input) => new Nodewright(scope, id, input),
});
