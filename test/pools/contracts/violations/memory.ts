import { TRAINER_CONTAINER, withObject, withSetting } from '../changes.ts';
import { sampleInput } from '../inputs.ts';
import { al2023Training, GB200, H100, props } from './clusters.ts';
import type { Violation } from './violation.ts';

/** Memory pages and driver. */
export const MEMORY: readonly Violation[] = [
  {
    breaks: 'huge-page-size',
    when: 'a 64K kernel is asked for pages of 1G (hardware-tuning.md rule 3)',
    input: () => withSetting(sampleInput(GB200), 'huge-pages-2m', { name: '1G', value: '2' }),
    says: ['inputs.pageSizeKiB) is 64 KiB', 'setting huge-pages-2m is 1G'],
  },
  {
    breaks: 'huge-page-size',
    when: 'the agent asks a 4K kernel for pages of 512M',
    input: () =>
      withObject(
        sampleInput(H100),
        'NodeWright',
        ['spec', 'packages', 'remainder-script', 'configMap', 'apply.sh'],
        'GRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX hugepagesz=512M hugepages=2"\n',
      ),
    says: ['inputs.pageSizeKiB) is 4 KiB', 'configMap["apply.sh"] is hugepagesz=512M'],
  },
  {
    breaks: 'huge-page-requests',
    when: 'a pod asks for more huge pages than nodes keep back',
    input: () =>
      withObject(sampleInput(H100), 'ClusterTrainingRuntime', [...TRAINER_CONTAINER, 'resources'], {
        limits: { 'hugepages-2Mi': '20Gi' },
      }),
    says: ['huge pages of 2M that the GPU nodes keep back is 10256 MiB', 'limits.hugepages-2Mi is 20Gi'],
  },
  {
    breaks: 'kernel-pages',
    when: 'the kernel has 64K pages and the settings are for 4K',
    input: () => sampleInput(GB200, { inputs: { pageSizeKiB: 4 } }),
    says: ['which the image brings is 6.14.0-1018-aws-64k', 'inputs.pageSizeKiB is 4'],
  },
  {
    breaks: 'kernel-modules',
    when: 'GB200 gets proprietary modules (hardware-tuning.md 2)',
    input: () => sampleInput(GB200, props('gpu-operator', { driver: { kernelModuleType: 'proprietary' } })),
    says: ['accelerator of the GPU nodes is gb200', 'driver.kernelModuleType is proprietary'],
  },
  {
    breaks: 'kernel-modules',
    when: 'EFA shall reach GPU memory by DMA-BUF with proprietary modules',
    input: () => sampleInput(H100, props('gpu-operator', { driver: { kernelModuleType: 'proprietary' } })),
    says: ['fabric of the GPU nodes is efa', 'driver.kernelModuleType is proprietary'],
  },
  {
    breaks: 'peer-memory',
    when: 'a 64K kernel is asked for the peer-memory module (hardware-tuning.md 3.6)',
    input: () => sampleInput(GB200, props('gpu-operator', { driver: { rdma: true } })),
    says: ['inputs.pageSizeKiB is 64', 'driver.rdma.enabled is true'],
  },
  {
    breaks: 'dma-buf-kernel',
    when: 'the kernel is older than DMA-BUF (hardware-tuning.md 2)',
    input: () => al2023Training({ inputs: { kernel: '5.10' } }),
    says: ['which the image brings is 5.10', 'driver.enabled is false'],
    also: ['image-kernel'],
  },
];
