import { expect, it } from 'vitest';
import { healthRules, needsNodes } from '../../src/deploy/health-rules.ts';
import { bundle, release, unit } from './bundle.ts';

const kinds = (units = bundle.units): string[] => healthRules({ ...bundle, units }).map(({ kind }) => kind);

it('has rules for exactly the kinds that the bundle brings', () => {
  expect(kinds()).toEqual(['NodeWright', 'ClusterPolicy']);
  expect(kinds([])).toEqual([]);
});

it('knows what a chart makes without showing it', () => {
  const chart = release({ name: 'kai-scheduler', version: 'v0.17.0' });
  expect(kinds([unit({ component: 'kai-scheduler', release: chart })])).toEqual(['Config']);
});

it('makes a rule of the readiness of a component that is not in the table', () => {
  const readiness = [
    {
      apiVersion: 'acme.example.com/v1',
      kind: 'Fabric',
      name: 'a',
      field: { path: 'status.phase', ready: 'Up', failed: ['Down'] },
    },
    { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', name: 'b', field: { path: 'status.phase', ready: 'Up' } },
    { apiVersion: 'apps/v1', kind: 'Deployment', name: 'c', namespace: 'acme' },
  ];
  expect(healthRules({ ...bundle, units: [unit({ component: 'acme', readiness })] })).toEqual([
    {
      apiVersion: 'acme.example.com/v1',
      kind: 'Fabric',
      field: { path: 'status.phase', ready: ['Up'], failed: ['Down'] },
    },
  ]);
});

it('waits for no object that its component or its kind says needs nodes', () => {
  const daemons = { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'daemons', namespace: 'acme', needsNodes: true };
  const waits = needsNodes({ ...bundle, units: [unit({ component: 'acme', readiness: [daemons] })] });
  const object = (apiVersion: string, kind: string, name: string) => ({
    apiVersion,
    kind,
    metadata: { name, namespace: 'acme' },
  });
  expect(waits(object('apps/v1', 'DaemonSet', 'daemons'))).toBe(true);
  expect(waits(object('apps/v1', 'DaemonSet', 'others'))).toBe(false);
  expect(waits(object('nodewright.nvidia.com/v1alpha1', 'NodeWright', 'any'))).toBe(true);
});
