import { expect, it } from 'vitest';
import { knownVersions, placeConstraints } from '../../src/recipe/place-constraints.ts';
import { layersOf } from './catalog.ts';

const row = (version: string, range: string) => `
bill:
  x:
    chart: { repository: https://c.example.com, name: x, version: ${version} }
    namespace: x
    why: w
    source: s
    constraints: { kubernetes: { range: '${range}', why: w, source: s } }`;
const layers = layersOf({
  'base.yaml': `match: {}${row('1.0.0', '<= 1.30')}\nconstraints: { driver: { range: '>= 580', why: w, source: s } }`,
  'eks.yaml': `match: { service: eks }${row('2.0.0', '>= 1.34')}`,
});
const placed = (version: string) =>
  placeConstraints(layers, { x: { chart: { version } } }).map(
    ({ layer, subject, range, position }) => `${layer} ${subject} ${range} ${position.line}`,
  );

it.each([
  [
    'those of the row of the chosen version hold',
    '2.0.0',
    ['base.yaml driver >= 580 12', 'eks.yaml (x) kubernetes >= 1.34 11'],
  ],
  [
    'also where it is the weaker layer’s',
    '1.0.0',
    ['base.yaml driver >= 580 12', 'base.yaml (x) kubernetes <= 1.30 11'],
  ],
  [
    'of a version that no row has, all hold',
    '3.0.0',
    ['base.yaml driver >= 580 12', 'base.yaml (x) kubernetes <= 1.30 11', 'eks.yaml (x) kubernetes >= 1.34 11'],
  ],
])('%s', (_, version, expected) => {
  expect(placed(version)).toEqual(expected);
});

it('a component that is not in the recipe binds nothing', () => {
  expect(placeConstraints(layers, {}).map((c) => c.subject)).toEqual(['driver']);
});

it('knownVersions gathers what the recipe says itself', () => {
  const known = knownVersions(
    { kubernetes: '1.34', osVersion: '24.04' },
    { a: { chart: { version: '1.0.0' } }, b: { git: { tag: 'v2' } }, c: {} },
    '580.1',
  );
  expect(Object.fromEntries(known)).toEqual({
    kubernetes: '1.34',
    osVersion: '24.04',
    driver: '580.1',
    a: '1.0.0',
    b: 'v2',
  });
  expect([...knownVersions({}, {}, undefined)]).toEqual([]);
});
