import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Gathering } from '../../../src/snapshot/gathering.ts';
import { osRelease, parseOsRelease } from '../../../src/snapshot/os/release.ts';
import { aMachine, type MachineTable } from '../a-machine.ts';

const UBUNTU = `PRETTY_NAME="Ubuntu 24.04.3 LTS"
NAME="Ubuntu"
VERSION_ID="24.04"
VERSION="24.04.3 LTS (Noble Numbat)"
ID=ubuntu
ID_LIKE=debian
`;
const COS = `NAME="Container-Optimized OS"
ID=cos
VERSION=121
VERSION_ID=121
BUILD_ID=18867.199.28
GOOGLE_METRICS_PRODUCT_ID=26
`;
const TALOS = "NAME='Talos'\nID=talos\nVERSION_ID=v1.11.2\n\n# no blanks\nHOME_URL=https://www.talos.dev/";
const AL2023 = 'NAME="Amazon Linux"\nID="amzn"\nID_LIKE="fedora"\nVERSION_ID="2023"\nVARIANT_ID=\n';

const read = async (files: MachineTable['files']) => {
  const gathering = new Gathering(aMachine({ files }));
  const release = await osRelease(gathering);
  return { release, missing: gathering.collected({}).missing };
};

describe('osRelease', () => {
  it.each`
    file        | text      | id          | version
    ${'ubuntu'} | ${UBUNTU} | ${'ubuntu'} | ${'24.04'}
    ${'cos'}    | ${COS}    | ${'cos'}    | ${'121'}
    ${'talos'}  | ${TALOS}  | ${'talos'}  | ${'v1.11.2'}
    ${'al2023'} | ${AL2023} | ${'amzn'}   | ${'2023'}
  `('tells $id $version', async ({ text, id, version }) => {
    const { release, missing } = await read({ '/etc/os-release': text });
    expect(release).toMatchObject({ ID: id, VERSION_ID: version });
    expect(Object.keys(release)).toHaveLength(text.match(/=/g).length);
    expect(missing).toEqual({});
  });

  it('reads the second file only where the first is not there', async () => {
    expect((await read({ '/usr/lib/os-release': 'ID=vendor' })).release).toEqual({ ID: 'vendor' });
    expect((await read({ '/etc/os-release': 'ID=own', '/usr/lib/os-release': 'ID=vendor\nNAME=x' })).release).toEqual({
      ID: 'own',
    });
    const { release, missing } = await read({
      '/etc/os-release': { refused: 'permission is denied' },
      '/usr/lib/os-release': 'ID=vendor',
    });
    expect([release, missing]).toEqual([{}, { release: '/etc/os-release: permission is denied' }]);
  });

  it('says that neither is there, and which variable cannot be told', async () => {
    expect(await read({})).toEqual({
      release: {},
      missing: { release: 'neither /etc/os-release nor /usr/lib/os-release is there' },
    });
    const { release, missing } = await read({ '/etc/os-release': 'ID="ubuntu\nNAME=Some Linux\nVERSION_ID=1' });
    expect(release).toEqual({ VERSION_ID: '1' });
    expect(Object.keys(missing)).toEqual(['release.ID', 'release.NAME']);
  });
});

describe('parseOsRelease', () => {
  it.each`
    written                          | value
    ${'A="a b"'}                     | ${'a b'}
    ${'A=\'a "b" $c\''}              | ${'a "b" $c'}
    ${'A="a \\"b\\" \\$c \\\\ \\`"'} | ${'a "b" $c \\ `'}
    ${'A="a\\nb"'}                   | ${'a\\nb'}
    ${'A=a\\ b'}                     | ${'a b'}
    ${'A='}                          | ${''}
    ${'A=""'}                        | ${''}
    ${'  A=a  '}                     | ${'a'}
    ${'A=a\r'}                       | ${'a'}
    ${'A=a=b'}                       | ${'a=b'}
    ${'A=1\nA=2'}                    | ${'2'}
    ${'A="1\nA=2'}                   | ${'2'}
    ${'# A=a'}                       | ${undefined}
    ${'A = a'}                       | ${undefined}
    ${'A-B=a'}                       | ${undefined}
  `('$written', ({ written, value }) => {
    expect(parseOsRelease(written)).toEqual({
      values: new Map(value === undefined ? [] : [['A', value]]),
      faults: new Map(),
    });
  });

  it.each(['A="a', 'A=a"', 'A="a" "b"', "A='a'b'", 'A=a b', 'A="a\\"', 'A=a\\', 'A=2\nA="1'])(
    'cannot tell %j',
    (written) => {
      const { values, faults } = parseOsRelease(written);
      expect([values.size, faults.size]).toEqual([0, 1]);
    },
  );

  it('reads back whatever is quoted as a shell wants it', () => {
    const quoted = (value: string): string => `"${value.replace(/["$\\`]/g, '\\$&')}"`;
    const value = fc.string({ maxLength: 30 }).filter((text) => !/[\n\r\u2028\u2029]/.test(text));
    const name = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,8}$/);
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, maxLength: 5 }), (pairs) => {
        const { values, faults } = parseOsRelease(pairs.map(([key, text]) => `${key}=${quoted(text)}`).join('\n'));
        expect([...values]).toEqual(pairs);
        expect(faults.size).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it('never fails, and makes own keys only', async () => {
    const piece = fc.constantFrom(
      'ID',
      '__proto__',
      'constructor',
      '=',
      '"',
      "'",
      '\\',
      '$',
      '\n',
      ' ',
      '#',
      'é',
      '\0',
      '\u2028',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        const { release } = await read({ '/etc/os-release': pieces.join('') });
        expect(Object.getPrototypeOf(release)).toBe(Object.prototype);
        expect(Object.values(release).every((value) => typeof value === 'string')).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
