import { App, Chart } from 'cdk8s';
import { expect, it } from 'vitest';
import { GitSource, gitSourceRef } from '../../src/contract/git-source.ts';

const ref = { url: 'https://github.com/x/y', tag: 'v1.2.3', commit: 'a'.repeat(40), path: 'config/crd' };

it('records the source and is found below a scope', () => {
  const scope = new Chart(new App(), 'c');
  expect(GitSource.in(scope)).toBeUndefined();
  const source = new GitSource(scope, 'Source', ref);
  expect(GitSource.in(scope)).toBe(source);
  expect(source.record).toEqual(ref);
});

it.each([
  [ref, true],
  [{ ...ref, path: 'a' }, true],
  [{ ...ref, path: '.github/x' }, true],
  [{ ...ref, url: 'git@github.com:x/y' }, false],
  [{ ...ref, tag: 'main' }, false],
  [{ ...ref, tag: 'latest' }, false],
  [{ ...ref, tag: '' }, false],
  [{ ...ref, commit: 'abc1234' }, false],
  [{ ...ref, path: '/config' }, false],
  [{ ...ref, path: 'config/' }, false],
  [{ ...ref, path: 'config/../../etc' }, false],
  [{ ...ref, path: '..' }, false],
  [{ ...ref, path: 'a//b' }, false],
])('%j fits: %s', (value, fits) => {
  expect(gitSourceRef.safeParse(value).success).toBe(fits);
});
