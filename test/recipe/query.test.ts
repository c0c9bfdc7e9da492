import { describe, expect, it } from 'vitest';
import type { Criteria } from '../../src/recipe/criteria.ts';
import { canonicalQuery, findLeaf, formatQuery } from '../../src/recipe/query.ts';
import { textsOf } from '../problems-of.ts';
import { catalogOf, WORLD } from './catalog.ts';

const catalog = catalogOf(WORLD);
const query = { service: 'eks', accelerator: 'h100', os: 'ubuntu', intent: 'training' };

describe('canonicalQuery', () => {
  it.each<[string, Criteria, Criteria]>([
    ['as it is', query, query],
    ['letters and blanks', { ...query, service: ' EKS ', accelerator: 'H100' }, query],
    ['an alias', { ...query, os: 'amazonlinux' }, { ...query, os: 'al2023' }],
    ['an alias in other letters', { ...query, os: 'amzn' }, { ...query, os: 'al2023' }],
    ['an empty platform is none', { ...query, platform: '' }, query],
    ['l4', { ...query, accelerator: 'l4' }, { ...query, accelerator: 'l4' }],
    ['l40s', { ...query, accelerator: 'l40s' }, { ...query, accelerator: 'l40s' }],
  ])('%s', (_, input, expected) => {
    expect(canonicalQuery(catalog, input)).toEqual(expected);
  });

  it('a value is itself before it is another’s alias', () => {
    const odd = catalogOf({ ...WORLD, 'a1.yaml': 'match: { accelerator: a1 }\naliases: [h100]' });
    expect(canonicalQuery(odd, query).accelerator).toBe('h100');
  });

  const accelerators = 'gb200, h100, h200, l4, l40s';
  it.each<[string, Criteria, string[]]>([
    [
      'gh200 is neither gb200 nor h200',
      { ...query, accelerator: 'gh200' },
      [
        `QUERY_INVALID at criteria.accelerator\n  got "gh200"; allowed: ${accelerators}\n  hint: did you mean gb200, h200, h100?`,
      ],
    ],
    [
      'l40 is not l40s',
      { ...query, accelerator: 'l40' },
      [`QUERY_INVALID at criteria.accelerator\n  got "l40"; allowed: ${accelerators}\n  hint: did you mean l4, l40s?`],
    ],
    [
      'al2 is not al2023',
      { ...query, os: 'al2' },
      ['QUERY_INVALID at criteria.os\n  got "al2"; allowed: al2023, ubuntu'],
    ],
    [
      'a sentence',
      { ...query, accelerator: 'h100 or h200' },
      [`QUERY_INVALID at criteria.accelerator\n  got "h100 or h200"; allowed: ${accelerators}`],
    ],
    [
      'a prototype’s key',
      { ...query, service: 'constructor' },
      ['QUERY_INVALID at criteria.service\n  got "constructor"; allowed: eks, gke'],
    ],
    [
      'missing, and all at once',
      { service: 'ekss', os: 'ubuntu' },
      [
        'QUERY_INVALID at criteria.service\n  got "ekss"; allowed: eks, gke\n  hint: did you mean eks?',
        `QUERY_INVALID at criteria.accelerator\n  is missing; allowed: ${accelerators}`,
        'QUERY_INVALID at criteria.intent\n  is missing; allowed: inference, training',
      ],
    ],
    [
      'a platform',
      { ...query, platform: 'kubeflw' },
      ['QUERY_INVALID at criteria.platform\n  got "kubeflw"; allowed: kubeflow\n  hint: did you mean kubeflow?'],
    ],
  ])('%s', (_, input, expected) => {
    expect(textsOf(() => canonicalQuery(catalog, input))).toEqual(expected);
  });
});

it('what people ask for and does not exist is refused with the reason', () => {
  const row =
    'service: eks\nleaves: [{ accelerator: l40s, os: ubuntu, intents: [training], instanceTypes: [x], support: synthesized, evidence: e, source: s }]\nabsent: [{ os: al2, why: its images were retired, source: the vendor }]';
  const told = catalogOf({ ...WORLD, 'leaves/x.yaml': row });
  expect(textsOf(() => canonicalQuery(told, { ...query, os: 'AL2' }))).toEqual([
    'QUERY_INVALID at criteria.os\n  got "AL2" (its images were retired); allowed: al2023, ubuntu',
  ]);
});

describe('findLeaf', () => {
  it('finds the leaf of the query, with or without a platform', () => {
    expect(findLeaf(catalog, query).instanceTypes[0]).toBe('p5.48xlarge');
    expect(findLeaf(catalog, { ...query, platform: 'kubeflow' }).accelerator).toBe('h100');
  });

  it('a later origin’s leaf stands for an earlier one', () => {
    const mine = catalogOf(
      {
        'leaves/mine.yaml':
          'service: eks\nleaves: [{ accelerator: h100, os: ubuntu, intents: [training], instanceTypes: [mine], support: synthesized, evidence: e, source: s }]',
      },
      'user',
    );
    expect(findLeaf({ ...catalog, leaves: [...catalog.leaves, ...mine.leaves] }, query).instanceTypes).toEqual([
      'mine',
    ]);
  });

  it('refuses what does not exist, with the reason and the nearest', () => {
    expect(textsOf(() => findLeaf(catalog, { ...query, accelerator: 'h200', os: 'al2023' }))).toEqual([
      'LEAF_UNKNOWN at criteria\n  no recipe for eks/h200/al2023/training: nobody has built it (the vendor)\n  hint: nearest: eks/gb200/ubuntu/training, eks/h100/ubuntu/training, eks/l4/al2023/inference, eks/h100/ubuntu/inference; `cnsctl recipe list` prints all',
    ]);
    expect(textsOf(() => findLeaf(catalog, { ...query, intent: 'inference', platform: 'kubeflow' }))[0]).toContain(
      'no recipe for eks/h100/ubuntu/inference/kubeflow\n',
    );
  });
});

it('formatQuery', () => {
  expect(formatQuery({ ...query, platform: 'kubeflow' })).toBe('eks/h100/ubuntu/training/kubeflow');
});
