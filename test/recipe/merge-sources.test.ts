import { expect, it } from 'vitest';
import { asMergeSource, clusterSource, flagSource } from '../../src/recipe/merge-sources.ts';
import { clusterInput, clusterText, layersOf, WORLD } from './catalog.ts';

it('a layer gives what is merged, each with its place', () => {
  const [base] = layersOf(WORLD);
  const source = base && asMergeSource(base);
  expect(source).toMatchObject({
    name: 'base.yaml',
    origin: 'built-in',
    match: {},
    value: { inputs: { kubernetes: '1.34.2' } },
  });
  // What a file leaves out must not look as if the file had set it.
  expect(Object.keys(source?.value ?? {})).toEqual(['inputs', 'bill', 'components']);
  expect(source?.locate(['bill', 'gpu-operator', 'namespace'])).toEqual({ file: 'base.yaml', line: 16, column: 16 });
});

it('the cluster file gives inputs, ownership, components and the storage class', () => {
  const input = clusterInput(
    clusterText(
      'inputs: { region: r }\nownership: { driver: image }\nshared: { storageClass: s, registryMirror: m.example.com }\ncomponents: { x: null }',
    ),
  );
  const source = clusterSource(input);
  expect(source).toMatchObject({ name: 'clusters/demo.yaml', origin: 'cluster', match: {} });
  expect(source.value).toEqual({
    inputs: { region: 'r' },
    ownership: { driver: 'image' },
    shared: { storageClass: 's' },
    components: { x: null },
  });
});

it('flags come from no file', () => {
  const input = clusterInput(clusterText());
  expect(flagSource(input)).toEqual([]);
  const [flag] = flagSource({ ...input, flags: { components: { x: {} } } });
  expect(flag).toMatchObject({ origin: 'flag', value: { components: { x: {} } } });
  expect(flag?.locate(['components'])).toEqual({ file: '--set', line: 1, column: 1 });
});
