import { expect, it } from 'vitest';
import { readDocuments } from '../../src/io/read-documents.ts';
import { textsOf } from '../problems-of.ts';

it('reads all documents, each with its places in the file', () => {
  const documents = readDocuments('# c\n---\na: 1\n---\nb:\n  - x\n', 'f.yaml');
  expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, { b: ['x'] }]);
  expect(documents.map(({ locate }) => locate(['b', 0]))).toEqual([
    { file: 'f.yaml', line: 3, column: 1 },
    { file: 'f.yaml', line: 6, column: 5 },
  ]);
});

it('throws the mistakes of all of them, with their places in the file', () => {
  expect(textsOf(() => readDocuments('a: 1\na: 2\n---\nb: 1\n---\nc: .inf\n', 'f.yaml'))).toEqual([
    'f.yaml:2:1: DOCUMENT_UNREADABLE\n  key a stands twice\n  hint: remove one',
    'f.yaml:6:4: DOCUMENT_UNREADABLE\n  number .inf cannot be held exactly\n  hint: write it in quotes',
  ]);
});

it('a document that only the strict parser reads has its places too', () => {
  const [document] = readDocuments('a: &x 1\n', 'f.yaml');
  expect(document?.locate(['a'])).toEqual({ file: 'f.yaml', line: 1, column: 7 });
});
