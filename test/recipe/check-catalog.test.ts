import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/errors.ts';
import { loadCatalog } from '../../src/io/load-catalog.ts';
import { catalogProblems } from '../../src/recipe/check-catalog.ts';
import { catalogOf, type Files, settingText, WORLD } from './catalog.ts';

const told = (files: Files) => catalogProblems(catalogOf({ ...WORLD, ...files })).map(formatProblem);
const leaf = (fields: string) => ({
  'leaves/x.yaml': `service: eks\nleaves: [{ support: synthesized, evidence: e, source: s, ${fields} }]`,
});

it('a whole world has none', () => {
  expect(told({})).toEqual([]);
});

it.runIf(existsSync('recipes/base.yaml'))('our own recipes have none', () => {
  expect(catalogProblems(loadCatalog('recipes', 'recipes', 'built-in')).map(formatProblem)).toEqual([]);
});

describe('a name that stands for nothing', () => {
  it.each<[string, Files, string[]]>([
    [
      'in a match of two',
      { 'x.yaml': 'match: { service: ekss, os: ubuntu }' },
      [
        'x.yaml:4:19: DOCUMENT_INVALID at match.service\n  "ekss" stands for nothing; known: eks, gke\n  hint: did you mean eks?',
      ],
    ],
    [
      'in a guard',
      { 'x.yaml': 'match: {}\nwhen: { os: [ubuntu, ubunto] }' },
      [
        'x.yaml:5:9: DOCUMENT_INVALID at when.os\n  "ubunto" stands for nothing; known: al2023, ubuntu\n  hint: did you mean ubuntu?',
      ],
    ],
    [
      'in an exception of what is required',
      { 'x.yaml': 'match: {}\nrequires: { shared.storageClass: { unless: gpu-operatr, why: w, source: s } }' },
      [
        'x.yaml:5:44: DOCUMENT_INVALID at requires["shared.storageClass"].unless\n  "gpu-operatr" stands for nothing; known: cert-manager, gpu-operator\n  hint: did you mean gpu-operator?',
      ],
    ],
    [
      'in the intents of a setting',
      {
        'x.yaml': `match: {}\ntuning: { gpu: { settings: { x: ${settingText('kind: sysctl, name: a, comparison: present, intents: [trainig]')} } } }`,
      },
      [
        'x.yaml:5:79: DOCUMENT_INVALID at tuning.gpu.settings.x.intents\n  "trainig" stands for nothing; known: inference, training\n  hint: did you mean training?',
      ],
    ],
    [
      'as the subject of a constraint',
      { 'x.yaml': 'match: {}\nconstraints: { kubernets: { range: "1.34", why: w, source: s } }' },
      [
        'x.yaml:5:16: DOCUMENT_INVALID at constraints.kubernets\n  "kubernets" stands for nothing; known: driver, kernel, kubernetes, osVersion, cert-manager, gpu-operator\n  hint: did you mean kubernetes?',
      ],
    ],
    [
      'in a leaf',
      leaf('accelerator: h10, os: ubuntu, intents: [training], instanceTypes: [p5.48xlarge]'),
      [
        'DOCUMENT_INVALID at leaves eks/h10/ubuntu accelerator\n  "h10" stands for nothing; known: gb200, h100, h200, l4, l40s\n  hint: did you mean h100, h200?',
        'DOCUMENT_INVALID at leaves eks/h10/ubuntu instanceTypes\n  "p5.48xlarge" stands for nothing; known: none',
      ],
    ],
    [
      'as a platform of an intent that the leaf has not',
      leaf(
        'accelerator: l4, os: ubuntu, intents: [inference], platforms: { training: [kubeflw] }, instanceTypes: [g6.xlarge]',
      ),
      [
        'DOCUMENT_INVALID at leaves eks/l4/ubuntu platforms\n  "training" stands for nothing; known: inference',
        'DOCUMENT_INVALID at leaves eks/l4/ubuntu platform\n  "kubeflw" stands for nothing; known: kubeflow\n  hint: did you mean kubeflow?',
      ],
    ],
    [
      'as an instance of another accelerator',
      leaf('accelerator: l4, os: ubuntu, intents: [inference], instanceTypes: [p5.48xlarge]'),
      ['DOCUMENT_INVALID at leaves eks/l4/ubuntu instanceTypes\n  "p5.48xlarge" stands for nothing; known: g6.xlarge'],
    ],
  ])('%s', (_, files, expected) => {
    expect(told(files)).toEqual(expected);
  });

  it('and one that stands for two', () => {
    expect(told({ 'gh200.yaml': 'match: { accelerator: gh200 }\naliases: [H200]' })).toEqual([
      'DOCUMENT_INVALID at accelerator\n  h200 stands for gh200 and for h200\n  hint: take the alias from one of the two layers',
    ]);
  });
});
