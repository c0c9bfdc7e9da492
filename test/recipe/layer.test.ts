import { expect, it } from 'vitest';
import { layerDocument } from '../../src/recipe/layer.ts';

const least = { apiVersion: 'cns.dev/v1alpha1', kind: 'Layer', match: {}, summary: 'test' };
const settings = (setting: object) => ({ ...least, tuning: { gpu: { settings: { x: setting } } } });
const one = {
  kind: 'sysctl',
  name: 'vm.x',
  comparison: 'equals',
  value: '1',
  grade: 'S',
  why: 'w',
  tradeOff: 't',
  source: 's',
  verify: 'v',
};

it('a layer says nothing of what it does not name', () => {
  const { inputs, ownership, shared, components, bill } = layerDocument.parse({
    ...least,
    ownership: { driver: 'image' },
  });
  expect({ inputs, ownership, shared, components, bill }).toEqual({
    inputs: {},
    ownership: { driver: 'image' },
    shared: {},
    components: {},
    bill: {},
  });
});

it.each([
  [settings(one), true],
  [settings({ ...one, grade: 'X' }), false],
  [settings({ ...one, intents: [] }), false],
  [settings({ ...one, why: undefined }), false],
  [settings({ ...one, channel: 'agent' }), false],
  [settings({ ...one, when: { node: 'x' } }), false],
  [{ ...least, tuning: { gpu: { settings: { x: null }, packages: { y: null } } } }, true],
  [{ ...least, components: { x: null } }, true],
  [{ ...least, bill: { x: null } }, false],
  [{ ...least, summary: '' }, false],
  [{ ...least, provided: { x: { why: 'w', source: 's' }, y: null } }, true],
  [{ ...least, provided: { x: { why: '', source: 's' } } }, false],
  [{ ...least, match: { nodes: '3' } }, false],
])('%j: %s', (value, fits) => {
  expect(layerDocument.safeParse(value).success).toBe(fits);
});
