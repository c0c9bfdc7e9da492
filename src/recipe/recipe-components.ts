import type { Problem } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { formatPath, valueAt } from '../path.ts';
import { compareText, frozen, isPlainMap, type PlainMap, pick } from '../plain.ts';
import { remembered } from '../remembered.ts';
import { locate } from './document.ts';
import type { Merged, Provenance } from './merge.ts';
import type { ResolveInput } from './merge-sources.ts';

/** The components of a recipe with their props: bill row, then layers and cluster file, then the namespace that the user wants. */
export function recipeComponents(
  merged: Merged,
  { cluster, document }: ResolveInput,
  problems: Problem[],
): Record<string, PlainMap> {
  const props = (merged.value.components ?? {}) as Record<string, PlainMap>;
  const bill = (merged.value.bill ?? {}) as Record<string, PlainMap>;
  const names = Object.keys(props).sort(compareText);
  for (const name of Object.keys(cluster.shared.namespaces).filter((n) => !Object.hasOwn(props, n))) {
    const hint = didYouMean(name, names);
    problems.push({
      code: 'COMPONENT_UNKNOWN',
      path: formatPath(['shared', 'namespaces', name]),
      message: `no component ${JSON.stringify(name)} in this recipe; it has ${names.join(', ')}`,
      ...(hint ? { hint } : {}),
      source: locate(document, ['shared', 'namespaces', name]),
    });
  }
  return Object.fromEntries(
    names.map((name) => {
      const row = Object.hasOwn(bill, name) ? (bill[name] ?? NOTHING) : NOTHING;
      const own = props[name] ?? NOTHING;
      const whole = Object.hasOwn(cluster.shared.namespaces, name)
        ? { ...wholeOf(row)(own), namespace: cluster.shared.namespaces[name] }
        : wholeOf(row)(own);
      return [name, pinned(name, whole, merged.provenance, problems)];
    }),
  );
}

const NOTHING: PlainMap = Object.freeze({});

/** What layers alone say of a component is one object in all clusters of a recipe, so that what is made of it can be remembered. */
const wholeOf = remembered((row: PlainMap) =>
  remembered((props: PlainMap) => frozen(mergeMaps(pick(row, ['chart', 'git', 'namespace']), props))),
);

/** A digest or commit belongs to the version that it was taken of: one that another layer gave for another version must not stay beside it. */
function pinned(
  name: string,
  props: PlainMap,
  provenance: ReadonlyMap<string, Provenance>,
  problems: Problem[],
): PlainMap {
  const from = (field: string) =>
    ['components', 'bill'].map((root) => provenance.get(formatPath([root, name, ...field.split('.')]))).find(Boolean);
  const [tag, commit] = [from('git.tag'), from('git.commit')];
  if (tag && commit && tag.layer !== commit.layer)
    problems.push({
      code: 'DOCUMENT_INVALID',
      path: formatPath(['components', name, 'git']),
      message: `${tag.layer} gives the tag ${valueAt(props, ['git', 'tag'])}, and ${commit.layer} a commit: which commit the tag names is not known`,
      hint: 'give git.tag and git.commit together',
      source: tag.source,
    });
  const digest = from('chart.digest');
  if (!digest || digest.layer === from('chart.version')?.layer || !isPlainMap(props.chart)) return props;
  return { ...props, chart: Object.fromEntries(Object.entries(props.chart).filter(([key]) => key !== 'digest')) };
}

const mergeMaps = (base: PlainMap, over: PlainMap): PlainMap =>
  Object.fromEntries(
    [...new Set([...Object.keys(base), ...Object.keys(over)])].map((key) => [
      key,
      isPlainMap(base[key]) && isPlainMap(over[key]) ? mergeMaps(base[key], over[key]) : (over[key] ?? base[key]),
    ]),
  );
