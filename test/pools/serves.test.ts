import { expect, it } from 'vitest';
import { serves } from '../../src/pools/serves.ts';

it.each`
  version                 | kubernetes  | answer
  ${'1.34.2-gke.1000'}    | ${'1.34.2'} | ${true}
  ${'1.34.10-gke.1'}      | ${'1.34.2'} | ${true}
  ${'1.34.1-gke.1829001'} | ${'1.34.2'} | ${false}
  ${'1.35.2-gke.1'}       | ${'1.34.2'} | ${false}
  ${'1.33.9'}             | ${'1.34.2'} | ${false}
  ${'1.34.2-20260128'}    | ${'1.34.2'} | ${true}
  ${'1.34.0-20260128'}    | ${'1.34'}   | ${true}
  ${'newest'}             | ${'1.34.2'} | ${false}
`('$version for a recipe of $kubernetes: $answer', ({ version, kubernetes, answer }) => {
  expect(serves(version, kubernetes)).toBe(answer);
});
