import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { healthCustomizations, healthPatch } from '../../src/deploy/argocd-health.ts';
import { bundle } from './bundle.ts';

it('has a key for Application and for each kind of the bundle that Argo CD does not judge', () => {
  expect(Object.keys(healthCustomizations(bundle))).toEqual([
    'resource.customizations.health.argoproj.io_Application',
    'resource.customizations.health.nodewright.nvidia.com_NodeWright',
    'resource.customizations.health.nvidia.com_ClusterPolicy',
  ]);
});

it('lets a resource of a chart that needs nodes pass, and judges our own as it is', () => {
  const checks = healthCustomizations(bundle);
  expect(checks['resource.customizations.health.nvidia.com_ClusterPolicy']).toContain('not waited for, needs nodes');
  expect(checks['resource.customizations.health.nodewright.nvidia.com_NodeWright']).not.toContain('not waited for');
});

it('is a patch that holds health checks and nothing else of argocd-cm', () => {
  const text = healthPatch(bundle, 'gitops');
  expect(text).toMatch(/^# A patch, not an object/);
  const patch = parse(text);
  expect(patch).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'argocd-cm', namespace: 'gitops' },
    data: healthCustomizations(bundle),
  });
});
