import type { Problem } from '../../errors.ts';
import { valueAt } from '../../path.ts';
import type { Contract, ContractInput } from './contract.ts';
import { GPU_STACK, type GpuStackPart } from './made/made.ts';
import { made } from './made/read.ts';
import { broken, type Said, said } from './said.ts';
import { unitOf, valuesOf } from './tree/read.ts';

const OPERATOR = 'gpu-operator';
const DRA = 'dra-driver-nvidia-gpu';

const TITLES: Readonly<Record<GpuStackPart, string>> = {
  driver: 'a driver',
  toolkit: 'a container toolkit',
  devicePlugin: 'something that hands out GPUs',
};

/** What the tree would install of a part, and whether it does. */
function installers(input: ContractInput, part: GpuStackPart): readonly (Said & { readonly isThere: boolean })[] {
  const read = (component: string, path: readonly string[]) => {
    const value = valueAt(valuesOf(input, component), path);
    return { at: `${component}: ${path.join('.')}`, value, isThere: value === true };
  };
  return [
    read(OPERATOR, [part, 'enabled']),
    ...(part === 'devicePlugin' && unitOf(input, DRA) ? [read(DRA, ['resources', 'gpus', 'enabled'])] : []),
  ];
}

/** Driver, container toolkit and device plugin each have one owner on a GPU node: the image, the service, or the tree. */
export const gpuStackOwner: Contract = {
  id: 'gpu-stack-owner',
  about: 'Driver, container toolkit and device plugin each have exactly one owner on a GPU node.',
  halves: [
    'image type, driver mode and plugin label of the GPU pool',
    'driver, toolkit and plugin in the values of gpu-operator and of the DRA driver',
  ],
  source: 'https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/getting-started.html',
  check(input) {
    const { brings } = made(input).gpu;
    return GPU_STACK.flatMap((part): Problem[] => {
      const pool = brings[part];
      if (!pool) return [];
      const inTree = installers(input, part);
      const [first, second] = inTree.filter(({ isThere }) => isThere);
      const path = `ownership.${part}`;
      if (pool.isThere && first)
        return [
          broken({
            path,
            pool,
            tree: first,
            because: `both bring ${TITLES[part]} to the same node`,
            hint: `set ${path} to image or provider, so that the tree leaves it out, or make the pool without it`,
          }),
        ];
      if (first && second)
        return [
          broken({
            path: 'ownership.allocation',
            pool: first,
            tree: second,
            because: 'both hand out the same GPUs',
            hint: 'set ownership.allocation to device-plugin or dra: one of the two stays off then',
          }),
        ];
      const [off] = inTree;
      // What is not in this tree may be in another one of the same cluster, or somebody brings it by hand.
      const isElsewhere =
        !unitOf(input, OPERATOR) || (input.plan.gpu.ownership.allocation === 'dra' && !unitOf(input, DRA));
      if (pool.isThere || first || !off || isElsewhere) return [];
      return [
        broken({
          path,
          pool,
          tree: off,
          because: `nobody brings ${TITLES[part]}`,
          hint: `set ${path} to operator where the image can take it, or make the pool with ${TITLES[part]}`,
        }),
      ];
    });
  },
};

/** Images on which the operator's driver container cannot work get none. */
export const driverOnImage: Contract = {
  id: 'driver-on-image',
  about: 'The GPU Operator installs a driver only on images that can take one.',
  halves: ['image type of the GPU pool', 'gpu-operator: driver.enabled'],
  source: 'https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/platform-support.html',
  check(input) {
    const { image } = made(input).gpu;
    const enabled = valueAt(valuesOf(input, OPERATOR), ['driver', 'enabled']);
    if (enabled !== true || image?.refusesDriver === undefined) return [];
    return [
      broken({
        path: 'ownership.driver',
        pool: image,
        tree: said(`${OPERATOR}: driver.enabled`, enabled),
        because: image.refusesDriver,
        hint: 'set ownership.driver to image or provider, or choose another operating system',
      }),
    ];
  },
};

/** Where GKE puts its driver on Container-Optimized OS. */
const GKE_DRIVER_ROOT = '/home/kubernetes/bin/nvidia';

/** On Container-Optimized OS the driver lies in a folder of its own, which whoever uses it must be told. */
export const driverRoot: Contract = {
  id: 'driver-root',
  about: "On Container-Optimized OS the tree looks for the driver where Google's installer puts it.",
  halves: [
    'driver mode of the GPU pool',
    'gpu-operator: hostPaths.driverInstallDir, dra-driver-nvidia-gpu: nvidiaDriverRoot',
  ],
  source: 'https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/google-gke.html',
  check(input) {
    const { driver } = made(input).gpu.brings;
    if (input.plan.service !== 'gke' || input.plan.gpu.os !== 'cos' || !driver?.isThere) return [];
    return (
      [
        [OPERATOR, ['hostPaths', 'driverInstallDir'], 'driverInstallDir'],
        [DRA, ['nvidiaDriverRoot'], 'nvidiaDriverRoot'],
      ] as const
    )
      .filter(([component]) => unitOf(input, component))
      .map(([component, path, prop]) => ({
        component,
        prop,
        ...said(`${component}: ${path.join('.')}`, valueAt(valuesOf(input, component), path)),
      }))
      .filter(({ value }) => value !== GKE_DRIVER_ROOT)
      .map(({ component, prop, ...tree }) =>
        broken({
          path: `components.${component}.${prop}`,
          pool: driver,
          tree,
          because: `Google's driver lies in ${GKE_DRIVER_ROOT}`,
          hint: `set components.${component}.${prop} to ${GKE_DRIVER_ROOT}`,
        }),
      );
  },
};
