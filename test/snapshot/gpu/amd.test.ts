import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { MachineTable } from '../a-machine.ts';
import { collected, onBus } from './collected.ts';

const failing = (status: number, stdout: string) => ({ status, stdout: `${stdout}\n` });

describe('a host of AMD', () => {
  const fixture = (name: string): string => readFileSync(`test/snapshot/gpu/fixtures/amd-${name}.json`, 'utf8');
  const amd = (version: string): MachineTable => ({
    files: { '/sys/module/amdgpu/version': '6.16.6\n' },
    programs: {
      'amd-smi list --json': fixture(`list-rocm-${version}`),
      'amd-smi static --json': fixture(`static-rocm-${version}`),
      'amd-smi version --json': fixture(`version-rocm-${version}`),
    },
  });

  it.each([
    ['6.2', '6.2.2', 'AMD Instinct MI300X'],
    ['7.2', '7.2.0', 'AMD Instinct MI355X'],
  ])('with ROCm %s has everything', async (version, rocm, product) => {
    const { data, missing, context } = await collected(amd(version));
    expect(missing).toEqual({});
    expect(data).toMatchObject({ amd: { driver: '6.16.6', rocm, gpus: [{ product }, { product }] } });
    expect(data).not.toHaveProperty('nvidia');
    expect(Object.keys(context)).toEqual(['amd.driver', 'amd.gpus', 'amd.rocm']);
  });

  it('without amd-smi misses its GPUs', async () => {
    const { data, missing } = await collected({ files: { '/sys/module/amdgpu/refcnt': '1\n' } });
    expect(data).toEqual({ amd: { gpus: [] } });
    expect(missing).toEqual({ 'amd.gpus': 'there is no program amd-smi', 'amd.rocm': 'there is no program amd-smi' });
  });

  it('whose tool fails misses what it would have said', async () => {
    const { programs } = amd('7.2');
    const parts = {
      ...amd('7.2'),
      programs: { ...programs, 'amd-smi static --json': failing(1, '{}'), 'amd-smi version --json': '[]' },
    };
    const { missing } = await collected(parts);
    expect(missing).toEqual({
      'amd.gpus': 'amd-smi static --json ended with status 1 and says "{}"',
      'amd.rocm': 'amd-smi version --json is no list of one',
    });
  });

  it('whose driver is not loaded misses everything', async () => {
    const { data, missing } = await collected(onBus(8, { vendor: '0x1002', kind: '0x120000', driver: '' }));
    expect(data).toEqual({});
    expect(missing).toEqual({ amd: '8 AMD GPUs are on the PCI bus, and the driver amdgpu is not loaded' });
  });
});
