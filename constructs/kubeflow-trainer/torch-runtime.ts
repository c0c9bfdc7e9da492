import * as z from 'zod';
import type { ClusterContext } from '../../src/contract/cluster.ts';

/** Props of the runtime that PyTorch TrainJobs refer to by name. */
export const torchRuntimeProps = z
  .strictObject({
    enabled: z.boolean().default(true),
    name: z.string().min(1).default('torch-distributed'),
    /** Nodes of a TrainJob that does not say its own number. Processes a node are set in the TrainJob: `trainer.numProcPerNode`. */
    numNodes: z.int().min(1).default(1),
    /**
     * Image of a TrainJob that does not bring its own, tag or digest included.
     *
     * @default - by `cluster.architecture`: PyTorch's own image is published for amd64 only, NVIDIA's for both
     */
    image: z
      .string()
      .regex(
        /^[^\s:@]+(:\d+)?(\/[^\s:@]+)*(:(?!latest$)[^\s:@/]+|@sha256:[0-9a-f]{64})$/,
        'an image with a fixed tag or digest',
      )
      .optional(),
  })
  .prefault({});

type TorchRuntimeProps = z.output<typeof torchRuntimeProps>;

/**
 * Image of the runtime by architecture of the GPU nodes, registry first, with the architectures that it is published for.
 *
 * @see https://github.com/pytorch/pytorch/issues/157139 no arm64 image of PyTorch's own
 * @see https://catalog.ngc.nvidia.com/orgs/nvidia/containers/pytorch
 */
export const TORCH_IMAGES = {
  amd64: { image: 'docker.io/pytorch/pytorch:2.9.1-cuda12.8-cudnn9-runtime', architectures: ['amd64'] },
  arm64: { image: 'nvcr.io/nvidia/pytorch:25.06-py3', architectures: ['amd64', 'arm64'] },
} as const;

/**
 * ClusterTrainingRuntime of distributed PyTorch.
 *
 * Trainer finds the part to fill in by the name `node`, of the job and of its container, and by the label of the step. In 2.3
 * `mlPolicy.torch` has no processes a node any more. Pods tolerate the taints of GPU nodes, which a TrainJob could only do by an override.
 *
 * @see https://www.kubeflow.org/docs/components/trainer/operator-guides/runtime/
 */
export function torchRuntime(
  { name, numNodes }: TorchRuntimeProps,
  image: string,
  tolerations: ClusterContext['gpuNodes']['tolerations'],
) {
  return {
    apiVersion: 'trainer.kubeflow.org/v1alpha1',
    kind: 'ClusterTrainingRuntime',
    metadata: { name, labels: { 'trainer.kubeflow.org/framework': 'torch' } },
    spec: {
      mlPolicy: { numNodes, torch: {} },
      template: {
        spec: {
          replicatedJobs: [
            {
              name: 'node',
              template: {
                metadata: { labels: { 'trainer.kubeflow.org/trainjob-ancestor-step': 'trainer' } },
                spec: { template: { spec: { tolerations, containers: [{ name: 'node', image }] } } },
              },
            },
          ],
        },
      },
    },
  };
}
