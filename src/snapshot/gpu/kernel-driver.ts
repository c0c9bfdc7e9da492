import { type Miss, quoted } from './notes.ts';

export interface KernelDriver {
  readonly driver: string;
  readonly kernelModules: 'open' | 'proprietary';
}

/**
 * First line of /proc/driver/nvidia/version, e.g. `NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.95.05  Release Build  (…)`
 * or `NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.127.05  Tue Oct  8 16:30:26 UTC 2024`. Undefined for any other text.
 */
export function kernelDriver(text: string): KernelDriver | undefined {
  const [, open, driver] =
    /^NVRM version: +NVIDIA UNIX (?:(Open Kernel Module for) [\w-]+|[\w-]+ Kernel Module) +(\d+(?:\.\d+){1,2})\s/.exec(
      text,
    ) ?? [];
  if (driver === undefined) return undefined;
  return { driver, kernelModules: open === undefined ? 'proprietary' : 'open' };
}

/**
 * /proc/driver/nvidia/params: `EnableMSI: 1`, `CoherentGPUMemoryMode: "driver"`, a line a parameter (nv-procfs.c of NVIDIA's open kernel
 * modules). Texts come without their quotes. -1 is printed as 4294967295, and stays so.
 */
export function driverParameters(text: string): { parameters: Record<string, string>; misses: readonly Miss[] } {
  const misses: Miss[] = [];
  if (!text.endsWith('\n')) {
    return {
      parameters: {},
      misses: [{ path: [], why: '/proc/driver/nvidia/params is cut short: its last line does not end' }],
    };
  }
  const entries = text.split('\n').flatMap((line) => {
    if (line.trim() === '') return [];
    const [, name, quotedText, number] = /^([A-Za-z]\w*): (?:"(.*)"|(-?\d+))$/.exec(line) ?? [];
    if (name !== undefined) return [[name, quotedText ?? number ?? ''] as const];
    const [, begun] = /^([A-Za-z]\w*):/.exec(line) ?? [];
    misses.push({
      path: begun === undefined ? [] : [begun],
      why: `/proc/driver/nvidia/params has a line of another form: ${quoted(line)}`,
    });
    return [];
  });
  return { parameters: Object.fromEntries(entries), misses };
}
