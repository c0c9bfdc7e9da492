import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import * as z from 'zod';
import { traced } from '../src/contract/attribution.ts';
import { componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { HelmChart, helmChartRef } from '../src/contract/helm-chart.ts';
import { mirrored } from '../src/contract/mirror.ts';
import { phase } from '../src/contract/phase.ts';
import { ipPool, networkObjects, networks, sriovPolicy, sriovPolicyObject } from './network-operator/networks.ts';
import { nicClusterPolicy, ofedEnabled, policy } from './network-operator/nic-cluster-policy.ts';
import { KNOWN_RELEASES, MELLANOX, operatorRelease } from './network-operator/release.ts';

const resources = z.strictObject({ cpu: z.string(), memory: z.string() });

const props = componentProps
  .extend({
    /** Helm chart of the operator; the images of the policy follow from its version. No default: base.yaml names it. */
    chart: helmChartRef,
    operator: z
      .strictObject({
        requests: resources.default({ cpu: '5m', memory: '64Mi' }),
        limits: resources.default({ cpu: '500m', memory: '128Mi' }),
        /** Where CNI binaries lie on the node. */
        cniBinDirectory: z.string().startsWith('/').default('/opt/cni/bin'),
        cniNetworkDirectory: z.string().startsWith('/').default('/etc/cni/net.d'),
      })
      .prefault({}),
    /** A hook brings the definitions to the chart's version. */
    upgradeCrds: z.boolean().default(true),
    /** Rule that labels nodes with NVIDIA NICs. @default - only beside a stand-alone feature discovery; that of the GPU Operator comes later and labels NICs itself */
    nodeFeatureRules: z.boolean().optional(),
    policy: policy.prefault({}),
    networks: networks.prefault({}),
    sriov: z
      .strictObject({
        /** Operator for virtual functions. @default - when there are policies for it */
        enabled: z.boolean().optional(),
        /** Prefix of its resources. */
        resourcePrefix: z.string().default('nvidia.com'),
        /** Change NICs without draining the node: only where nothing runs yet. */
        disableDrain: z.boolean().default(false),
        policies: z.record(z.string(), sriovPolicy).default({}),
      })
      .prefault({}),
    /** Address pools of NVIDIA's address management, by name. */
    ipPools: z.record(z.string(), ipPool).default({}),
  })
  .superRefine(({ chart, policy: { nvIpam, secondaryNetwork }, networks: given, ipPools }, context) => {
    const issue = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (operatorRelease(chart.version) === undefined)
      issue(['chart', 'version'], `the images of these releases are known: ${KNOWN_RELEASES.join(', ')}`);
    const pools = Object.keys(ipPools);
    if (pools.length > 0 && !nvIpam) issue(['policy', 'nvIpam'], 'address pools need it');
    for (const [kind, entries] of Object.entries(given)) {
      for (const [name, { ipam }] of Object.entries(entries)) {
        if (!secondaryNetwork.multus)
          issue(['policy', 'secondaryNetwork', 'multus'], `the network ${name} is attached by it`);
        if (ipam?.type === 'nv-ipam' && !pools.includes(ipam.poolName))
          issue(['networks', kind, name, 'ipam', 'poolName'], `allowed: ${pools.join(', ')}`);
      }
    }
  });

export type NetworkOperatorProps = z.input<typeof props>;
type Parsed = z.output<typeof props>;

/**
 * NVIDIA Network Operator: host driver, device plugins and secondary networks for RDMA NICs.
 *
 * The chart installs the operator; what it does stands in a NicClusterPolicy, which comes after it.
 *
 * @throws CnsError `PROPS_INVALID` with every prop that does not parse
 * @see https://docs.nvidia.com/networking/software/cloud-orchestration/index.html
 */
export class NetworkOperator extends Construct {
  constructor(scope: Construct, id: string, input: NetworkOperatorProps) {
    super(scope, id);
    const parsed = parseProps('network-operator', props, input);
    const by = traced(parsed);
    const { namespace, chart, values: raw, cluster } = parsed;
    const release = operatorRelease(chart.version);
    if (release === undefined) throw new Error(`chart ${chart.version} passed the parser without a row`);
    const systemPods = {
      nodeSelector: by((p) => p.cluster.systemNodes.selector),
      tolerations: by((p) => p.cluster.systemNodes.tolerations),
    };
    const tagged = (image: string) =>
      by((p) =>
        p.cluster.registryMirror ? `${mirrored(p.cluster, `${MELLANOX}/${image}`)}:${release.tag}` : undefined,
      );
    new HelmChart(this, 'Chart', {
      ...chart,
      release: 'network-operator',
      namespace,
      raw,
      values: {
        // One feature discovery in a cluster: the GPU Operator's, or the stand-alone one.
        nfd: { enabled: false, deployNodeFeatureRules: by((p) => featureRules(p)) },
        upgradeCRDs: by((p) => p.upgradeCrds),
        imagePullSecrets: by((p) => some(p.cluster.pullSecrets)),
        operator: {
          ...systemPods,
          fullnameOverride: 'network-operator',
          repository: by((p) => mirrored(p.cluster, 'nvcr.io/nvidia/cloud-native')),
          resources: { requests: by((p) => p.operator.requests), limits: by((p) => p.operator.limits) },
          cniBinDirectory: by((p) => p.operator.cniBinDirectory),
          cniNetworkDirectory: by((p) => p.operator.cniNetworkDirectory),
          ofedDriver: { initContainer: { repository: by((p) => mirrored(p.cluster, MELLANOX)) } },
        },
        sriovNetworkOperator: { enabled: by((p) => sriovEnabled(p)) },
        ...(sriovEnabled(parsed)
          ? {
              'sriov-network-operator': {
                imagePullSecrets: by((p) => some(p.cluster.pullSecrets)),
                operator: { ...systemPods, resourcePrefix: by((p) => p.sriov.resourcePrefix) },
                sriovOperatorConfig: { disableDrain: by((p) => p.sriov.disableDrain) },
                images: {
                  operator: tagged('sriov-network-operator'),
                  sriovConfigDaemon: tagged('sriov-network-operator-config-daemon'),
                  sriovCni: tagged('sriov-cni'),
                  ibSriovCni: tagged('ib-sriov-cni'),
                  ovsCni: tagged('ovs-cni-plugin'),
                  rdmaCni: tagged('rdma-cni'),
                  sriovDevicePlugin: tagged('sriov-network-device-plugin'),
                  sriovDraDriver: tagged('dra-driver-sriov'),
                  webhook: tagged('sriov-network-operator-webhook'),
                },
              },
            }
          : {}),
      },
    });
    const after = phase(this, 'after');
    new ApiObject(after, 'Policy', nicClusterPolicy(parsed.policy, release, cluster));
    for (const [name, { perNodeBlockSize, subnet, gateway }] of Object.entries(parsed.ipPools)) {
      new ApiObject(after, `IPPool-${name}`, {
        apiVersion: 'nv-ipam.nvidia.com/v1alpha1',
        kind: 'IPPool',
        metadata: { name, namespace },
        spec: { subnet, perNodeBlockSize, ...(gateway ? { gateway } : {}) },
      });
    }
    for (const [name, given] of Object.entries(parsed.sriov.policies)) {
      new ApiObject(after, `Sriov-${name}`, sriovPolicyObject(name, given, parsed.policy.nodeLabels, namespace));
    }
    for (const object of networkObjects(parsed.networks, namespace)) {
      new ApiObject(after, `${object.kind}-${object.metadata.name}`, object);
    }
  }
}

const featureRules = ({ nodeFeatureRules, cluster }: Parsed): boolean =>
  nodeFeatureRules ?? cluster.components.includes('node-feature-discovery');

const sriovEnabled = ({ sriov: { enabled, policies } }: Parsed): boolean => enabled ?? Object.keys(policies).length > 0;

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

export const networkOperator = defineComponent({
  name: 'network-operator',
  title: 'NVIDIA Network Operator',
  summary: 'Host driver, device plugins and secondary networks for InfiniBand and RoCE NICs.',
  homepage: 'https://docs.nvidia.com/networking/software/cloud-orchestration/index.html',
  props,
  supports: '>= 26.4.1 < 26.5',
  after: ['node-feature-discovery', 'node-tuning'],
  claims: ({ policy: given, cluster }) => [
    ...(ofedEnabled(given, cluster) ? ['nic-driver'] : []),
    ...(given.secondaryNetwork.multus ? ['multus'] : []),
  ],
  scheduling: {
    system: ['operator.nodeSelector', 'operator.tolerations'],
    accelerated: ['NicClusterPolicy.spec.nodeAffinity', 'NicClusterPolicy.spec.tolerations'],
  },
  images: ({ policy: given, cluster }) =>
    ['sriov-network-device-plugin', ...(ofedEnabled(given, cluster) ? ['doca-driver'] : [])].map((name) => ({
      image: `${MELLANOX}/${name}`,
      architectures: ['amd64', 'arm64'],
      nodeSide: true,
      source: 'https://docs.nvidia.com/networking/display/kubernetes2641/platform-support.html',
    })),
  readiness: (p) => [
    { apiVersion: 'apps/v1', kind: 'Deployment', name: 'network-operator', namespace: p.namespace },
    ...(sriovEnabled(p)
      ? [
          {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            name: 'network-operator-sriov-network-operator',
            namespace: p.namespace,
          },
        ]
      : []),
    {
      apiVersion: 'mellanox.com/v1alpha1',
      kind: 'NicClusterPolicy',
      name: 'nic-cluster-policy',
      field: { path: 'status.state', ready: 'ready', failed: ['error'] },
      needsNodes: true,
    },
  ],
  // The driver container loads modules; plugins mount the host's devices and the kubelet's folders.
  namespaceLabels: () => ({ 'pod-security.kubernetes.io/enforce': 'privileged' }),
  create: (scope, id, input) => new NetworkOperator(scope, id, input),
});
