import type { PlainMap } from '../../plain.ts';
import type { AmdGpu } from '../data/gpu.ts';
import { AmdReader } from './amd-json.ts';
import { known } from './known.ts';
import type { Miss } from './notes.ts';

/** GPUs of an `amd-smi list` and an `amd-smi static`, which know each other by the number of the GPU. Paths of `misses` are below `gpus`. */
export function amdGpus(list: readonly PlainMap[], statics: readonly PlainMap[]) {
  const gpus: AmdGpu[] = [];
  const misses: Miss[] = [];
  const numbers = list.map((row) => new AmdReader(row).integer(['gpu'], []));
  list.forEach((row, i) => {
    const number = numbers[i];
    const listed = new AmdReader(row);
    // In modes such as CPX each GPU is listed once for every partition of it; only the first is the GPU. What it says holds for all of it.
    if ((listed.integer(['partition_id', 'current_partition_id'], []) ?? 0) > 0) return;
    const same = statics.filter((each) => new AmdReader(each).integer(['gpu'], []) === number);
    const [told] = same;
    if (number === undefined || numbers.filter((n) => n === number).length > 1) {
      misses.push({ path: [], why: 'amd-smi list has a GPU without a number of its own' });
    } else if (told === undefined || same.length > 1) {
      misses.push({
        path: [],
        why: `amd-smi static tells of GPU ${number} ${same.length === 0 ? 'nothing' : 'more than once'}`,
      });
    } else {
      const gpu = gpuOf(listed, new AmdReader(told));
      const at = gpu.gpu === undefined ? [] : [gpus.length];
      misses.push(...gpu.misses.map(({ path, why }) => ({ path: [...at, ...(at.length > 0 ? path : [])], why })));
      if (gpu.gpu !== undefined) gpus.push(gpu.gpu);
    }
  });
  return { gpus, misses };
}

const NAME = /^[\x20-\x7e]{1,128}$/;
const WORD = /^[A-Za-z0-9][\w.-]{0,63}$/;
const BDF = /^[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/i;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Names by version: ROCm 6.2 has `vbios`, `limit.socket_power` and `partition.compute_partition` (its amdsmi_cli/amdsmi_commands.py); `ifwi`
 * came with 7.1, `limit.ppt0.socket_power_limit` after it, and the partition may be called `accelerator_partition` (AMD SMI's changelog).
 */
function gpuOf(list: AmdReader, row: AmdReader): { gpu?: AmdGpu; misses: readonly Miss[] } {
  const uuid = list.text(['uuid'], ['uuid'], UUID);
  const product = row.text(['asic.market_name', 'board.product_name'], ['product'], NAME);
  const missed = (): readonly Miss[] => [...list.misses, ...row.misses];
  if (uuid === undefined || product === undefined) {
    const reasons = missed().length > 0 ? missed() : [{ path: [], why: 'a GPU has no UUID or no name' }];
    return { misses: reasons };
  }
  const ecc = row.text(['ras.ecc_block_state.UMC'], ['ecc'], /^(ENABLED|DISABLED)$/);
  const memoryMiB = row.amount(['vram.size'], ['memoryMiB'], 'MB');
  if (memoryMiB !== undefined && !Number.isSafeInteger(memoryMiB)) {
    row.misses.push({ path: ['memoryMiB'], why: `vram.size is ${memoryMiB}` });
  }
  const fields = known({
    architecture: row.text(['asic.target_graphics_version'], ['architecture'], /^gfx[0-9a-f]{3,5}$/),
    serial: row.text(['asic.asic_serial'], ['serial'], WORD),
    pciAddress: row.text(['bus.bdf'], ['pciAddress'], BDF) ?? list.text(['bdf'], ['pciAddress'], BDF),
    vbios: row.text(['vbios.version', 'ifwi.version'], ['vbios'], WORD),
    // Its MB are MiB: an MI300X of 192 GiB says 196592 MB, and rocminfo 201310208 KiB for the same.
    memoryMiB: Number.isSafeInteger(memoryMiB) ? memoryMiB : undefined,
    powerLimitWatts: row.amount(['limit.ppt0.socket_power_limit', 'limit.socket_power'], ['powerLimitWatts'], 'W'),
    computePartition: row.text(PARTITION, ['computePartition'], WORD),
    memoryPartition: row.text(['partition.memory_partition'], ['memoryPartition'], WORD),
    numaNode: row.integer(['numa.node'], ['numaNode']),
    // UMC are the memory controllers: the other blocks are not memory.
    ecc: ecc?.toLowerCase(),
  });
  return { gpu: { ...fields, uuid, product }, misses: missed() };
}

const PARTITION = ['partition.accelerator_partition', 'partition.compute_partition'];
