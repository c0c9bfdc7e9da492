import { expect, it } from 'vitest';
import { inClusterFile } from '../../src/synth/cluster-file-path.ts';

it.each([
  ['set cluster.ownership.driver instead', 'set ownership.driver instead'],
  ['set cluster.gpuNodes.tolerations instead', 'set pools.gpu.taints or pools.gpu.tolerations instead'],
  ['give cluster.gpuNodes.selector: the labels', 'give pools.gpu.labels: the labels'],
  ['set driver.version instead', 'set driver.version instead'],
  ['the cluster. All of it', 'the cluster. All of it'],
])('%s', (text, told) => {
  expect(inClusterFile(text)).toBe(told);
});
