import { expect, it } from 'vitest';
import type { Layer } from '../../src/recipe/layer.ts';
import { idsOf, strongest } from '../../src/recipe/strongest.ts';
import { layersOf, settingText } from './catalog.ts';

const say = (match: string, ids: string) => `match: ${match}\ntuning: { gpu: { settings: { ${ids} } } }`;
const one = settingText('kind: sysctl, name: a, comparison: equals, value: "1"');
const layers = layersOf({
  'base.yaml': say('{}', `x: ${one}, y: ${one}`),
  'eks.yaml': say('{ service: eks }', `x: ${one}`),
  'h100.yaml': say('{ accelerator: h100 }', `x: null`),
  'eks-training.yaml': say('{ service: eks, intent: training }', `x: ${one}`),
});
const read = ({ document }: Layer) => document.tuning.gpu?.settings;

it.each([
  ['x', ['eks-training.yaml', 'h100.yaml']],
  ['y', ['base.yaml']],
  ['toString', []],
])('of %s: %j', (id, expected) => {
  expect(strongest(layers, read, id).map((s) => s.layer.name)).toEqual(expected);
  expect(strongest(layers.toReversed(), read, id).map((s) => s.layer.name)).toEqual(expected);
});

it('idsOf names every id once', () => {
  expect(idsOf(layers, read)).toEqual(['x', 'y']);
});
