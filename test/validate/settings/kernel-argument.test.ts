import { describe, expect, it } from 'vitest';
import type { BootArgument } from '../../../src/snapshot/data/os.ts';
import { said } from './said.ts';

const boot = (line: string): BootArgument[] => {
  let pageSize = 'default';
  return line.split(' ').map((word) => {
    const [name = '', ...rest] = word.split('=');
    const value = rest.length === 0 ? {} : { value: rest.join('=') };
    if (name === 'hugepagesz') pageSize = rest.join('=');
    return { name, ...value, ...(name === 'hugepages' ? { pageSize } : {}) };
  });
};

describe('kernel-argument', () => {
  it.each`
    name                      | comparison   | value        | line                                                        | expected
    ${'init_on_alloc'}        | ${'equals'}  | ${'0'}       | ${'quiet init_on_alloc=0'}                                  | ${'met init_on_alloc=0'}
    ${'init_on_alloc'}        | ${'equals'}  | ${'0'}       | ${'init_on_alloc=off'}                                      | ${'met init_on_alloc=off'}
    ${'init_on_alloc'}        | ${'equals'}  | ${'0'}       | ${'init_on_alloc=1 init_on_alloc=0'}                        | ${'met init_on_alloc=0'}
    ${'init_on_alloc'}        | ${'equals'}  | ${'0'}       | ${'init_on_alloc=0 init_on_alloc=1'}                        | ${'not-met init_on_alloc=1'}
    ${'init_on_alloc'}        | ${'equals'}  | ${'0'}       | ${'quiet'}                                                  | ${'not-met no init_on_alloc'}
    ${'processor.max_cstate'} | ${'equals'}  | ${'1'}       | ${'processor.max-cstate=1'}                                 | ${'met processor.max_cstate=1'}
    ${'processor.max_cstate'} | ${'equals'}  | ${'1'}       | ${'processor.max_cstate=y'}                                 | ${'not-met processor.max_cstate=y'}
    ${'numa_balancing'}       | ${'equals'}  | ${'disable'} | ${'numa_balancing=enable'}                                  | ${'not-met numa_balancing=enable'}
    ${'iommu'}                | ${'equals'}  | ${'pt'}      | ${'iommu=merge,pt'}                                         | ${'met iommu=merge,pt'}
    ${'iommu'}                | ${'equals'}  | ${'pt'}      | ${'iommu=pt iommu=nopt'}                                    | ${'not-met iommu=pt,nopt'}
    ${'iommu'}                | ${'equals'}  | ${'pt'}      | ${'iommu=pt iommu=merge'}                                   | ${'met iommu=pt,merge'}
    ${'iommu'}                | ${'equals'}  | ${'pt'}      | ${'iommu.passthrough=1'}                                    | ${'not-met no iommu'}
    ${'pci=realloc'}          | ${'equals'}  | ${'off'}     | ${'pci=nocrs,realloc=off'}                                  | ${'met pci=realloc=off'}
    ${'pci=realloc'}          | ${'equals'}  | ${'off'}     | ${'pci=realloc=off pci=realloc'}                            | ${'not-met pci=realloc=(empty)'}
    ${'pci=realloc'}          | ${'equals'}  | ${'off'}     | ${'pci=nocrs'}                                              | ${'not-met no pci=realloc'}
    ${'nvidia.NVreg_X'}       | ${'equals'}  | ${'1'}       | ${'nvidia.NVreg_X=1'}                                       | ${'met nvidia.NVreg_X=1'}
    ${'quiet'}                | ${'present'} | ${undefined} | ${'quiet'}                                                  | ${'met quiet'}
    ${'console'}              | ${'present'} | ${'ttyS0'}   | ${'console=tty1 console=ttyS0 console=tty2'}                | ${'met console=tty1 console=ttyS0 console=tty2'}
    ${'console'}              | ${'present'} | ${'ttyS0'}   | ${'console=ttyS0,115200'}                                   | ${'not-met console=ttyS0,115200'}
    ${'nokaslr'}              | ${'absent'}  | ${undefined} | ${'quiet'}                                                  | ${'met no nokaslr'}
    ${'nokaslr'}              | ${'absent'}  | ${undefined} | ${'nokaslr'}                                                | ${'not-met nokaslr'}
    ${'hugepages'}            | ${'atLeast'} | ${'5128'}    | ${'hugepagesz=2M hugepages=5128'}                           | ${'met 5128 of 2M'}
    ${'hugepages'}            | ${'atLeast'} | ${'5128'}    | ${'hugepagesz=2M hugepages=5128 hugepagesz=1G hugepages=2'} | ${'not-met 5128 of 2M, 2 of 1G'}
    ${'hugepages'}            | ${'equals'}  | ${'5128'}    | ${'quiet'}                                                  | ${'not-met no hugepages'}
    ${'__proto__'}            | ${'equals'}  | ${'1'}       | ${'quiet'}                                                  | ${'not-met no __proto__'}
  `('$name $comparison $value in "$line": $expected', ({ name, comparison, value, line, expected }) => {
    expect(said({ kind: 'kernel-argument', name, comparison, value }, { os: { bootArguments: boot(line) } })).toBe(
      expected,
    );
  });

  it('an empty command line is none that was read', () => {
    expect(said({ kind: 'kernel-argument', name: 'a', comparison: 'absent' }, { os: {} })).toBe(
      'unknown collector os: the kernel command line is empty, which it never is',
    );
  });
});
