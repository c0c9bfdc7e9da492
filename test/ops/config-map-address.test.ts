import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CnsError } from '../../src/errors.ts';
import { configMapAddress } from '../../src/ops/config-map-address.ts';

it.each`
  text                                           | address
  ${'cm://gpu-operator/snapshot'}                | ${{ namespace: 'gpu-operator', name: 'snapshot' }}
  ${'cm://a/b.c-1.d'}                            | ${{ namespace: 'a', name: 'b.c-1.d' }}
  ${`cm://${'a'.repeat(63)}/${'b'.repeat(253)}`} | ${{ namespace: 'a'.repeat(63), name: 'b'.repeat(253) }}
  ${'snapshot.yaml'}                             | ${undefined}
  ${'./cm/a'}                                    | ${undefined}
  ${'cm'}                                        | ${undefined}
  ${'C:\\out.yaml'}                              | ${undefined}
  ${'-'}                                         | ${undefined}
`('$text is $address', ({ text, address }) => {
  expect(configMapAddress(text, '--output')).toEqual(address);
});

it.each`
  text                           | said                                              | hint
  ${'cm://Gpu_Operator/Snap'}    | ${/its namespace "Gpu_Operator" may have small/}  | ${'did you mean cm://gpu-operator/snap?'}
  ${'cm://a.b/c'}                | ${/its namespace "a.b"/}                          | ${'e.g. cm://gpu-operator/snapshot'}
  ${'cm://a/-c'}                 | ${/its name "-c"/}                                | ${'did you mean cm://a/c?'}
  ${'cm://a/b..c'}               | ${/its name "b\.\.c"/}                            | ${'e.g. cm://gpu-operator/snapshot'}
  ${'cm://a'}                    | ${/it is written cm:\/\/namespace\/name/}         | ${'e.g. cm://gpu-operator/snapshot'}
  ${'cm://a/'}                   | ${/it is written/}                                | ${'e.g. cm://gpu-operator/snapshot'}
  ${'cm:///a'}                   | ${/it is written/}                                | ${'e.g. cm://gpu-operator/snapshot'}
  ${'cm://a/b/c'}                | ${/it is written/}                                | ${'did you mean cm://a/b-c?'}
  ${'cm:/a/b'}                   | ${/addresses begin with cm:\/\//}                 | ${'did you mean cm://a/b?'}
  ${'CM://a/b'}                  | ${/addresses begin with/}                         | ${'did you mean cm://a/b?'}
  ${'configmap://a/b'}           | ${/addresses begin with/}                         | ${'did you mean cm://a/b?'}
  ${'cmap://a/b'}                | ${/addresses begin with/}                         | ${'did you mean cm://a/b?'}
  ${`cm://${'a'.repeat(64)}/b`}  | ${/its namespace has 64 characters, of which 63/} | ${'e.g. cm://gpu-operator/snapshot'}
  ${`cm://a/${'b'.repeat(254)}`} | ${/its name has 254 characters, of which 253/}    | ${'e.g. cm://gpu-operator/snapshot'}
`('$text is refused: $hint', ({ text, said, hint }) => {
  const read = () => configMapAddress(text, '--output');
  expect(read).toThrow(CnsError);
  expect(read).toThrow(said);
  expect(read).toThrow(`--output:1:1: USAGE`);
  expect(read).toThrow(`hint: ${hint}`);
});

it('any text is an address, a file, or a refusal; an address names what may be a path of the API', () => {
  const near = fc.string({ unit: fc.constantFrom(...'cm:/aA-_.%?#é') });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        near,
        near.map((text) => `cm://${text}`),
      ),
      (text) => {
        try {
          const address = configMapAddress(text, '-o');
          if (address !== undefined) {
            expect(`cm://${address.namespace}/${address.name}`).toBe(text);
            expect(encodeURIComponent(address.namespace + address.name)).toBe(address.namespace + address.name);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(CnsError);
          const meant = /did you mean (\S+)\?/.exec((error as Error).message)?.[1];
          if (meant !== undefined) expect(configMapAddress(meant, '-o')).toBeDefined();
        }
      },
    ),
    { numRuns: 300 },
  );
});
