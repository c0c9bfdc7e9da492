import { Construct } from 'constructs';
import * as z from 'zod';
import { traced } from '../src/contract/attribution.ts';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { HelmChart, helmChartRef } from '../src/contract/helm-chart.ts';
import { kubeObject } from '../src/contract/kube-object.ts';
import { mirrored } from '../src/contract/mirror.ts';
import { phase } from '../src/contract/phase.ts';
import { ebsStorageClass, storageClassProps } from './aws-ebs-csi-driver/storage-class.ts';

const props = componentProps.extend({
  /** Helm chart. No default: base.yaml names it. */
  chart: helmChartRef,
  controller: z
    .strictObject({
      replicas: z.int().min(1).default(2),
      /** Service account; a Pod Identity association or the trust policy of `roleArn` names it. */
      serviceAccount: z.string().default('ebs-csi-controller-sa'),
      /**
       * IAM role for IRSA.
       *
       * @default - no annotation: EKS Pod Identity gives the role, by an association of this service account
       */
      roleArn: z
        .string()
        .regex(/^arn:aws(-cn|-us-gov)?:iam::\d{12}:role\/.+$/, 'the ARN of an IAM role')
        .optional(),
      /** Tags on every volume and snapshot. */
      volumeTags: z.record(z.string(), z.string()).default({}),
    })
    .prefault({}),
  node: z
    .strictObject({
      serviceAccount: z.string().default('ebs-csi-node-sa'),
      /** Run whatever taints a node carries. Off: only the tolerations of system and GPU nodes. */
      tolerateAllTaints: z.boolean().default(true),
      /** Attachment slots kept for what is no CSI volume: root disk and network interfaces, which count on GPU instances. @default - the driver counts them */
      reservedAttachments: z.int().min(0).max(128).optional(),
    })
    .prefault({}),
  /** Images with FIPS 140 cryptography. */
  fips: z.boolean().default(false),
  /** Metrics of the controller with a ServiceMonitor. @default - on where prometheus-operator-crds is among `cluster.components` */
  metrics: z.boolean().optional(),
  /** The class that the tree makes, named `cluster.storageClass`, or `gp3` without one. */
  storageClass: storageClassProps,
});

export type AwsEbsCsiDriverProps = z.input<typeof props>;
type Parsed = z.output<typeof props>;

/**
 * AWS EBS CSI driver, with an encrypted default storage class. Not beside the EKS add-on of the same name.
 *
 * The controller needs an IAM role with the managed policy AmazonEBSCSIDriverPolicyV2, by Pod Identity or IRSA.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 * @see https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/helm-chart-aws-ebs-csi-driver-2.64.0/docs/install.md
 */
export class AwsEbsCsiDriver extends Construct {
  constructor(scope: Construct, id: string, input: AwsEbsCsiDriverProps) {
    super(scope, id);
    const parsed = parseProps('aws-ebs-csi-driver', props, input);
    const by = traced(parsed);
    const { namespace, chart, values: raw } = parsed;
    new HelmChart(this, 'Chart', {
      ...chart,
      release: 'aws-ebs-csi-driver',
      namespace,
      raw,
      values: {
        // The chart puts it right in front of every repository, slash included.
        image: { containerRegistry: by((p) => mirrored(p.cluster, '')) },
        imagePullSecrets: by((p) => (p.cluster.pullSecrets.length > 0 ? p.cluster.pullSecrets : undefined)),
        fips: by((p) => p.fips),
        proxy: {
          // The chart takes one address for both schemes.
          http_proxy: by((p) => p.cluster.proxy?.https ?? p.cluster.proxy?.http),
          no_proxy: by((p) => p.cluster.proxy?.noProxy),
        },
        controller: {
          replicaCount: by((p) => p.controller.replicas),
          region: by((p) => p.cluster.region),
          nodeSelector: by((p) => p.cluster.systemNodes.selector),
          tolerations: by((p) => [
            { key: 'CriticalAddonsOnly', operator: 'Exists' },
            ...p.cluster.systemNodes.tolerations,
          ]),
          extraVolumeTags: by((p) => p.controller.volumeTags),
          enableMetrics: by((p) => metrics(p)),
          // Else the chart asks the API server, which a controller that renders offline cannot.
          serviceMonitor: { forceEnable: by((p) => metrics(p)) },
          serviceAccount: {
            name: by((p) => p.controller.serviceAccount),
            annotations: by((p) =>
              p.controller.roleArn ? { 'eks.amazonaws.com/role-arn': p.controller.roleArn } : undefined,
            ),
          },
        },
        node: {
          enableWindows: false,
          // A CSI node pod must run wherever a pod with a volume may land: on every node, GPU nodes included.
          tolerateAllTaints: by((p) => p.node.tolerateAllTaints),
          tolerations: by((p) =>
            p.node.tolerateAllTaints
              ? undefined
              : [...p.cluster.systemNodes.tolerations, ...p.cluster.gpuNodes.tolerations],
          ),
          reservedVolumeAttachments: by((p) => p.node.reservedAttachments),
          serviceAccount: { name: by((p) => p.node.serviceAccount) },
        },
        // Pods that only `helm test` would run.
        helmTester: { enabled: false },
      },
    });
    const name = className(parsed);
    if (parsed.storageClass.create ?? name !== 'gp2') {
      const { annotations, ...spec } = ebsStorageClass(parsed.storageClass);
      kubeObject(phase(this, 'after'), 'StorageClass', 'StorageClass', { metadata: { name, annotations }, ...spec });
    }
  }
}

const metrics = (p: Parsed): boolean => p.metrics ?? p.cluster.components.includes('prometheus-operator-crds');

const className = ({ cluster }: Parsed): string => cluster.storageClass ?? 'gp3';

export const awsEbsCsiDriver = defineComponent({
  name: 'aws-ebs-csi-driver',
  title: 'AWS EBS CSI driver',
  summary: 'EBS volumes for claims on EKS, with an encrypted default storage class.',
  homepage: 'https://github.com/kubernetes-sigs/aws-ebs-csi-driver',
  props,
  supports: '>= 2.64 < 2.65',
  after: ['prometheus-operator-crds'],
  claims: () => ['ebs-csi-driver'],
  scheduling: {
    system: ['controller.nodeSelector', 'controller.tolerations'],
    accelerated: ['node.tolerations'],
  },
  images: () =>
    [
      'ebs-csi-driver/aws-ebs-csi-driver',
      'csi-components/csi-node-driver-registrar',
      'csi-components/livenessprobe',
    ].map((image) => ({
      image: `public.ecr.aws/${image}`,
      architectures: ['amd64', 'arm64'] as const,
      nodeSide: true,
      source: 'https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/v1.64.0/Makefile',
    })),
  readiness: ({ namespace }) => [
    { apiVersion: 'apps/v1', kind: 'Deployment', name: 'ebs-csi-controller', namespace },
    { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'ebs-csi-node', namespace },
  ],
  // The node plugin is privileged: it mounts on the host.
  namespaceLabels: () => ({ 'pod-security.kubernetes.io/enforce': 'privileged' }),
  create: (scope, id, input) => new AwsEbsCsiDriver(scope, id, input),
});
