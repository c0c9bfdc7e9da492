import { expect, it } from 'vitest';
import { CnsError } from '../../src/errors.ts';
import { builtInUpstream } from '../../src/io/built-in.ts';
import { readDocuments } from '../../src/io/read-documents.ts';
import { checkFiles, schemaSet } from '../../src/ops/check-files.ts';
import { SCHEMA_SETS } from '../../src/ops/schemas.ts';
import { textsOf } from '../problems-of.ts';

const FILES: Readonly<Record<string, string>> = {
  good: 'apiVersion: cns.dev/v1alpha1\nkind: Config\n',
  bad: 'apiVersion: cns.dev/v1alpha1\nkind: Config\nserve: x\n',
  two: 'apiVersion: cns.dev/v1alpha1\nkind: Config\n---\napiVersion: v1\nkind: Nothing\n',
};
const documents = (file: string) => {
  const text = FILES[file];
  if (text === undefined) throw new CnsError({ code: 'DOCUMENT_UNREADABLE', message: `${file} is not there` });
  return readDocuments(text, file);
};
const states = (...files: string[]) =>
  checkFiles({ documents }, builtInUpstream(), files, 'v1').files.map(({ file, state }) => [file, state]);

it('every file is checked, whatever came of the others', () => {
  expect(states('none', 'bad', 'good')).toEqual([
    ['none', 'unreadable'],
    ['bad', 'invalid'],
    ['good', 'valid'],
  ]);
});

it('a kind that nobody knows outweighs what is invalid: no answer can be given', () => {
  expect(states('two')).toEqual([['two', 'unknown']]);
});

it('a bug is no verdict', () => {
  const broken = () => {
    throw new TypeError('a bug');
  };
  expect(() => checkFiles({ documents: broken }, builtInUpstream(), ['a'], 'v1')).toThrow(TypeError);
});

it('takes the sets that there are, and names them for another', () => {
  expect(SCHEMA_SETS.map(schemaSet)).toEqual([...SCHEMA_SETS]);
  expect(textsOf(() => schemaSet('v11'))).toEqual([
    'USAGE\n  --schema names a set of schemas that this version does not have: "v11"; allowed: v1\n  hint: did you mean v1?',
  ]);
});
