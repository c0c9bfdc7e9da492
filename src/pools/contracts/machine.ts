import type { Contract } from './contract.ts';
import { made } from './made/read.ts';
import { broken, said } from './said.ts';

/** The nodes are of the machine that the recipe was resolved for. */
export const instanceType: Contract = {
  id: 'instance-type',
  about:
    'The GPU nodes are of the instance type that the recipe was resolved for: accelerator, fabric and number of GPUs follow from it.',
  halves: ['instance type, size or shape of the GPU pool', 'pools.gpu.instanceType'],
  source: 'recipes/instances',
  check(input) {
    const { gpu } = input.plan;
    const pool = made(input).gpu.instanceType;
    if (!input.compiled || !pool || pool.value === gpu.instanceType) return [];
    return [
      broken({
        path: 'pools.gpu.instanceType',
        pool,
        tree: said('pools.gpu.instanceType', gpu.instanceType),
        because: `the tree is made for ${gpu.gpusPerNode} × ${gpu.accelerator} with fabric ${gpu.fabric}`,
        hint: 'use one instance type in both halves',
      }),
    ];
  },
};

/** The image is for the architecture, system and release that the recipe was resolved for. */
export const nodeImage: Contract = {
  id: 'node-image',
  about:
    'The image of the GPU nodes is for the architecture and the operating system that the recipe was resolved for.',
  halves: ['image type of the GPU pool', 'criteria.os, inputs.osVersion and the architecture of the instance type'],
  source:
    'https://docs.aws.amazon.com/eks/latest/userguide/eks-optimized-amis.html, https://docs.cloud.google.com/kubernetes-engine/docs/concepts/node-images, https://learn.microsoft.com/azure/aks/upgrade-os-version',
  check(input) {
    const { gpu } = input.plan;
    const { image } = made(input).gpu;
    if (!image) return [];
    const against = (path: string, pool: string | undefined, wanted: string | undefined, hint: string) =>
      pool === undefined || wanted === undefined || pool === wanted
        ? []
        : [
            broken({
              path,
              pool: image,
              tree: said(path, wanted),
              because: `the image is for ${pool}, and the tree for ${wanted}`,
              hint,
            }),
          ];
    return [
      ...against(
        'pools.gpu.instanceType',
        image.architecture,
        gpu.architecture,
        `choose an image for ${gpu.architecture}`,
      ),
      ...against('criteria.os', image.os, gpu.os, `choose an image of ${gpu.os}, or another criteria.os`),
      ...against(
        'inputs.osVersion',
        image.osVersion,
        gpu.osVersion,
        'choose the Kubernetes version that brings this release of the image',
      ),
    ];
  },
};
