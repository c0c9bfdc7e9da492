import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Gathering } from '../../../src/snapshot/gathering.ts';
import { parseUserLimits, userLimits } from '../../../src/snapshot/systemd/user-limits.ts';
import { aMachine, type MachineTable } from '../a-machine.ts';

const CONF = '/etc/security/limits.conf';
const read = async (files: MachineTable['files']) => {
  const gathering = new Gathering(aMachine({ files }));
  return { limits: await userLimits(gathering), missing: gathering.collected({}).missing };
};

describe('userLimits', () => {
  it.each`
    layout                | text                                                                                     | expected
    ${'as it is shipped'} | ${'# /etc/security/limits.conf\n#*  soft core 0\n'}                                      | ${{}}
    ${'of an image'}      | ${'*               hard    memlock         unlimited\n*  soft memlock unlimited # RDMA'} | ${{ '* hard memlock': 'unlimited', '* soft memlock': 'unlimited' }}
    ${'both at once'}     | ${'@hpc - nofile 1048576\nroot\t-\tSTACK -1'}                                            | ${{ '@hpc soft nofile': '1048576', '@hpc hard nofile': '1048576', 'root soft stack': 'unlimited', 'root hard stack': 'unlimited' }}
    ${'of other things'}  | ${'* hard core 0\n* hard maxlogins 4\nftp -\n* both memlock 1'}                          | ${{}}
  `('$layout', async ({ text, expected }) => {
    expect(await read({ [CONF]: text })).toEqual({ limits: expected, missing: {} });
  });

  it('lets the later line count, and files of limits.d in their order after all others', async () => {
    const { limits } = await read({
      '/etc/security/limits.d/90-late.conf': '* hard memlock 2',
      '/etc/security/limits.d/10-early.conf': '* hard memlock 1',
      '/etc/security/limits.d/99-not.conf.bak': '* hard memlock 3',
      [CONF]: '* hard memlock 0\n* hard nofile 5\n* hard nofile 6',
    });
    expect(limits).toEqual({ '* hard memlock': '2', '* hard nofile': '6' });
  });

  it('skips a value that is none, as pam_limits does, and says so where nothing else holds', async () => {
    expect(await read({ [CONF]: '* hard memlock 8G\n* hard nofile 5\n* hard nofile many' })).toEqual({
      limits: { '* hard nofile': '5' },
      missing: { 'userLimits["* hard memlock"]': `${CONF}: "8G" is no limit` },
    });
  });

  it('says that a file could not be read; without any file nothing is missing', async () => {
    expect((await read({ [CONF]: { refused: 'permission is denied' } })).missing).toEqual({
      userLimits: `${CONF}: permission is denied`,
    });
    expect(await read({})).toEqual({ limits: {}, missing: {} });
  });
});

it('never fails, and reads back what was written', () => {
  const piece = fc.constantFrom(
    '*',
    '__proto__',
    'hard',
    'soft',
    '-',
    'memlock',
    'nofile',
    '1',
    '-1',
    ' ',
    '\t',
    '\n',
    '#',
    '\u2028',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const limits = parseUserLimits(pieces.join(''));
      const again = limits.map(({ name, written }) => `${name} ${written}`).join('\n');
      expect(parseUserLimits(again)).toEqual(limits);
    }),
    { numRuns: 300 },
  );
});
