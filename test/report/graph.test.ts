import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dotGraph, mermaidGraph } from '../../src/report/graph.ts';

const units = [
  { component: 'crds', wave: 1, dependsOn: [] },
  { component: 'end', wave: 1, dependsOn: [] },
  { component: 'stack', wave: 2, dependsOn: ['crds', 'gone'] },
];

it('draws Mermaid with ids of its own, because `end` is a word of Mermaid', () => {
  expect(mermaidGraph(units)).toBe('graph LR\n  c0["crds (1)"]\n  c1["end (1)"]\n  c2["stack (2)"]\n  c0 --> c2\n');
});

it('draws DOT with one rank a wave and no edge to what is not there', () => {
  expect(dotGraph(units)).toBe(
    [
      'digraph components {',
      '  rankdir = LR;',
      '  node [shape = box];',
      '  { rank = same; "crds"; "end"; }',
      '  { rank = same; "stack"; }',
      '  "crds" -> "stack";',
      '}',
      '',
    ].join('\n'),
  );
});

it('names every component once and draws every dependency once, whatever depends on what', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(names, fc.infiniteStream(fc.boolean()), (components, coin) => {
      const random = components.map((component, i) => ({
        component,
        wave: i + 1,
        dependsOn: components.slice(0, i).filter(() => coin.next().value),
      }));
      const text = mermaidGraph(random);
      for (const { component } of random) expect(text.split(`"${component} (`).length).toBe(2);
      expect(text.match(/-->/g)?.length ?? 0).toBe(random.flatMap((unit) => unit.dependsOn).length);
    }),
  );
});
