import { expect, it } from 'vitest';
import { formatProblem } from '../../src/errors.ts';
import { laidOutProblems } from '../../src/synth/check-kinds.ts';
import { engine } from '../samples.ts';

const application = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'a', namespace: 'argocd' },
};
const told = (content: Parameters<typeof laidOutProblems>[0] extends ReadonlyMap<string, infer C> ? C : never) =>
  laidOutProblems(new Map([['x.yaml', content]]), engine.upstream).map(formatProblem);

it.each<[string, Parameters<typeof told>[0], readonly string[]]>([
  ['text', 'kind: Nonsense\n', []],
  [
    'an unknown field',
    { ...application, spec: { project: 'p', destination: {}, sourse: {} } },
    [expect.stringContaining('MANIFEST_INVALID at ["x.yaml"].spec.sourse')],
  ],
  [
    'an unknown kind, in a list',
    [{ apiVersion: 'example.com/v1', kind: 'Nonsense' }],
    [
      'MANIFEST_INVALID at ["x.yaml"]\n  no schema of example.com/v1 Nonsense is known\n  hint: add the kind to the upstream index',
    ],
  ],
  [
    'a kustomization',
    { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: ['a.yaml'] },
    [],
  ],
])('%s', (_, content, problems) => {
  expect(told(content)).toEqual(problems);
});
