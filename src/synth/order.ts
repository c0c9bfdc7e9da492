import type { Problem } from '../errors.ts';
import { compareText } from '../plain.ts';

/** What comes before what. */
export type Dependencies = ReadonlyMap<string, readonly string[]>;

/**
 * The wave of each component: 1 without dependencies, else one more than the highest of them.
 *
 * Every component that waits for itself is in a `DEPENDENCY_CYCLE` that spells its shortest ring, each ring once; the members, and
 * what waits for them, get no wave.
 */
export function waves(dependencies: Dependencies): {
  readonly waves: ReadonlyMap<string, number>;
  readonly problems: readonly Problem[];
} {
  const found = new Map<string, number>();
  let open = [...dependencies.keys()].sort(compareText);
  for (let wave = 1; open.length > 0; wave++) {
    const ready = open.filter((name) => namesOf(dependencies, name).every((before) => found.has(before)));
    if (ready.length === 0) break;
    for (const name of ready) found.set(name, wave);
    open = open.filter((name) => !found.has(name));
  }
  return { waves: found, problems: rings(dependencies, open) };
}

/** What it waits for among the components there are. */
const namesOf = (dependencies: Dependencies, name: string): readonly string[] =>
  (dependencies.get(name) ?? []).filter((before) => dependencies.has(before));

function rings(dependencies: Dependencies, open: readonly string[]): Problem[] {
  const found = new Map<string, readonly string[]>();
  for (const name of open) {
    const ring = shortestRing(dependencies, name);
    if (ring) found.set([...ring].sort(compareText).join(' '), ring);
  }
  return [...found.values()].map((ring) => {
    const first = ring.indexOf([...ring].sort(compareText)[0] ?? '');
    const [start = '', ...rest] = [...ring.slice(first), ...ring.slice(0, first)];
    return {
      code: 'DEPENDENCY_CYCLE',
      path: `components.${start}`,
      message: `${[start, ...rest, start].join(' → ')}: each waits for the next`,
      hint: 'take one of these dependencies out',
    };
  });
}

/** The shortest way from a component back to itself, breadth first. */
function shortestRing(dependencies: Dependencies, start: string): readonly string[] | undefined {
  let ways: (readonly string[])[] = [[start]];
  const seen = new Set<string>();
  while (ways.length > 0) {
    const next: (readonly string[])[] = [];
    for (const way of ways) {
      for (const before of namesOf(dependencies, way.at(-1) ?? '')) {
        if (before === start) return way;
        if (seen.has(before)) continue;
        seen.add(before);
        next.push([...way, before]);
      }
    }
    ways = next;
  }
  return undefined;
}
