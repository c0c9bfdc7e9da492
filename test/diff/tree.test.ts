import { expect, it } from 'vitest';
import { compareTrees, type TreeContent } from '../../src/diff/tree.ts';
import { formatPath } from '../../src/path.ts';
import { ignoring } from './values.ts';

const object = (kind: string, name: string, more: object = {}) => ({
  apiVersion: kind === 'Deployment' ? 'apps/v1' : 'v1',
  kind,
  metadata: { name, namespace: 'x' },
  ...more,
});
const yaml = (...documents: unknown[]): TreeContent => ({ documents });
const tree = (files: Record<string, TreeContent>) => new Map(Object.entries(files));

const shown = (a: Record<string, TreeContent>, b: Record<string, TreeContent>, ...ignores: string[]) => {
  const { differences, moved, unused } = compareTrees(tree(a), tree(b), ignoring(...ignores));
  return { found: differences.map((one) => `${one.severity} ${one.change} ${formatPath(one.path)}`), moved, unused };
};

it('an object is found again in whatever file it stands', () => {
  const { found, moved } = shown(
    { 'a.yaml': yaml(object('ConfigMap', 'c', { data: { k: '1' } }), object('Deployment', 'd')) },
    { 'b.yaml': yaml(object('ConfigMap', 'c', { data: { k: '2' } })), 'd/e.yaml': yaml(object('Deployment', 'd')) },
  );
  expect(found).toEqual(['warning changed ConfigMap/x/c.data.k']);
  expect(moved).toEqual([
    { object: 'ConfigMap/x/c', from: 'a.yaml#1', to: 'b.yaml' },
    { object: 'Deployment.apps/x/d', from: 'a.yaml#2', to: 'd/e.yaml' },
  ]);
});

it.each<[string, Record<string, TreeContent>, Record<string, TreeContent>, string[]]>([
  [
    'added and removed objects, as severe as what is in them',
    { 'a.yaml': yaml(object('ConfigMap', 'c')) },
    { 'b.yaml': yaml(object('Deployment', 'd', { spec: { template: { spec: { hostNetwork: true } } } })) },
    ['warning removed ConfigMap/x/c', 'critical added ["Deployment.apps/x/d"]'],
  ],
  [
    'another version of an API is the same object',
    { 'a.yaml': yaml({ ...object('Deployment', 'd'), apiVersion: 'apps/v1beta1' }) },
    { 'a.yaml': yaml(object('Deployment', 'd')) },
    ['warning changed ["Deployment.apps/x/d"].apiVersion'],
  ],
  [
    'documents that are no objects, by their file',
    { 'values.yaml': yaml({ a: 1 }) },
    { 'values.yaml': yaml({ a: 2 }) },
    ['info changed ["values.yaml"].a'],
  ],
  [
    'text by line, anything else by hash',
    { 'README.md': { lines: ['a', 'b', 'c', 'd'] }, 'x.tgz': { sha256: '1' } },
    { 'README.md': { lines: ['a', 'c', 'd'] }, 'x.tgz': { sha256: '2' } },
    ['info removed ["README.md"][1]', 'info changed ["x.tgz"]'],
  ],
  [
    'what follows from the other files',
    { 'checksums.txt': { lines: ['1'] } },
    { 'checksums.txt': { lines: ['2'] } },
    [],
  ],
  [
    'an object that stands in a tree twice, told apart by its file',
    { 'a.yaml': yaml(object('ConfigMap', 'c')), 'b.yaml': yaml(object('ConfigMap', 'c')) },
    { 'a.yaml': yaml(object('ConfigMap', 'c')) },
    ['warning removed ["ConfigMap/x/c in b.yaml"]'],
  ],
  [
    'ids that an API server gives',
    { 'a.yaml': yaml({ ...object('ConfigMap', 'c'), metadata: { name: 'c', namespace: 'x', uid: '1' } }) },
    { 'a.yaml': yaml({ ...object('ConfigMap', 'c'), metadata: { name: 'c', namespace: 'x', uid: '2' } }) },
    [],
  ],
  [
    'a role is security',
    { 'a.yaml': yaml(object('Role', 'r', { rules: [{ verbs: ['get', 'list'] }] })) },
    { 'a.yaml': yaml(object('Role', 'r', { rules: [{ verbs: ['list', 'get', '*'] }] })) },
    [
      'critical removed Role/x/r.rules["{\\"verbs\\":(\\"get\\",\\"list\\")}"]',
      'critical added Role/x/r.rules["{\\"verbs\\":(\\"*\\",\\"get\\",\\"list\\")}"]',
    ],
  ],
])('%s', (_, a, b, expected) => {
  expect(shown(a, b).found.toSorted()).toEqual(expected.toSorted());
});

it('patterns begin with the name of the object', () => {
  const a = { 'a.yaml': yaml(object('ConfigMap', 'c', { data: { k: '1', l: '1' } })), 'README.md': { lines: ['1'] } };
  const b = { 'a.yaml': yaml(object('ConfigMap', 'c', { data: { k: '2', l: '2' } })), 'README.md': { lines: ['2'] } };
  expect(shown(a, b, '["ConfigMap/x/c"].data.k', '["README.md"]', 'nothing')).toMatchObject({
    found: ['warning changed ConfigMap/x/c.data.l'],
    unused: [{ path: 'nothing' }],
  });
});
