import { Construct, type IConstruct } from 'constructs';

export const PHASES = ['before', 'main', 'after'] as const;

/**
 * When objects of a component reach the cluster: `before` its chart (what the chart needs), `main` with it or in its place,
 * `after` it (custom resources that need the chart's CRDs or webhooks).
 */
export type PhaseName = (typeof PHASES)[number];

const MARK = Symbol.for('cns.dev/phase');

/** A scope for the objects of one phase: `new ConfigMap(phase(this, 'before'), …)`. Objects elsewhere are in `main`. */
export function phase(scope: Construct, name: Exclude<PhaseName, 'main'>): Construct {
  const existing = scope.node.tryFindChild(name);
  if (existing) return existing as Construct;
  const created = new Construct(scope, name);
  Object.defineProperty(created, MARK, { value: name });
  return created;
}

/** The phase of an object: that of its nearest marked ancestor. */
export function phaseOf(construct: IConstruct): PhaseName {
  for (const scope of construct.node.scopes.toReversed()) {
    if (MARK in scope) return (scope as IConstruct & { readonly [MARK]: PhaseName })[MARK];
  }
  return 'main';
}
