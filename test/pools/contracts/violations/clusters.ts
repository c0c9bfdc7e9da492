import type { PlainMap } from '../../../../src/plain.ts';
import { merged, sampleInput } from '../inputs.ts';

export const AWS = 'aws-ebs-csi-driver';
export const H100 = 'eks-h100-training';
export const GB200 = 'eks-gb200-training';
export const AL2023 = 'eks-l40s-inference';
export const GKE = 'gke-h100-inference';
export const AKS = 'aks-h100-training';
export const OKE = 'oke-h100-training';
export const OWN = 'onprem-h200-inference';

/** H100 on GKE with a multi-node fabric in use. */
export const gkeTraining = (changes: PlainMap = {}) =>
  sampleInput(GKE, merged({ criteria: { intent: 'training', platform: 'kubeflow' } }, changes) as PlainMap);
export const bottlerocket = () => sampleInput(AL2023, { criteria: { os: 'bottlerocket' } });
export const al2023Training = (changes: PlainMap = {}) =>
  sampleInput(H100, merged({ criteria: { os: 'al2023' } }, changes) as PlainMap);
/** A machine without fabric, so that nothing else reads region and partition. */
export const small = (changes: PlainMap) =>
  sampleInput(AL2023, merged({ pools: { gpu: { instanceType: 'g6e.xlarge' } } }, changes) as PlainMap);
/** Props of one component in the cluster file; null takes it out. */
export const props = (component: string, given: PlainMap | null): PlainMap => ({ components: { [component]: given } });

export const TEMPLATE = 'gpu-template';
export const NODES = 'gpu-nodes';
