import { expect, it } from 'vitest';
import { clusterContext } from '../../src/contract/cluster.ts';
import { mirrored } from '../../src/contract/mirror.ts';

it('keeps the original host below the mirror, and says nothing without one', () => {
  expect(mirrored(clusterContext.parse({ registryMirror: 'm.example.com/a' }), 'nvcr.io/nvidia')).toBe(
    'm.example.com/a/nvcr.io/nvidia',
  );
  expect(mirrored(clusterContext.parse({}), 'nvcr.io/nvidia')).toBeUndefined();
});
