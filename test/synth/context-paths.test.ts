import { expect, it } from 'vitest';
import { clusterContext } from '../../src/contract/cluster.ts';
import { contextPaths } from '../../src/synth/context-paths.ts';

it.each([
  ['cluster.ownership.driver', ['ownership.driver']],
  ['cluster.kubernetes', ['inputs.kubernetes']],
  ['cluster.gpuNodes.tolerations', ['pools.gpu.taints', 'pools.gpu.tolerations']],
  ['cluster.gpuNodes', ['pools.gpu']],
  ['cluster.systemNodes.selector', ['pools.system.labels']],
  ['cluster.proxy.http', ['shared.proxy.http']],
  ['cluster.namespaces.cert-manager', ['components.cert-manager.namespace']],
  ['cluster.gpusPerNode', ['instance.gpus']],
  ['cluster.platform', ['criteria.platform']],
  ['cluster.nonsense', ['cluster.nonsense']],
])('%s comes from %j', (prop, expected) => {
  expect(contextPaths(prop)).toEqual(expected);
});

it.each(Object.keys(clusterContext.shape))('cluster.%s comes from somewhere outside the context', (key) => {
  for (const path of contextPaths(`cluster.${key}`)) expect(path).not.toMatch(/^cluster/);
});
