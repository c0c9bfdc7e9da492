import { App, Chart } from 'cdk8s';
import { expect, it } from 'vitest';
import { kubeObject } from '../../src/contract/kube-object.ts';

it.each([
  ['ConfigMap', 'v1'],
  ['DaemonSet', 'apps/v1'],
  ['Namespace', 'v1'],
  ['ResourceQuota', 'v1'],
  ['StorageClass', 'storage.k8s.io/v1'],
] as const)('%s is of %s, and nothing is added', (kind, apiVersion) => {
  const chart = new Chart(new App(), 'c', { disableResourceNameHashes: true });
  kubeObject(chart, 'x', kind, { metadata: { name: 'demo' } } as never);
  expect(chart.toJson()).toEqual([{ apiVersion, kind, metadata: { name: 'demo' } }]);
});
