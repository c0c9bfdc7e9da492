import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nodeAccountId } from '../../../src/pools/gke/node-identity.ts';

const clusters = fc.stringMatching(/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/);

it('is an id that Google Cloud takes, whatever the cluster is called', () => {
  fc.assert(
    fc.property(clusters, (cluster) => {
      expect(nodeAccountId(cluster)).toMatch(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
    }),
  );
});

it('is of one cluster only', () => {
  const long = 'training-of-the-large-language-model';
  expect(nodeAccountId('short')).toBe('short-nodes');
  expect(nodeAccountId(`${long}-1`)).not.toBe(nodeAccountId(`${long}-2`));
});
