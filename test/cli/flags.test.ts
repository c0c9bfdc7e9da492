import { expect, it } from 'vitest';
import { collect, collectList } from '../../src/cli/flags.ts';

it('a repeated flag adds up', () => {
  expect(['a', 'b,c'].reduce<readonly string[]>((before, text) => collect(text, before), [])).toEqual(['a', 'b,c']);
});

it('a list takes commas and repetition alike, and drops what is empty', () => {
  expect(['a, b', ',c,'].reduce<readonly string[]>((before, text) => collectList(text, before), [])).toEqual([
    'a',
    'b',
    'c',
  ]);
});
