import * as z from 'zod';

const text = z.string();
const count = z.int().min(0);

/** A mode that is set now and one that comes after a reset; each `enabled`, `disabled`, or as the tool writes it. Absent: the GPU has no such thing. */
const mode = z.strictObject({ current: text, pending: text });

/** One NVIDIA GPU, from `nvidia-smi -q -x`. What the tool calls N/A is absent. */
export const nvidiaGpu = z.strictObject({
  uuid: text,
  /** e.g. `NVIDIA H100 80GB HBM3`. */
  product: text,
  /** e.g. `Hopper`. */
  architecture: text.optional(),
  serial: text.optional(),
  /** e.g. `00000000:18:00.0`. */
  pciAddress: text.optional(),
  vbios: text.optional(),
  gspFirmware: text.optional(),
  /** `enabled` or `disabled`. */
  persistence: text.optional(),
  /** `ATS` on Grace, `HMM` or `None` on x86. */
  addressing: text.optional(),
  computeMode: text.optional(),
  memoryMiB: count.optional(),
  powerLimitWatts: z.number().optional(),
  pcie: z.strictObject({
    generation: count.optional(),
    maxGeneration: count.optional(),
    width: count.optional(),
    maxWidth: count.optional(),
  }),
  mig: mode.optional(),
  /** MIG devices that exist now, by `GPU instance.compute instance`. nvidia-smi does not print how many slices they have. */
  migDevices: z.record(text, z.strictObject({ memoryMiB: count.optional(), slices: count.optional() })),
  ecc: mode.optional(),
  /** Errors that ECC could not correct, of SRAM and DRAM together, since the driver was loaded and over the GPU's life. */
  eccUncorrected: z.strictObject({ volatile: count.optional(), aggregate: count.optional() }),
  /** Rows of memory that were replaced. */
  remappedRows: z
    .strictObject({ correctable: count, uncorrectable: count, pending: z.boolean(), failed: z.boolean() })
    .optional(),
  /** State of the NVLink fabric; absent where the GPU is in none. `cluster` is absent where the fabric is of one board only. */
  fabric: z
    .strictObject({ state: text, status: text.optional(), clique: text.optional(), cluster: text.optional() })
    .optional(),
  /** NVLink links from `nvidia-smi nvlink -s`: how many are up, how many there are, and the speed of those that are up. Unit: GB/s. */
  nvlink: z.strictObject({ up: count, total: count, speedGBps: z.number().optional() }).optional(),
});
export type NvidiaGpu = z.output<typeof nvidiaGpu>;

/** One AMD GPU, from `amd-smi static` and `amd-smi list`, as JSON. */
export const amdGpu = z.strictObject({
  uuid: text,
  product: text,
  /** e.g. `gfx942`. */
  architecture: text.optional(),
  serial: text.optional(),
  pciAddress: text.optional(),
  vbios: text.optional(),
  memoryMiB: count.optional(),
  powerLimitWatts: z.number().optional(),
  /** e.g. `SPX`, `CPX`. */
  computePartition: text.optional(),
  /** e.g. `NPS1`. */
  memoryPartition: text.optional(),
  /** -1: the machine does not say. */
  numaNode: z.int().optional(),
  /** `enabled` or `disabled`: of the memory controllers. */
  ecc: text.optional(),
});
export type AmdGpu = z.output<typeof amdGpu>;

/** The GPUs of a node, its driver, and how GPUs reach each other. */
export const gpuData = z.strictObject({
  /** Absent where the machine has no NVIDIA driver and no NVIDIA device. */
  nvidia: z
    .strictObject({
      /** Driver, e.g. `580.126.20`. */
      driver: text.optional(),
      /** Newest CUDA version that the driver takes. */
      cuda: text.optional(),
      /** From /proc/driver/nvidia/version: `open` or `proprietary` kernel modules. */
      kernelModules: z.enum(['open', 'proprietary']).optional(),
      gpus: z.array(nvidiaGpu),
      /** NVIDIA devices on the PCI bus that are display or 3D controllers, whether a driver has them or not. */
      pciDevices: count.optional(),
      /** Rows and columns of `nvidia-smi topo -m`: `GPU0` → `{GPU1: NV18, NIC0: PIX}`. */
      topology: z.record(text, z.record(text, text)),
      /** GPU → processors and NUMA nodes near it, from the same; where it shows the first processors only, the kernel's list. */
      affinity: z.record(text, z.strictObject({ cpus: text.optional(), numaNode: text.optional() })),
      /** Legend of the NICs in it: `NIC0` → `mlx5_0`. */
      nics: z.record(text, text),
      /** Parameters of the kernel module that are in force, from /proc/driver/nvidia/params, and of nvidia_uvm from /sys. */
      parameters: z.record(text, text),
      uvmParameters: z.record(text, text),
      /** IMEX channels that exist; absent where there is none. */
      imexChannels: count.optional(),
    })
    .optional(),
  /** Absent where the machine has no AMD GPU driver. */
  amd: z
    .strictObject({
      /** Version of the amdgpu module. */
      driver: text.optional(),
      rocm: text.optional(),
      gpus: z.array(amdGpu),
    })
    .optional(),
});
export type GpuData = z.output<typeof gpuData>;
