import type { Problem } from '../errors.ts';
import { compareText } from '../plain.ts';

/** What comes before what. */
export type Dependencies = ReadonlyMap<string, readonly string[]>;

/**
 * The wave of each component: 1 without dependencies, else one more than the highest of them.
 *
 * Every ring is a `DEPENDENCY_CYCLE` that spells the ring; its members get no wave.
 */
export function waves(dependencies: Dependencies): {
  readonly waves: ReadonlyMap<string, number>;
  readonly problems: readonly Problem[];
} {
  const found = new Map<string, number>();
  const problems: Problem[] = [];
  const onPath: string[] = [];
  const broken = new Set<string>();
  const visit = (name: string): number => {
    const known = found.get(name);
    if (known !== undefined) return known;
    if (onPath.includes(name)) {
      const ring = onPath.slice(onPath.indexOf(name));
      if (!ring.some((member) => broken.has(member)))
        problems.push({
          code: 'DEPENDENCY_CYCLE',
          path: `components.${name}`,
          message: `${[...ring, name].join(' → ')}: each waits for the next`,
          hint: 'take one of these dependencies out',
        });
      for (const member of ring) broken.add(member);
      return 0;
    }
    onPath.push(name);
    const highest = Math.max(0, ...(dependencies.get(name) ?? []).map(visit));
    onPath.pop();
    found.set(name, highest + 1);
    return highest + 1;
  };
  for (const name of [...dependencies.keys()].sort(compareText)) visit(name);
  return { waves: found, problems };
}
