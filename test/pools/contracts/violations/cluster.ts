import type { PlannedResource } from '../../../../src/pools/resource.ts';
import { withArgs, withResources } from '../changes.ts';
import { sampleInput } from '../inputs.ts';
import { AKS, AL2023, AWS, GKE, H100, NODES, OKE, props, small } from './clusters.ts';
import type { Violation } from './violation.ts';

/** Kubernetes, storage, add-ons. */
export const CLUSTER: readonly Violation[] = [
  {
    breaks: 'kubernetes-version',
    when: 'the control plane is of another minor',
    input: () => withArgs(sampleInput(H100), 'cluster', ['version'], '1.33'),
    says: ['cluster: version is 1.33', 'inputs.kubernetes is 1.34.2'],
  },
  {
    breaks: 'kubernetes-version',
    when: 'the image release is of another minor',
    input: () => withArgs(sampleInput(AL2023), NODES, ['releaseVersion'], '1.33.5-20260107'),
    says: ['gpu-nodes: releaseVersion is 1.33.5-20260107', 'inputs.kubernetes is 1.34.2'],
  },
  {
    breaks: 'kubernetes-version',
    when: 'a node pool of OKE is of another minor',
    input: () => withArgs(sampleInput(OKE), NODES, ['kubernetesVersion'], 'v1.33.1'),
    says: ['gpu-nodes: kubernetesVersion is v1.33.1', 'inputs.kubernetes is 1.34.2'],
  },
  {
    breaks: 'image-kernel',
    when: "AL2023 of this Kubernetes has another kernel than the recipe's (node-pools.md 3.6)",
    input: () => small({ inputs: { kubernetes: '1.36.1' } }),
    says: ['kernel of the AL2023 image for Kubernetes 1.36.1 is 6.18', 'inputs.kernel is 6.12'],
  },
  {
    breaks: 'storage-driver',
    when: 'a class of EBS is made on AKS',
    input: () => sampleInput(AKS, props(AWS, { storageClass: { default: false } })),
    says: ['service and add-ons of the cluster is aks', 'provisioner is ebs.csi.aws.com'],
    also: ['storage-identity'],
  },
  {
    breaks: 'storage-identity',
    when: 'the driver runs under another service account than the account knows',
    input: () => sampleInput(H100, props(AWS, { controller: { serviceAccount: 'ebs' } })),
    says: ['Pod Identity associations is kube-system/ebs-csi-controller-sa', 'is kube-system/ebs'],
  },
  {
    breaks: 'storage-identity',
    when: 'nothing on the nodes reads the association',
    input: () =>
      withResources(sampleInput(H100), (all) => all.filter(({ name }) => name !== 'addon-eks-pod-identity-agent')),
    says: ['add-ons of the cluster is vpc-cni', 'kube-system/ebs-csi-controller-sa'],
  },
  {
    breaks: 'storage-class',
    when: 'volumes ask for a class that nobody makes',
    input: () => sampleInput(H100, props(AWS, { storageClass: { create: false } })),
    says: ['storage classes of eks is none', 'storageClassName is gp3'],
  },
  {
    breaks: 'add-on-once',
    when: 'EKS runs the EBS driver too',
    input: () => withResources(sampleInput(H100), (all) => [...all, eksAddOn('aws-ebs-csi-driver')]),
    says: ['addonName is aws-ebs-csi-driver', 'aws-ebs-csi-driver is in the tree'],
  },
  {
    breaks: 'add-on-once',
    when: 'EKS runs metrics-server too',
    input: () => withResources(sampleInput(H100), (all) => [...all, eksAddOn('metrics-server')]),
    says: ['addonName is metrics-server', 'metrics-server is in the tree'],
  },
  {
    breaks: 'add-on-once',
    when: 'EKS runs node-exporter too',
    input: () => withResources(sampleInput(H100), (all) => [...all, eksAddOn('prometheus-node-exporter')]),
    says: ['addonName is prometheus-node-exporter', 'kube-prometheus-stack: nodeExporter.enabled is true'],
  },
  {
    breaks: 'add-on-once',
    when: 'OKE runs the GPU operator too (node-pools.md 9)',
    input: () => withResources(sampleInput(OKE), (all) => [...all, okeAddOn('NvidiaGpuOperator')]),
    says: ['addonName is NvidiaGpuOperator', 'gpu-operator is in the tree'],
  },
  {
    breaks: 'gateway-api',
    when: 'GKE leaves out the definitions that the tree leaves to it',
    input: () => withArgs(sampleInput(GKE), 'cluster', ['gatewayApiConfig', 'channel'], 'CHANNEL_DISABLED'),
    says: ['gatewayApiConfig.channel is CHANNEL_DISABLED', 'provided.gateway-api-crds'],
  },
];

const eksAddOn = (addonName: string): PlannedResource => ({
  type: 'aws:eks/addon:Addon',
  name: `addon-${addonName}`,
  part: 'add-ons',
  args: { addonName },
  options: {},
});

const okeAddOn = (addonName: string): PlannedResource => ({
  type: 'oci:ContainerEngine/addon:Addon',
  name: `addon-${addonName}`,
  part: 'add-ons',
  args: { addonName },
  options: {},
});
