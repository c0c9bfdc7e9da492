import { expect, it } from 'vitest';
import { treePathProblems } from '../../src/io/tree-paths.ts';

it.each([
  [['a', 'b/c', 'b/d', 'ab', 'a.b'], []],
  [['../a'], ['no file can be written at "../a": it leaves its folder with ..']],
  [
    ['.cnsctl-index.json'],
    ['no file can be written at ".cnsctl-index.json": names with .cnsctl- are the writer\'s own'],
  ],
  [['a/B', 'a/b'], ['no file can be written at "a/b": it differs from "a/B" only in case or in Unicode form']],
  [
    ['\u00e9', 'e\u0301'],
    ['no file can be written at "e\u0301": it differs from "\u00e9" only in case or in Unicode form'],
  ],
  [['a/b/c', 'a'], ['no file can be written at "a/b/c": "a" is a file of the same tree']],
  [['A', 'a/b'], ['no file can be written at "a/b": "A" is a file of the same tree']],
  [
    ['', 'x', 'X'],
    [
      'no file can be written at "": it is empty',
      'no file can be written at "X": it differs from "x" only in case or in Unicode form',
    ],
  ],
])('%j', (paths, messages) => {
  expect(treePathProblems(paths).map((problem) => problem.message)).toEqual(messages);
});
