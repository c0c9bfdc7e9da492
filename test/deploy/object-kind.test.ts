import { expect, it } from 'vitest';
import { isCustomResource, isNeverPruned, withAnnotations } from '../../src/deploy/object-kind.ts';

it.each`
  apiVersion                        | custom
  ${'v1'}                           | ${false}
  ${'apps/v1'}                      | ${false}
  ${'rbac.authorization.k8s.io/v1'} | ${false}
  ${'resource.k8s.io/v1'}           | ${false}
  ${'gateway.networking.k8s.io/v1'} | ${true}
  ${'snapshot.storage.k8s.io/v1'}   | ${true}
  ${'jobset.x-k8s.io/v1alpha2'}     | ${true}
  ${'nvidia.com/v1'}                | ${true}
`('$apiVersion needs a CRD: $custom', ({ apiVersion, custom }) => {
  expect(isCustomResource({ apiVersion })).toBe(custom);
});

it.each`
  apiVersion                   | kind                          | never
  ${'v1'}                      | ${'Namespace'}                | ${true}
  ${'apiextensions.k8s.io/v1'} | ${'CustomResourceDefinition'} | ${true}
  ${'example.com/v1'}          | ${'Namespace'}                | ${false}
  ${'v1'}                      | ${'ConfigMap'}                | ${false}
`('$kind of $apiVersion is never pruned: $never', ({ apiVersion, kind, never }) => {
  expect(isNeverPruned({ apiVersion, kind, metadata: { name: 'a' } })).toBe(never);
});

it('lets annotations that stand already win, and leaves its input alone', () => {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', annotations: { x: 'own' } } };
  expect(withAnnotations(object, { x: 'ours', y: 'ours' }).metadata.annotations).toEqual({ x: 'own', y: 'ours' });
  expect(object.metadata.annotations).toEqual({ x: 'own' });
  expect(withAnnotations(object, {})).toBe(object);
});
