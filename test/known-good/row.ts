import type { Bundle, KubeObject } from '../../src/contract/manifests.ts';
import { PHASES } from '../../src/contract/phase.ts';
import { parsePath, valueAt } from '../../src/path.ts';
import { bundleOf, casesOf, engine, resolved, SAMPLES, sample } from '../samples.ts';

/**
 * One fact of the known-good recipes: what, in which tree, where in it, and the value there.
 *
 * A tree is a sample, or a query such as `gke/h100/cos/training` on its default instance type. A place is `component: path` for
 * a chart's values, or `component Kind/name: path` for an object. `undefined` says that nothing stands there, on purpose.
 */
export type Row = readonly [what: string, tree: string, at: string, is: unknown];

/** A fact of the known-good recipes that stands in no tree, and why. */
export type Left = readonly [what: string, why: string];

const bundles = new Map<string, Bundle>();

export function bundleFor(tree: string): Bundle {
  const known = bundles.get(tree);
  if (known) return known;
  const made = SAMPLES.includes(tree) ? sample(tree).bundle : bundleOf(resolved(caseFor(tree)));
  bundles.set(tree, made);
  return made;
}

function caseFor(query: string) {
  const found = engine.catalog.leaves.flatMap(casesOf).find(({ name }) => name.startsWith(`${query} on `));
  if (!found) throw new Error(`no leaf answers ${query}`);
  return found;
}

export const componentOf = (tree: string, name: string) =>
  bundleFor(tree).units.find(({ component }) => component === name);

export const objectOf = (tree: string, component: string, id: string): KubeObject | undefined => {
  const objects = componentOf(tree, component)?.objects;
  return PHASES.flatMap((phase) => objects?.[phase] ?? []).find(
    ({ kind, metadata }) => `${kind}/${metadata.name}` === id,
  );
};

/** The value that a row speaks of. A component that is not in the tree is an error, so that `undefined` proves something. */
export function valueIn(tree: string, at: string): unknown {
  const [place = '', path = ''] = at.split(': ');
  const [component = '', id] = place.split(' ');
  const unit = componentOf(tree, component);
  if (!unit) throw new Error(`${tree} has no ${component}`);
  const root = id === undefined ? unit.release?.values : objectOf(tree, component, id);
  if (root === undefined) throw new Error(`${component} of ${tree} has no ${id ?? 'chart'}`);
  const parsed = parsePath(path);
  if (!parsed) throw new Error(`${path} is no path`);
  return valueAt(root, parsed);
}
