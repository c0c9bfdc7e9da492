import { type Gathering, shorten } from '../gathering.ts';

/** Modules whose parameters a snapshot holds: drivers of GPUs and cards, RDMA, and network file systems. */
export const WITH_PARAMETERS: ReadonlySet<string> = new Set([
  'amdgpu',
  'efa',
  'efa_nv_peermem',
  'ena',
  'gdrdrv',
  'ib_core',
  'ib_umad',
  'kvm_amd',
  'kvm_intel',
  'mlx5_core',
  'mlx5_ib',
  'neuron',
  'nvidia',
  'nvidia_drm',
  'nvidia_fs',
  'nvidia_modeset',
  'nvidia_peermem',
  'nvidia_uvm',
  'rdma_cm',
  'sunrpc',
  'vfio_pci',
]);

const FILE = '/proc/modules';

/** Loaded modules, with the parameters of those above. A kernel without modules has no /proc/modules, and so none. */
export async function loadedModules(
  gathering: Gathering,
): Promise<Record<string, { parameters: Record<string, string> }>> {
  const text = await gathering.text(['modules'], FILE);
  if (text === undefined) return {};
  const { loaded, faults } = parseModules(text);
  for (const line of faults) gathering.miss(['modules'], `${FILE}: ${shorten(line)} is no line of it`);
  const rows = await Promise.all(
    loaded.map(async (name) => [name, { parameters: await parametersOf(gathering, name) }] as const),
  );
  return Object.fromEntries(rows);
}

async function parametersOf(gathering: Gathering, module: string): Promise<Record<string, string>> {
  if (!WITH_PARAMETERS.has(module)) return {};
  const folder = `/sys/module/${module}/parameters`;
  const names = await gathering.machine.list(folder);
  const rows = await Promise.all(
    names.map(async (name): Promise<[string, string][]> => {
      const text = await gathering.text(['modules', module, 'parameters', name], `${folder}/${name}`);
      return text === undefined ? [] : [[name, text]];
    }),
  );
  return Object.fromEntries(rows.flat());
}

export interface ParsedModules {
  /** Names of modules that are alive; one that is being loaded or unloaded cannot be counted on. */
  readonly loaded: readonly string[];
  /** Lines that are none of the format, such as one that was cut. */
  readonly faults: readonly string[];
}

/** Reads /proc/modules: `name size users used-by, state address taints`, one a line (`m_show` of kernel/module/procfs.c). */
export function parseModules(text: string): ParsedModules {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const rows = lines.map((line) => ({
    line,
    match: /^(\S+) \d+ (?:-?\d+|-) \S+ (Live|Loading|Unloading)(?: 0x[0-9a-f]+)?(?: +\(\S*\))?\s*$/.exec(line),
  }));
  return {
    loaded: rows.flatMap(({ match }) => (match?.[2] === 'Live' && match[1] !== undefined ? [match[1]] : [])),
    faults: rows.flatMap(({ line, match }) => (match ? [] : [line])),
  };
}

/** Modules that are part of the kernel, from the list that its package has. */
export async function builtInModules(gathering: Gathering, kernel: string | undefined): Promise<string[]> {
  const path = ['builtInModules'];
  if (kernel === undefined || !/^[\w.+~-]+$/.test(kernel)) {
    gathering.miss(path, 'the release of the kernel is not known, and the list is named by it');
    return [];
  }
  const files = ['/lib/modules', '/usr/lib/modules'].map((folder) => `${folder}/${kernel}/modules.builtin`);
  for (const file of files) {
    const reading = await gathering.machine.read(file);
    if (reading.state === 'absent') continue;
    if (reading.state === 'refused') break;
    gathering.from(path, file);
    return parseBuiltIn(reading.text);
  }
  gathering.miss(path, `${files.join(' and ')} cannot be read: what is built into the kernel cannot be told`);
  return [];
}

/** `kernel/drivers/infiniband/core/ib-umad.ko` is the module `ib_umad`. */
export const parseBuiltIn = (text: string): string[] => {
  const names = [...text.matchAll(/^(?:.*\/)?([^/\n]+)\.ko$/gm)].map(([, name = '']) => name.replaceAll('-', '_'));
  return [...new Set(names)].sort();
};
