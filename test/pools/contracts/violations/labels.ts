import { withArgs, withBoot, withObject, withValue } from '../changes.ts';
import { sampleInput } from '../inputs.ts';
import { AKS, GKE, gkeTraining, H100, NODES, OKE, OWN, props } from './clusters.ts';
import type { Violation } from './violation.ts';

/** Taints and labels. */
export const TAINTS_AND_LABELS: readonly Violation[] = [
  {
    breaks: 'pool-taints',
    when: 'the EKS pool lacks the taint of the agent',
    input: () =>
      withArgs(
        sampleInput(H100),
        NODES,
        ['taints'],
        [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NO_SCHEDULE' }],
      ),
    says: [
      'gpu-nodes: taints is nvidia.com/gpu=present:NoSchedule',
      'nodewright.nvidia.com=runtime-required:NoSchedule',
    ],
  },
  {
    breaks: 'pool-taints',
    when: 'the kubelet of an image of our own registers with another taint',
    input: () => withBoot(sampleInput(H100), (text) => text.replace('nvidia.com/gpu=present', 'team=ml')),
    says: ['gpu-user-data: --register-with-taints', 'nvidia.com/gpu=present:NoSchedule'],
  },
  {
    breaks: 'pool-taints',
    when: 'the GKE pool has a taint that nobody in the tree tolerates',
    input: () =>
      withArgs(
        sampleInput(GKE),
        NODES,
        ['nodeConfig', 'taints'],
        [{ key: 'user-workload', value: 'true', effect: 'NO_SCHEDULE' }],
      ),
    says: ['user-workload=true:NoSchedule', 'taint of the node agent is none'],
  },
  {
    breaks: 'pool-taints',
    when: 'the kubelet on OKE registers without the taint of the agent',
    input: () =>
      withBoot(sampleInput(OKE), (text) => text.replace(',nodewright.nvidia.com=runtime-required:NoSchedule', '')),
    says: ['--register-with-taints is none', 'nodewright.nvidia.com=runtime-required:NoSchedule'],
  },
  {
    breaks: 'pool-taints',
    when: 'the system pool of AKS has a taint that the cluster file does not know',
    input: () =>
      withArgs(
        sampleInput(AKS),
        'cluster',
        ['agentPoolProfiles', 0, 'nodeTaints'],
        ['CriticalAddonsOnly=true:NoSchedule'],
      ),
    says: ['agentPoolProfiles[0].nodeTaints is CriticalAddonsOnly=true:NoSchedule', 'is none'],
  },
  {
    breaks: 'agent-taint',
    when: 'the taint of the agent stands on an AKS pool (node-pools.md 8)',
    input: () =>
      withArgs(
        sampleInput(AKS),
        NODES,
        ['nodeTaints'],
        ['nvidia.com/gpu=present:NoSchedule', 'nodewright.nvidia.com=runtime-required:NoSchedule'],
      ),
    says: ['gpu-nodes: nodeTaints', 'runtimeRequiredTaint is nodewright.nvidia.com=runtime-required:NoSchedule'],
    also: ['pool-taints'],
  },
  {
    breaks: 'gpu-tolerations',
    when: "a DaemonSet for GKE's GPU nodes lost its tolerations",
    input: () => withObject(gkeTraining(), 'DaemonSet', ['spec', 'template', 'spec', 'tolerations'], undefined),
    says: ['nvidia.com/gpu=present:NoSchedule', 'gke-tcpxo: DaemonSet nccl-tcpxo-installer spec.template.spec'],
  },
  {
    breaks: 'gpu-tolerations',
    when: 'the NIC policy tolerates another taint',
    input: () =>
      withObject(sampleInput(AKS), 'NicClusterPolicy', ['spec', 'tolerations'], [{ key: 'sku', operator: 'Exists' }]),
    says: [
      'nvidia.com/gpu=present:NoSchedule',
      'network-operator: NicClusterPolicy nic-cluster-policy spec.tolerations',
    ],
  },
  {
    breaks: 'gpu-tolerations',
    when: 'a raw value binds pods to GPU nodes without tolerations',
    input: () =>
      withValue(sampleInput(H100), 'jobset', ['controller'], {
        nodeSelector: { nodeGroup: 'gpu-worker' },
        tolerations: [],
      }),
    says: ['nvidia.com/gpu=present:NoSchedule', 'jobset: controller.tolerations is []'],
  },
  {
    breaks: 'system-tolerations',
    when: 'a component lost its tolerations of tainted system nodes',
    input: () =>
      withValue(
        sampleInput(H100, {
          pools: { system: { taints: [{ key: 'dedicated', value: 'system', effect: 'NoSchedule' }] } },
        }),
        'cert-manager',
        ['webhook', 'tolerations'],
        [],
      ),
    says: ['dedicated=system:NoSchedule', 'cert-manager: webhook.tolerations is []'],
  },
  {
    breaks: 'pool-labels',
    when: 'the pool gives another value to a label that is selected',
    input: () => withArgs(sampleInput(H100), NODES, ['labels', 'nodeGroup'], 'gpu'),
    says: ['gpu-nodes: labels["nodeGroup"] is gpu', 'pools.gpu.labels["nodeGroup"] is gpu-worker'],
    also: ['selectors'],
  },
  {
    breaks: 'pool-labels',
    when: 'the system pool has no labels',
    input: () => withArgs(sampleInput(OKE), 'system-nodes', ['initialNodeLabels'], []),
    says: [
      'system-nodes: initialNodeLabels["nodeGroup"] is not given',
      'pools.system.labels["nodeGroup"] is system-worker',
    ],
    also: ['selectors'],
  },
  {
    breaks: 'selectors',
    when: "a component selects nodes of one's own that the cluster file does not know",
    input: () => withValue(sampleInput(OWN), 'metrics-server', ['nodeSelector'], { nodeGroup: 'infra' }),
    says: [
      'gpu: nodeGroup=gpu-worker; system: nodeGroup=system-worker',
      'metrics-server: nodeSelector is nodeGroup=infra',
    ],
  },
  {
    breaks: 'selectors',
    when: "GKE's nodes have another accelerator than the installer looks for",
    input: () => withArgs(gkeTraining(), NODES, ['nodeConfig', 'guestAccelerators', 0, 'type'], 'nvidia-h100-80gb'),
    says: ['labels of the pools', 'cloud.google.com/gke-accelerator=nvidia-h100-mega-80gb'],
  },
  {
    breaks: 'agent-selector',
    when: 'the agent waits for a label of GPU feature discovery',
    input: () =>
      sampleInput(H100, props('node-tuning', { nodeSelector: { 'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3' } })),
    says: ['gpu: nodeGroup=gpu-worker', 'nvidia.com/gpu.product=NVIDIA-H100-80GB-HBM3'],
  },
];
