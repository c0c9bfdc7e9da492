/** What a picture shows of one component. */
export interface GraphUnit {
  readonly component: string;
  readonly wave: number;
  /** Components of the same cluster that come earlier. */
  readonly dependsOn: readonly string[];
}

/** The order of components as a Mermaid graph: an arrow points at what comes later. Every component is in it, also one that stands alone. */
export function mermaidGraph(units: readonly GraphUnit[]): string {
  const ids = new Map(units.map(({ component }, i) => [component, `c${i}`]));
  const nodes = units.map(({ component, wave }) => `  ${ids.get(component)}["${component} (${wave})"]`);
  const edges = edgesOf(units).map(([before, after]) => `  ${ids.get(before)} --> ${ids.get(after)}`);
  return `${['graph LR', ...nodes, ...edges].join('\n')}\n`;
}

/** The same as a DOT graph, one rank a wave. */
export function dotGraph(units: readonly GraphUnit[]): string {
  const waves = [...new Set(units.map(({ wave }) => wave))].sort((a, b) => a - b);
  const ranks = waves.map((wave) => {
    const names = units.filter((unit) => unit.wave === wave).map(({ component }) => `${quote(component)};`);
    return `  { rank = same; ${names.join(' ')} }`;
  });
  const edges = edgesOf(units).map(([before, after]) => `  ${quote(before)} -> ${quote(after)};`);
  return `${['digraph components {', '  rankdir = LR;', '  node [shape = box];', ...ranks, ...edges, '}'].join('\n')}\n`;
}

/** Only between components that are there: an edge to nothing would draw a node of its own. */
function edgesOf(units: readonly GraphUnit[]): (readonly [string, string])[] {
  const names = new Set(units.map(({ component }) => component));
  return units.flatMap(({ component, dependsOn }) =>
    dependsOn.filter((name) => names.has(name)).map((name) => [name, component] as const),
  );
}

/** A component name is letters, digits and dashes, so that nothing in it needs an escape; JSON's quotes are DOT's. */
const quote = (name: string): string => JSON.stringify(name);
