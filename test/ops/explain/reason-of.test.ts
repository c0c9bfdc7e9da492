import { describe, expect, it } from 'vitest';
import { below, constraintPlace, reasonOf } from '../../../src/ops/explain/reason-of.ts';
import { smallEngine } from '../small-engine.ts';

const { layers } = smallEngine.catalog;
const layer = (name: string) => {
  const found = layers.find((one) => one.name === name);
  if (!found) throw new Error(`no layer ${name}`);
  return found;
};

it.each<[string, readonly string[], string | undefined]>([
  ['small/base.yaml', ['components', 'gpu-operator', 'driver', 'version'], 'The branch of the data centre.'],
  ['small/h100.yaml', ['components', 'gpu-operator', 'driver', 'version'], 'Tried on H100.'],
  ['small/base.yaml', ['bill', 'cert-manager', 'chart', 'version'], 'Certificates of webhooks.'],
  ['small/eks.yaml', ['provided', 'coredns', 'why'], 'EKS installs it.'],
  ['small/base.yaml', ['inputs', 'kubernetes'], undefined],
  ['small/base.yaml', ['bill', 'toString', 'x'], undefined],
])('%s says why %j', (name, path, why) => {
  expect(reasonOf(layer(name), path)?.why).toBe(why);
});

describe('constraintPlace', () => {
  it.each([
    ['small/base.yaml (gpu-operator)', 'kubernetes', { file: 'small/base.yaml', line: 18, column: 7 }],
    ['nowhere.yaml', 'kubernetes', undefined],
  ])('%s %s', (name, subject, expected) => {
    expect(constraintPlace(layers, name, subject)).toEqual(expected);
  });
});

it.each([
  ['a.b.c', 'a.b', ['c']],
  ['a.b[0]', 'a.b', [0]],
  ['a.bc', 'a.b', undefined],
  ['a.b', 'a.b', undefined],
])('%s below %s is %j', (path, ancestor, expected) => {
  expect(below(path, ancestor)).toEqual(expected);
});
