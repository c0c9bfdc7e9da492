import { expect, it } from 'vitest';
import { crdsReady } from '../../src/contract/readiness.ts';

it('waits for each CRD by its full name, in the order given, in no namespace', () => {
  expect(crdsReady(['jobsets.jobset.x-k8s.io', 'gateways.gateway.networking.k8s.io'])).toEqual([
    { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', name: 'jobsets.jobset.x-k8s.io' },
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      name: 'gateways.gateway.networking.k8s.io',
    },
  ]);
});
