import { ApiObject, App, Chart } from 'cdk8s';
import { expect, it } from 'vitest';
import { clusterContext } from '../../src/contract/cluster.ts';
import { phase } from '../../src/contract/phase.ts';
import { objectsOf, stamp } from '../../src/synth/objects.ts';

const scope = () => new Chart(new App(), 'c', { disableResourceNameHashes: true });
const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', labels: { own: '1' } } };

it('objects are in the phase of their scope, in the order they were made', () => {
  const chart = scope();
  new ApiObject(chart, 'b', { ...object, metadata: { name: 'second' } });
  new ApiObject(chart, 'a', { ...object, metadata: { name: 'first' } });
  new ApiObject(phase(chart, 'after'), '3', { ...object, metadata: { name: 'late' } });
  new ApiObject(phase(chart, 'before'), '4', { ...object, metadata: { name: 'early' } });
  const found = objectsOf(chart, clusterContext.parse({}));
  expect(
    Object.fromEntries(Object.entries(found).map(([name, all]) => [name, all.map((o) => o.metadata.name)])),
  ).toEqual({ before: ['early'], main: ['second', 'first'], after: ['late'] });
});

it('keys come in one order, lists keep theirs', () => {
  const chart = scope();
  new ApiObject(chart, 'x', {
    spec: { b: [{ z: 1, a: 2 }, 'y'], a: 1 },
    data: { b: '1', a: '2' },
    metadata: { labels: { b: '1', a: '2' }, annotations: { x: 'y' }, namespace: 'n', name: 'a' },
    kind: 'K',
    apiVersion: 'v1',
  });
  expect(JSON.stringify(objectsOf(chart, clusterContext.parse({})).main[0])).toBe(
    '{"apiVersion":"v1","kind":"K","metadata":{"name":"a","namespace":"n","annotations":{"x":"y"},"labels":{"a":"2","b":"1"}},"data":{"a":"2","b":"1"},"spec":{"a":1,"b":[{"a":2,"z":1},"y"]}}',
  );
});

it.each([
  [{}, {}, { own: '1' }, undefined],
  [{ team: 'ml' }, { x: 'y' }, { team: 'ml', own: '1' }, { x: 'y' }],
  [{ own: '2' }, {}, { own: '1' }, undefined],
])('stamp with %j and %j', (labels, annotations, wantLabels, wantAnnotations) => {
  const { metadata } = stamp(object, labels, annotations);
  expect(metadata.labels).toEqual(wantLabels);
  expect(metadata.annotations).toEqual(wantAnnotations);
  expect(object.metadata.labels).toEqual({ own: '1' });
});
