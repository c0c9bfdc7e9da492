import { valueAt } from '../../path.ts';
import { contains } from '../../recipe/range.ts';
import { parseVersion } from '../../recipe/version.ts';
import type { Contract, ContractInput } from './contract.ts';
import { broken, said } from './said.ts';
import { valuesOf } from './tree/read.ts';

/** What gpu-operator installs of a driver; nothing where it installs none. */
function driverOf(input: ContractInput) {
  const driver = valueAt(valuesOf(input, 'gpu-operator'), ['driver']);
  if (valueAt(driver, ['enabled']) !== true) return undefined;
  const read = (...path: readonly string[]) => said(`gpu-operator: driver.${path.join('.')}`, valueAt(driver, path));
  return { modules: read('kernelModuleType'), peerMemory: read('rdma', 'enabled') };
}

/** Accelerators that only the open kernel modules drive. @see https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/platform-support.html */
const OPEN_ONLY = ['gb200', 'gb300'];

/** GB200 and GPUDirect by DMA-BUF work with the open kernel modules only. */
export const kernelModules: Contract = {
  id: 'kernel-modules',
  about:
    'The driver has open kernel modules where the accelerator wants them, and where the fabric reaches GPU memory by DMA-BUF.',
  halves: ['accelerator and fabric of the GPU nodes', 'gpu-operator: driver.kernelModuleType'],
  source:
    'https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/platform-support.html, https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-operator-rdma.html',
  check(input) {
    const driver = driverOf(input);
    const { accelerator, fabric } = input.plan.gpu;
    if (driver?.modules.value !== 'proprietary') return [];
    const byDmaBuf = fabric !== 'none' && driver.peerMemory.value !== true;
    if (!OPEN_ONLY.includes(accelerator) && !byDmaBuf) return [];
    return [
      broken({
        path: 'components.gpu-operator.driver.kernelModuleType',
        pool: OPEN_ONLY.includes(accelerator)
          ? said('accelerator of the GPU nodes', accelerator)
          : said('fabric of the GPU nodes', fabric),
        tree: driver.modules,
        because: OPEN_ONLY.includes(accelerator)
          ? 'the proprietary modules do not drive it'
          : 'the fabric reaches GPU memory by DMA-BUF, which only the open modules have',
        hint: 'set components.gpu-operator.driver.kernelModuleType to open',
      }),
    ];
  },
};

/** The legacy peer-memory module is not built for NVIDIA's 64K kernels. */
export const peerMemory: Contract = {
  id: 'peer-memory',
  about: 'The legacy peer-memory module is not asked of a kernel that it does not exist for.',
  halves: ['page size of the kernel of the GPU nodes', 'gpu-operator: driver.rdma.enabled'],
  source:
    'NVIDIA/nodewright-packages nvidia-tuned (GB300 with the 64K kernel), https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-operator-rdma.html',
  check(input) {
    const driver = driverOf(input);
    const { pageSizeKiB } = input.plan.gpu;
    if (driver?.peerMemory.value !== true || pageSizeKiB !== 64) return [];
    return [
      broken({
        path: 'components.gpu-operator.driver.rdma',
        pool: said('inputs.pageSizeKiB', pageSizeKiB),
        tree: driver.peerMemory,
        because: 'nvidia_peermem does not exist for the 64K kernel',
        hint: 'set components.gpu-operator.driver.rdma to false: DMA-BUF does the same',
      }),
    ];
  },
};

/** @see https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-operator-rdma.html */
const DMA_BUF_KERNEL = ['5', '12'];

/** GPU memory on the fabric needs a kernel that can share it. */
export const dmaBufKernel: Contract = {
  id: 'dma-buf-kernel',
  about: 'The kernel of nodes with a fabric can share GPU memory by DMA-BUF, unless the legacy module does it.',
  halves: ['inputs.kernel, which the image brings', 'gpu-operator: driver.rdma.enabled'],
  source: 'https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-operator-rdma.html',
  check(input) {
    const { fabric, kernel = '' } = input.plan.gpu;
    const version = parseVersion(kernel);
    const driver = driverOf(input);
    if (
      !version ||
      fabric === 'none' ||
      contains({ from: DMA_BUF_KERNEL }, version) ||
      driver?.peerMemory.value === true
    )
      return [];
    return [
      broken({
        path: 'inputs.kernel',
        pool: said('inputs.kernel, which the image brings', kernel),
        tree: driver?.peerMemory ?? said('gpu-operator: driver.enabled', false),
        because: `DMA-BUF begins with kernel ${DMA_BUF_KERNEL.join('.')}, and nothing else lets ${fabric} reach GPU memory`,
        hint: 'choose an image with a newer kernel',
      }),
    ];
  },
};
