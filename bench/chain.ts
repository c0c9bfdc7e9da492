import { performance } from 'node:perf_hooks';
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { clusterContext } from '../src/contract/cluster.ts';
import { type Component, componentProps, defineComponent, parseProps } from '../src/contract/component.ts';
import { kubeObject } from '../src/contract/kube-object.ts';
import { synthesize } from '../src/synth/synthesize.ts';

/**
 * A chain of components, each after the one before it: what cdk8s's own dependencies make exponential.
 *
 * @returns milliseconds of one synthesis, the shortest of five
 */
export function chain(length: number, objects: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run++) {
    // New components each time: what was constructed before would be remembered.
    const links = Array.from({ length }, (_, i) => [`link-${i}`, link(i, objects)] as const);
    const registry = new Map<string, Component>(links);
    const components = Object.fromEntries(links.map(([name]) => [name, { namespace: name }]));
    const started = performance.now();
    const { units } = synthesize({ context: clusterContext.parse({}), components, provided: new Map(), registry });
    best = Math.min(best, performance.now() - started);
    if (units.length !== length || units.at(-1)?.wave !== length) throw new Error('the chain is not whole');
  }
  return best;
}

/** The same chain as cdk8s charts that depend on each other, for comparison. Grows exponentially: keep it short. */
export function cdk8sChain(length: number, objects: number): number {
  const app = new App();
  let previous: Chart | undefined;
  for (let i = 0; i < length; i++) {
    const chart = new Chart(app, `link-${i}`, { disableResourceNameHashes: true });
    for (let j = 0; j < objects; j++)
      kubeObject(chart, `o${j}`, 'ConfigMap', {
        metadata: { name: `o${j}`, namespace: `link-${i}` },
        data: { key: String(j) },
      });
    if (previous) chart.addDependency(previous);
    previous = chart;
  }
  const started = performance.now();
  app.synthYaml();
  return performance.now() - started;
}

function link(index: number, objects: number): Component {
  return defineComponent({
    name: `link-${index}`,
    title: `Link ${index}`,
    summary: 'One link of the chain.',
    homepage: 'https://example.com',
    props: componentProps,
    dependsOn: index === 0 ? [] : [`link-${index - 1}`],
    create: (scope, id, input) => {
      const { namespace } = parseProps('link', componentProps, input);
      const construct = new Construct(scope, id);
      for (let j = 0; j < objects; j++)
        kubeObject(construct, `o${j}`, 'ConfigMap', {
          metadata: { name: `o${j}`, namespace },
          data: { key: String(j) },
        });
      return construct;
    },
  }) as unknown as Component;
}
