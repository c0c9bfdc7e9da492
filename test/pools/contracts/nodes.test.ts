import { expect, it } from 'vitest';
import { isMet } from '../../../src/pools/contracts/nodes.ts';
import { sampleInput } from './inputs.ts';

const EKS = sampleInput('eks-h100-training');
const GKE = sampleInput('gke-h100-inference');

it.each`
  input  | pool        | key                                              | operator          | values                       | met
  ${EKS} | ${'gpu'}    | ${'nodeGroup'}                                   | ${'In'}           | ${['gpu-worker']}            | ${true}
  ${EKS} | ${'system'} | ${'nodeGroup'}                                   | ${'In'}           | ${['gpu-worker']}            | ${false}
  ${EKS} | ${'gpu'}    | ${'nodeGroup'}                                   | ${'NotIn'}        | ${['system-worker']}         | ${true}
  ${EKS} | ${'gpu'}    | ${'nodeGroup'}                                   | ${'DoesNotExist'} | ${[]}                        | ${false}
  ${EKS} | ${'gpu'}    | ${'team'}                                        | ${'Exists'}       | ${[]}                        | ${false}
  ${EKS} | ${'gpu'}    | ${'team'}                                        | ${'DoesNotExist'} | ${[]}                        | ${true}
  ${EKS} | ${'gpu'}    | ${'kubernetes.io/arch'}                          | ${'In'}           | ${['amd64']}                 | ${true}
  ${EKS} | ${'gpu'}    | ${'kubernetes.io/arch'}                          | ${'In'}           | ${['arm64']}                 | ${false}
  ${EKS} | ${'gpu'}    | ${'node.kubernetes.io/instance-type'}            | ${'In'}           | ${['p4d.24xlarge']}          | ${false}
  ${EKS} | ${'gpu'}    | ${'nvidia.com/gpu.count'}                        | ${'Gt'}           | ${['4']}                     | ${true}
  ${EKS} | ${'system'} | ${'nvidia.com/gpu.present'}                      | ${'In'}           | ${['true']}                  | ${false}
  ${EKS} | ${'gpu'}    | ${'feature.node.kubernetes.io/pci-15b3.present'} | ${'In'}           | ${['true']}                  | ${true}
  ${EKS} | ${'gpu'}    | ${'cloud.google.com/gke-nodepool'}               | ${'Exists'}       | ${[]}                        | ${false}
  ${GKE} | ${'gpu'}    | ${'cloud.google.com/gke-nodepool'}               | ${'Exists'}       | ${[]}                        | ${true}
  ${GKE} | ${'gpu'}    | ${'cloud.google.com/gke-accelerator'}            | ${'In'}           | ${['nvidia-h100-mega-80gb']} | ${true}
  ${GKE} | ${'gpu'}    | ${'cloud.google.com/gke-accelerator'}            | ${'In'}           | ${['nvidia-h100-80gb']}      | ${false}
  ${GKE} | ${'gpu'}    | ${'node-role.kubernetes.io/control-plane'}       | ${'Exists'}       | ${[]}                        | ${false}
`(
  'on $input.plan.service, $pool nodes with $key $operator $values: $met',
  ({ input, pool, key, operator, values, met }) => {
    expect(isMet(input, pool, { key, operator, values })).toBe(met);
  },
);
