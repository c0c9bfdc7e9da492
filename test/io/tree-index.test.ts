import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatTreeIndex, indexOf, parseTreeIndex } from '../../src/io/tree-index.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

it('is readable, sorted and says what it is', () => {
  expect(
    formatTreeIndex(
      new Map([
        ['b', [A]],
        ['a/c', [A, B]],
      ]),
    ),
  ).toBe(`{
  "about": "What cnsctl wrote here and may replace or remove. Generated; commit it with the tree.",
  "version": 1,
  "files": {
    "a/c": ["${A}","${B}"],
    "b": "${A}"
  }
}
`);
});

it('has the hash of each file', () => {
  expect(indexOf(new Map([['a', 'abc']]))).toEqual(
    new Map([['a', ['ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad']]]),
  );
});

it('reads back', () => {
  const paths = fc
    .stringMatching(/^[a-z0-9_]{1,8}(\/[a-z0-9_]{1,8})?$/)
    .filter((p) => !/(^|\/)(con|prn|aux|nul|(com|lpt)\d)(\/|$)/.test(p));
  const index = fc.array(fc.tuple(fc.oneof(paths, fc.constant('__proto__')), fc.subarray([A, B], { minLength: 1 })));
  fc.assert(
    fc.property(index, (entries) => {
      const map = new Map(entries);
      expect(parseTreeIndex(formatTreeIndex(map))).toEqual(map);
    }),
  );
});

it.each([
  ['', 'nothing'],
  ['<<<<<<< HEAD', 'a merge conflict'],
  ['null', 'null'],
  ['[]', 'a list'],
  ['{"files":{}}', 'no version'],
  ['{"version":2,"files":{}}', 'a later version'],
  ['{"version":1}', 'no files'],
  ['{"version":1,"files":[]}', 'a list of files'],
  [`{"version":1,"files":{"../a":"${A}"}}`, 'a path that leaves the tree'],
  [`{"version":1,"files":{"/etc/passwd":"${A}"}}`, 'an absolute path'],
  [`{"version":1,"files":{".git/config":"${A}"}}`, 'a path of Git'],
  [`{"version":1,"files":{".cnsctl-index.json":"${A}"}}`, 'itself'],
  ['{"version":1,"files":{"a":"x"}}', 'no hash'],
  [`{"version":1,"files":{"a":["${A}",1]}}`, 'one thing that is no hash'],
])('%s is no index: %s', (text) => {
  expect(parseTreeIndex(text)).toBeUndefined();
});
