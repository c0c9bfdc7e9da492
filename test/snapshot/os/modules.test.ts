import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Gathering } from '../../../src/snapshot/gathering.ts';
import { builtInModules, loadedModules, parseBuiltIn, parseModules } from '../../../src/snapshot/os/modules.ts';
import { aMachine } from '../a-machine.ts';

describe('parseModules', () => {
  it.each`
    layout                    | line                                                                            | loaded
    ${'a driver out of tree'} | ${'nvidia 9760768 84 nvidia_uvm,nvidia_modeset, Live 0xffffffffc0a00000 (POE)'} | ${['nvidia']}
    ${'addresses hidden'}     | ${'mlx5_core 2232320 1 mlx5_ib, Live 0x0000000000000000'}                       | ${['mlx5_core']}
    ${'no unloading'}         | ${'overlay 151552 - - Live 0xffffffffc0500000'}                                 | ${['overlay']}
    ${'no users'}             | ${'br_netfilter 32768 0 - Live 0xffffffffc0500000'}                             | ${['br_netfilter']}
    ${'a module that stays'}  | ${'efa_nv_peermem 16384 0 [permanent], Live 0xffffffffc0500000 (OE)'}           | ${['efa_nv_peermem']}
    ${'being loaded'}         | ${'nvidia 9760768 -1 - Loading 0xffffffffc0a00000 (POE+)'}                      | ${[]}
    ${'being unloaded'}       | ${'nvidia 9760768 0 - Unloading 0xffffffffc0a00000 (POE-)'}                     | ${[]}
  `('$layout', ({ line, loaded }) => {
    expect(parseModules(`${line}\n`)).toEqual({ loaded, faults: [] });
  });

  it.each(['nvidia', 'nvidia 9760768 84 nvidia_uvm,', 'nvidia x 84 - Live 0x0', 'nvidia 1 1 - Alive 0x0'])(
    '%j is no line of it',
    (line) => {
      expect(parseModules(`overlay 151552 0 - Live 0x0\n${line}`)).toEqual({ loaded: ['overlay'], faults: [line] });
    },
  );

  it('never fails, and says of every line what it is', () => {
    const piece = fc.constantFrom(
      'nvidia',
      '__proto__',
      ' ',
      ' ',
      '1',
      '-',
      'Live',
      'Loading',
      '0x0',
      '(OE)',
      '\n',
      ',',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const { loaded, faults } = parseModules(text);
        const lines = text.split('\n').filter((line) => line.trim() !== '');
        expect(loaded.length + faults.length).toBeLessThanOrEqual(lines.length);
        for (const fault of faults) expect(lines).toContain(fault);
      }),
      { numRuns: 300 },
    );
  });
});

it('a module whose name objects have by nature is one like others', async () => {
  const gathering = new Gathering(
    aMachine({ files: { '/proc/modules': '__proto__ 1 0 - Live 0x0\nconstructor 1 0 - Live 0x0\n' } }),
  );
  expect(Object.keys(await loadedModules(gathering))).toEqual(['__proto__', 'constructor']);
  expect(({} as Record<string, unknown>).parameters).toBeUndefined();
});

describe('modules of the kernel itself', () => {
  it('are named as modules are, each once', () => {
    expect(
      parseBuiltIn('kernel/drivers/infiniband/core/ib-umad.ko\nkernel/fs/ext4/ext4.ko\nkernel/a/ext4.ko\n# odd\n'),
    ).toEqual(['ext4', 'ib_umad']);
    expect(parseBuiltIn('')).toEqual([]);
  });

  it.each`
    kernel        | files                                                            | found    | missing
    ${'6.8.0-71'} | ${{ '/lib/modules/6.8.0-71/modules.builtin': 'a.ko' }}           | ${['a']} | ${[]}
    ${'6.8.0-71'} | ${{ '/usr/lib/modules/6.8.0-71/modules.builtin': 'a.ko' }}       | ${['a']} | ${[]}
    ${'6.8.0-71'} | ${{ '/lib/modules/6.8.0-64/modules.builtin': 'a.ko' }}           | ${[]}    | ${['builtInModules']}
    ${'6.8.0-71'} | ${{ '/lib/modules/6.8.0-71/modules.builtin': { refused: 'x' } }} | ${[]}    | ${['builtInModules']}
    ${'../../x'}  | ${{ '/lib/modules/../../x/modules.builtin': 'a.ko' }}            | ${[]}    | ${['builtInModules']}
    ${undefined}  | ${{}}                                                            | ${[]}    | ${['builtInModules']}
  `('of $kernel with $files', async ({ kernel, files, found, missing }) => {
    const gathering = new Gathering(aMachine({ files }));
    expect(await builtInModules(gathering, kernel)).toEqual(found);
    expect(Object.keys(gathering.collected({}).missing)).toEqual(missing);
  });
});
