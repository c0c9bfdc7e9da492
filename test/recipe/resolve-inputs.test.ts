import { expect, it } from 'vitest';
import { ownership } from '../../src/contract/cluster.ts';
import { formatProblem } from '../../src/errors.ts';
import { factsOf, inputProblems, resolveInputs } from '../../src/recipe/resolve-inputs.ts';
import { catalogOf, clusterInput, clusterText, layersOf, WORLD } from './catalog.ts';

const cluster = (body = '') => clusterInput(clusterText(body));

it('inputs of layers, then of the cluster file; layers under a condition give none', () => {
  const layers = layersOf({
    'a.yaml': 'match: {}\ninputs: { kubernetes: 1.34.2, region: a }',
    'b.yaml': 'match: { service: eks }\ninputs: { region: b }',
    'c.yaml': 'match: { os: ubuntu }\nwhen: { region: b }',
  });
  expect(resolveInputs(layers, cluster('inputs: { region: c, capacity: spot }'))).toEqual({
    kubernetes: '1.34.2',
    region: 'c',
    capacity: 'spot',
  });
  expect(resolveInputs(layers.toReversed(), cluster())).toEqual({ kubernetes: '1.34.2', region: 'b' });
});

it.each([
  [
    'no Kubernetes version',
    {},
    '',
    [
      'clusters/demo.yaml:1:1: DOCUMENT_INVALID at inputs.kubernetes\n  is missing: no layer gives a Kubernetes version for this cluster\n  hint: give inputs.kubernetes in the cluster file',
    ],
  ],
  [
    'a driver of an image where the operator installs one',
    { kubernetes: '1.34' },
    'inputs: { driver: 580.1 }',
    [
      'clusters/demo.yaml:5:19: DOCUMENT_INVALID at inputs.driver\n  got "580.1", which is the driver of an image or provider, and here the GPU Operator installs its own\n  hint: set components.gpu-operator.driver.version, or say in ownership.driver who brings it',
    ],
  ],
  ['nothing', { kubernetes: '1.34' }, '', []],
])('%s', (_, inputs, body, expected) => {
  const text = body.replace('580.1', '"580.1"');
  expect(inputProblems(inputs, ownership.parse({}), cluster(text)).map(formatProblem)).toEqual(expected);
});

it('the driver of an image is an input where the image brings it', () => {
  expect(
    inputProblems({ kubernetes: '1.34' }, ownership.parse({ driver: 'image' }), cluster('inputs: { driver: "580.1" }')),
  ).toEqual([]);
});

it('facts: the page size follows from amd64 alone', () => {
  const [amd, , arm] = catalogOf(WORLD).instances;
  const query = { service: 'eks', accelerator: 'h100', os: 'ubuntu', intent: 'training' };
  expect(factsOf(query, {}, amd)).toMatchObject({
    architecture: 'amd64',
    pageSizeKiB: 4,
    fabric: 'efa',
    instanceType: 'p5.48xlarge',
    os: 'ubuntu',
  });
  expect(factsOf(query, {}, arm)).not.toHaveProperty('pageSizeKiB');
  expect(factsOf(query, { pageSizeKiB: 64 }, arm)).toMatchObject({ pageSizeKiB: 64, architecture: 'arm64' });
  expect(Object.keys(factsOf(query, {}, undefined)).sort()).toEqual(['intent', 'os', 'service']);
});
