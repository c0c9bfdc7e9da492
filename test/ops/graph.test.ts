import { expect, it } from 'vitest';
import { graphOf } from '../../src/ops/graph.ts';
import { cluster, smallEngine } from './small-engine.ts';

it.each([
  ['mermaid', 'graph LR\n'],
  ['dot', 'digraph components {\n'],
  ['json', '{\n  "components": [\n'],
] as const)('draws %s', (format, start) => {
  const text = graphOf(smallEngine, { document: cluster() }, format);
  expect(text.startsWith(start)).toBe(true);
  for (const name of ['cert-manager', 'gpu-operator', 'prometheus-operator-crds']) expect(text).toContain(name);
});
