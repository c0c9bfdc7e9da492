import { Construct } from 'constructs';
import * as z from 'zod';
import { traced } from '../src/contract/attribution.ts';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { HelmChart, helmChartRef } from '../src/contract/helm-chart.ts';
import { mirrored } from '../src/contract/mirror.ts';
import { CnsError, type Problem } from '../src/errors.ts';
import { didYouMean } from '../src/nearest.ts';
import { eksRegistry, eksRegistryRegions, partitionOf } from './aws-efa/eks-registry.ts';

const quantities = z.strictObject({ cpu: z.string().optional(), memory: z.string().optional() });

const props = componentProps.extend({
  /** Helm chart. No default: base.yaml names it. */
  chart: helmChartRef,
  image: z
    .strictObject({
      /**
       * Host of the registry that holds `eks/aws-efa-k8s-device-plugin`.
       *
       * @default - that of EKS in `cluster.region`, us-west-2 without a region
       */
      registry: z.string().optional(),
      /** @default - the chart's own, v0.5.20 in chart v0.5.30 */
      tag: z
        .string()
        .regex(/^v\d+\.\d+\.\d+$/, 'a version such as v0.5.20')
        .optional(),
    })
    .prefault({}),
  /**
   * Run privileged, as the chart has it since v0.5.16, when it also began to read the tools of Neuron from the host.
   *
   * Off: no capability at all, the way of older charts, for NVIDIA nodes where the namespace or a policy refuses more;
   * upstream does not say whether the image still finds every interface then.
   */
  privileged: z.boolean().default(true),
  /** Nodes with EFA: those with one of the values under one of the label keys. @default - the chart's list of instance types */
  nodes: z
    .strictObject({ labelKeys: z.array(z.string().min(1)).min(1), labelValues: z.array(z.string().min(1)).min(1) })
    .optional(),
  requests: quantities.default({ cpu: '10m', memory: '20Mi' }),
});

export type AwsEfaProps = z.input<typeof props>;
type Parsed = z.output<typeof props>;

/**
 * AWS EFA device plugin: pods ask for interfaces as `vpc.amazonaws.com/efa`. Not beside aws-dranet on one node.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse, and for a region or partition without a known registry
 * @see https://docs.aws.amazon.com/eks/latest/userguide/node-efa.html
 */
export class AwsEfa extends Construct {
  constructor(scope: Construct, id: string, input: AwsEfaProps) {
    super(scope, id);
    const parsed = parseProps('aws-efa', props, input);
    const problems = registryProblems(parsed);
    if (problems.length > 0) throw new CnsError(problems);
    const by = traced(parsed);
    const { namespace, chart, values: raw } = parsed;
    new HelmChart(this, 'Chart', {
      ...chart,
      release: 'aws-efa-k8s-device-plugin',
      namespace,
      raw,
      // The DaemonSet waits for nodes that may come much later.
      wait: false,
      values: {
        fullnameOverride: 'aws-efa-k8s-device-plugin',
        image: { repository: by((p) => `${registry(p)}/eks/aws-efa-k8s-device-plugin`), tag: by((p) => p.image.tag) },
        imagePullSecrets: by((p) => some(p.cluster.pullSecrets.map((name) => ({ name })))),
        nodeSelector: by((p) => p.cluster.gpuNodes.selector),
        tolerations: by((p) => p.cluster.gpuNodes.tolerations),
        supportedInstanceLabels: {
          keys: by((p) => p.nodes?.labelKeys),
          values: by((p) => p.nodes?.labelValues),
        },
        resources: { requests: by((p) => p.requests) },
        securityContext: {
          privileged: by((p) => p.privileged),
          allowPrivilegeEscalation: by((p) => p.privileged),
          capabilities: by((p) => (p.privileged ? undefined : { drop: ['ALL'] })),
        },
      },
    });
  }
}

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

const source = ({ image, cluster }: Parsed): string =>
  image.registry ?? eksRegistry(cluster.region ?? 'us-west-2') ?? '';

const registry = (p: Parsed): string => mirrored(p.cluster, source(p)) ?? source(p);

function registryProblems({ cluster: { region, partition }, image }: Parsed): Problem[] {
  if (image.registry !== undefined) return [];
  const at = 'components.aws-efa.cluster';
  const hint = 'or name the registry in image.registry';
  if (region === undefined) {
    return partition === 'aws'
      ? []
      : [
          {
            code: 'PROPS_INVALID',
            path: `${at}.region`,
            message: `is missing: partition ${partition} has a registry in each region`,
            hint: `give the region, ${hint}`,
          },
        ];
  }
  if (eksRegistry(region) === undefined) {
    return [
      {
        code: 'PROPS_INVALID',
        path: `${at}.region`,
        message: `got "${region}": no registry of EKS is known there; allowed: ${eksRegistryRegions.join(', ')}`,
        hint: [didYouMean(region, eksRegistryRegions), hint].filter(Boolean).join(' '),
      },
    ];
  }
  return partitionOf(region) === partition
    ? []
    : [
        {
          code: 'PROPS_INVALID',
          path: `${at}.partition`,
          message: `got "${partition}": region ${region} is in partition ${partitionOf(region)}`,
          hint: `set partition to ${partitionOf(region)}, ${hint}`,
        },
      ];
}

export const awsEfa = defineComponent({
  name: 'aws-efa',
  title: 'AWS EFA device plugin',
  summary: 'EFA interfaces as a resource of GPU nodes on EKS.',
  homepage: 'https://github.com/aws/eks-charts/tree/master/stable/aws-efa-k8s-device-plugin',
  props,
  supports: '>= 0.5.30 < 0.6',
  claims: () => ['efa-device-plugin'],
  scheduling: { system: [], accelerated: ['nodeSelector', 'tolerations'] },
  images: (p) => [
    {
      image: `${source(p)}/eks/aws-efa-k8s-device-plugin`,
      // The chart's list names Graviton instances (c7gn, hpc7g) and P6e-GB200, so the image is published for both.
      architectures: ['amd64', 'arm64'],
      nodeSide: true,
      source: 'https://github.com/aws/eks-charts/blob/bfe91c4/stable/aws-efa-k8s-device-plugin/values.yaml',
    },
  ],
  readiness: ({ namespace }) => [
    { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'aws-efa-k8s-device-plugin', namespace, needsNodes: true },
  ],
  // Host network, host paths and, by default, a privileged container.
  namespaceLabels: () => ({ 'pod-security.kubernetes.io/enforce': 'privileged' }),
  create: (scope, id, input) => new AwsEfa(scope, id, input),
});
