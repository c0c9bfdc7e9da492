import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { KubeObject } from '../../src/contract/manifests.ts';
import { objectFiles } from '../../src/deploy/object-files.ts';

const object = (apiVersion: string, kind: string, name: string, namespace?: string): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
});

it.each`
  case                                    | objects                                                                                       | names
  ${'kind and name'}                      | ${[object('v1', 'ConfigMap', 'a', 'x')]}                                                      | ${['configmap-a']}
  ${'namespace where names meet'}         | ${[object('v1', 'ConfigMap', 'a', 'x'), object('v1', 'ConfigMap', 'a', 'y')]}                 | ${['configmap-x-a', 'configmap-y-a']}
  ${'group where kinds meet'}             | ${[object('v1', 'Service', 'a', 'x'), object('serving.knative.dev/v1', 'Service', 'a', 'x')]} | ${['service-core-x-a', 'service-serving.knative.dev-x-a']}
  ${'a cluster-scoped one among others'}  | ${[object('a/v1', 'Queue', 'a'), object('a/v1', 'Queue', 'a', 'x')]}                          | ${['queue-cluster-a', 'queue-x-a']}
  ${'characters no file should have'}     | ${[object('v1', 'ClusterRole', 'system:a/b%')]}                                               | ${['clusterrole-system-a-b-']}
  ${'names that differ in case only'}     | ${[object('v1', 'ClusterRole', 'A'), object('v1', 'ClusterRole', 'a')]}                       | ${['clusterrole-a-2', 'clusterrole-a-3']}
  ${'a number when nothing else is left'} | ${[object('v1', 'ClusterRole', 'a:b'), object('v1', 'ClusterRole', 'a-b')]}                   | ${['clusterrole-a-b-2', 'clusterrole-a-b-3']}
`('$case: $names', ({ objects, names }) => {
  expect([...objectFiles(objects).keys()]).toEqual(names.map((name: string) => `${name}.yaml`));
});

it('never loses an object, and every name is a plain file name', () => {
  const name = fc.string({ minLength: 1, maxLength: 260 });
  const any = fc.array(
    fc.tuple(fc.constantFrom('v1', 'a/v1'), fc.constantFrom('A', 'B'), name, fc.option(name, { nil: undefined })),
  );
  fc.assert(
    fc.property(any, (parts) => {
      const files = objectFiles(parts.map((part) => object(...part)));
      expect(files.size).toBe(parts.length);
      for (const file of files.keys()) expect(file).toMatch(/^[a-z][a-z0-9.-]{0,220}\.yaml$/);
    }),
  );
});
