import { describe, expect, it } from 'vitest';
import { clusterContext, ownership, ownershipChoice } from '../../src/contract/cluster.ts';

it('every field of the context has a default', () => {
  expect(clusterContext.parse({})).toMatchObject({
    name: 'cluster',
    kubernetes: '1.34.2',
    ownership: { driver: 'operator', allocation: 'device-plugin' },
    gpuNodes: {
      count: 1,
      taints: [{ key: 'nvidia.com/gpu' }],
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }],
    },
    tuning: { settings: [], packages: [] },
  });
});

describe('ownership', () => {
  it('as a whole has defaults', () => {
    expect(ownership.parse({ driver: 'image' })).toEqual({
      driver: 'image',
      toolkit: 'operator',
      devicePlugin: 'operator',
      allocation: 'device-plugin',
    });
  });
  it('as a choice of one layer says nothing of what the layer does not name', () => {
    expect(ownershipChoice.parse({ driver: 'image' })).toEqual({ driver: 'image' });
    expect(ownershipChoice.parse({})).toEqual({});
  });
});

it.each([
  ['registry.example.com', true],
  ['registry.example.com:5000/mirror/a_b', true],
  ['localhost:5000', true],
  ['https://registry.example.com', false],
  ['registry.example.com/', false],
  ['user:pw@registry.example.com', false],
  ['', false],
  ['a//b', false],
])('registryMirror %j: %s', (registryMirror, fits) => {
  expect(clusterContext.safeParse({ registryMirror }).success).toBe(fits);
});
