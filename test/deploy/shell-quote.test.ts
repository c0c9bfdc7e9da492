import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { commandLine, shellQuote } from '../../src/deploy/shell-quote.ts';

it.each`
  text                            | quoted
  ${'gpu-operator'}               | ${'gpu-operator'}
  ${'oci://ghcr.io/nvidia'}       | ${'oci://ghcr.io/nvidia'}
  ${''}                           | ${"''"}
  ${'a b'}                        | ${"'a b'"}
  ${"it's"}                       | ${"'it'\\''s'"}
  ${'$(reboot)'}                  | ${"'$(reboot)'"}
  ${'--for=jsonpath={.status}=a'} | ${"'--for=jsonpath={.status}=a'"}
`('$text is $quoted', ({ text, quoted }) => {
  expect(shellQuote(text)).toBe(quoted);
});

it('comes back from a real shell unchanged', () => {
  const word = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
      const said = execFileSync('sh', ['-c', `printf '%s\\0' ${commandLine(...words)}`], { encoding: 'utf8' });
      expect(said.split('\0').slice(0, -1)).toEqual(words);
    }),
    { numRuns: 40 },
  );
});

it('refuses what no shell word can hold', () => {
  expect(() => shellQuote('a\0b')).toThrow(new TypeError('a shell word cannot hold NUL'));
});
