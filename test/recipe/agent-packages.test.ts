import { expect, it } from 'vitest';
import { formatProblem, type Problem } from '../../src/errors.ts';
import { agentPackages } from '../../src/recipe/agent-packages.ts';
import type { Facts } from '../../src/recipe/guard.ts';
import { catalogOf, layersOf } from './catalog.ts';

const pkg = (version: string, more = '') => `{ image: ghcr.io/x/tuned, version: ${version}, why: w, source: s${more} }`;
const file = (match: string, said: string) => `match: ${match}\ntuning: { gpu: { packages: { tuned: ${said} } } }`;
const choose = (files: Record<string, string>, facts: Facts = {}) => {
  const problems: Problem[] = [];
  const layers = layersOf(files);
  const input = { catalog: catalogOf({}), layers, pool: 'gpu', facts, accepted: [] };
  const found = agentPackages(input, problems);
  expect(agentPackages({ ...input, layers: layers.toReversed() }, [])).toEqual(found);
  return [found.map((p) => `${p.name} ${p.version}`).join(), problems.map(formatProblem)];
};
const conflict =
  'h100.yaml:5:30: RECIPE_CONFLICT at tuning.gpu.packages.tuned\n  this file and eks.yaml:5:30 give the package tuned differently, and neither overrides the other\n  hint: write a layer that contains both matches with the package that is right for the pair';

it.each<[string, Record<string, string>, string, string[]]>([
  [
    'the containing layer decides',
    { 'b.yaml': file('{}', pkg('1.0.0')), 'e.yaml': file('{ service: eks }', pkg('2.0.0')) },
    'tuned 2.0.0',
    [],
  ],
  ['null takes it out', { 'b.yaml': file('{}', pkg('1.0.0')), 'e.yaml': file('{ service: eks }', 'null') }, '', []],
  [
    'two that agree but for their reasons',
    {
      'eks.yaml': file('{ service: eks }', pkg('1.0.0')),
      'h100.yaml': file('{ accelerator: h100 }', pkg('1.0.0').replace('why: w', 'why: v')),
    },
    'tuned 1.0.0',
    [],
  ],
  [
    'two that differ',
    { 'eks.yaml': file('{ service: eks }', pkg('1.0.0')), 'h100.yaml': file('{ accelerator: h100 }', pkg('2.0.0')) },
    'tuned 1.0.0',
    [conflict],
  ],
  [
    'two that differ, and one over both',
    {
      'both.yaml': file('{ service: eks, accelerator: h100 }', pkg('3.0.0')),
      'eks.yaml': file('{ service: eks }', pkg('1.0.0')),
      'h100.yaml': file('{ accelerator: h100 }', pkg('2.0.0')),
    },
    'tuned 3.0.0',
    [],
  ],
  [
    'one that a guard keeps away',
    {
      'eks.yaml': file('{ service: eks }', pkg('1.0.0', ', when: { architecture: arm64 }')),
      'h100.yaml': file('{ accelerator: h100 }', pkg('2.0.0')),
    },
    'tuned 2.0.0',
    [],
  ],
  [
    'one whose guard nobody can tell',
    { 'eks.yaml': file('{ service: eks }', pkg('1.0.0', ', when: { kernel: ">= 6" }')) },
    'tuned 1.0.0',
    [
      'DOCUMENT_INVALID at inputs.kernel\n  is missing: eks.yaml installs the package tuned only where {"kernel":">= 6"}\n  hint: give inputs.kernel in the cluster file',
    ],
  ],
])('%s', (_, files, expected, problems) => {
  expect(choose(files, { architecture: 'amd64' })).toEqual([expected, problems]);
});

it('what is handed on is the package without reasons and guards', () => {
  const layers = layersOf({ 'a.yaml': file('{}', pkg('1.0.0', ', when: { os: ubuntu }, configMap: { a: b }')) });
  expect(
    agentPackages({ catalog: catalogOf({}), layers, pool: 'gpu', facts: { os: 'ubuntu' }, accepted: [] }, []),
  ).toEqual([
    {
      name: 'tuned',
      image: 'ghcr.io/x/tuned',
      version: '1.0.0',
      configMap: { a: 'b' },
      env: {},
      dependsOn: [],
      interrupt: 'none',
      interruptServices: [],
    },
  ]);
});
