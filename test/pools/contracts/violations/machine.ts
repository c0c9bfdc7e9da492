import { withArgs, withValue } from '../changes.ts';
import { sampleInput } from '../inputs.ts';
import { AKS, AL2023, AWS, GKE, H100, NODES, OKE, props, small, TEMPLATE } from './clusters.ts';
import type { Violation } from './violation.ts';

/** Machine, image, region. */
export const MACHINE: readonly Violation[] = [
  {
    breaks: 'instance-type',
    when: 'the launch template starts another machine',
    input: () => withArgs(sampleInput(H100), TEMPLATE, ['instanceType'], 'p5en.48xlarge'),
    says: ['gpu-template: instanceType is p5en.48xlarge', 'pools.gpu.instanceType is p5.48xlarge'],
  },
  {
    breaks: 'instance-type',
    when: 'the node pool of OKE has another shape',
    input: () => withArgs(sampleInput(OKE), NODES, ['nodeShape'], 'BM.GPU.H200.8'),
    says: ['gpu-nodes: nodeShape is BM.GPU.H200.8', 'pools.gpu.instanceType is BM.GPU.H100.8'],
  },
  {
    breaks: 'node-image',
    when: 'the image is for another architecture',
    input: () => withArgs(sampleInput(AL2023), NODES, ['amiType'], 'AL2023_ARM_64_NVIDIA'),
    says: ['amiType is AL2023_ARM_64_NVIDIA', 'pools.gpu.instanceType is amd64'],
  },
  {
    breaks: 'node-image',
    when: 'the image is of another operating system',
    input: () => withArgs(sampleInput(GKE), NODES, ['nodeConfig', 'imageType'], 'UBUNTU_CONTAINERD'),
    says: ['imageType is UBUNTU_CONTAINERD', 'criteria.os is cos'],
  },
  {
    breaks: 'node-image',
    when: 'AKS would give Ubuntu 22.04 (node-pools.md 5.3)',
    input: () => withArgs(sampleInput(AKS), NODES, ['osSKU'], 'Ubuntu2204'),
    says: ['osSKU is Ubuntu2204', 'inputs.osVersion is 24.04'],
  },
  {
    breaks: 'region',
    when: 'the provider is set to another region',
    input: () => {
      const { compiled, ...input } = sampleInput(H100);
      if (!compiled) throw new Error('no resources');
      return { ...input, compiled: { ...compiled, provider: { ...compiled.provider, region: 'us-east-1' } } };
    },
    says: ['provider: region is us-east-1', 'inputs.region is us-east-2'],
  },
  {
    breaks: 'region',
    when: 'the zones are those of another region',
    input: () => withArgs(sampleInput(H100), 'gpu-subnet', ['availabilityZoneId'], 'use1-az2'),
    says: ['gpu-subnet: availabilityZoneId is use1-az2', 'inputs.region is us-east-2'],
  },
  {
    breaks: 'region',
    when: 'the zones of a GKE pool are those of another region',
    input: () => withArgs(sampleInput(GKE), NODES, ['nodeLocations'], ['europe-west4-b']),
    says: ['gpu-nodes: nodeLocations is europe-west4-b', 'inputs.region is us-central1'],
  },
  {
    breaks: 'region',
    when: 'the EBS driver makes volumes in another region',
    input: () => withValue(sampleInput(H100), AWS, ['controller', 'region'], 'us-west-2'),
    says: ['provider: region is us-east-2', 'aws-ebs-csi-driver: controller.region is us-west-2'],
  },
  {
    breaks: 'registry-partition',
    when: 'the cluster file names another partition than its region is in',
    input: () => small({ inputs: { partition: 'aws-cn' } }),
    says: ['region of the nodes is us-west-2', 'inputs.partition is aws-cn'],
  },
  {
    breaks: 'registry-partition',
    when: "images come from China's registry",
    input: () =>
      sampleInput(
        H100,
        props('aws-efa', { image: { registry: '961992271922.dkr.ecr.cn-northwest-1.amazonaws.com.cn' } }),
      ),
    says: [
      'region of the nodes is us-east-2',
      'aws-efa: image.repository is 961992271922.dkr.ecr.cn-northwest-1.amazonaws.com.cn',
    ],
  },
  {
    breaks: 'registry-partition',
    when: 'a role is in GovCloud',
    input: () => small(props(AWS, { controller: { roleArn: 'arn:aws-us-gov:iam::111122223333:role/ebs' } })),
    says: ['region of the nodes is us-west-2', 'arn:aws-us-gov:iam::111122223333:role/ebs'],
  },
];
