import { expect, it } from 'vitest';
import type { Facts } from '../../src/recipe/guard.ts';
import { setting } from '../../src/recipe/layer.ts';
import { stateOf } from '../../src/recipe/tuning-state.ts';
import { catalogOf } from './catalog.ts';

const base = {
  kind: 'sysctl',
  name: 'a',
  comparison: 'equals',
  value: '1',
  grade: 'S',
  why: 'w',
  tradeOff: 'less safe',
  source: 's',
  verify: 'v',
} as const;
const facts: Facts = { intent: 'training', architecture: 'arm64', osVersion: 'noble' };

it.each([
  [{}, [], 'applies', ''],
  [{ intents: ['inference'] }, [], 'elsewhere', 'for inference only'],
  [{ when: { architecture: 'amd64' } }, [], 'elsewhere', 'holds where {"architecture":"amd64"}'],
  [{ grade: 'O' }, [], 'elsewhere', 'observed on one node only: never enforced'],
  [{ optIn: true }, [], 'declined', 'weakens the node: less safe; name it in pools.gpu.acceptSettings to apply it'],
  [{ optIn: true }, ['id'], 'applies', ''],
  [
    { when: { kernel: '>= 6.11' } },
    [],
    'undecided',
    'kernel of the node is not known before boot; give it under inputs to decide here',
  ],
  [
    { when: { osVersion: '>= 24' } },
    [],
    'undecided',
    'osVersion of the node is not known before boot; give it under inputs to decide here',
  ],
  [
    { optIn: true, when: { kernel: '>= 6.11' } },
    [],
    'declined',
    'weakens the node: less safe; name it in pools.gpu.acceptSettings to apply it',
  ],
])('%j, accepted %j: %s', (more, accepted, state, because) => {
  const input = { catalog: catalogOf({}), layers: [], pool: 'gpu', facts, accepted };
  expect(stateOf('id', setting.parse({ ...base, ...more }), input)).toEqual({ state, because });
});
