import { compareText, isPlainMap, type PlainMap } from '../plain.ts';
import { API_VERSION } from '../recipe/document.ts';
import { TREE_IGNORES } from './data/default-ignores.ts';
import type { Finding } from './difference.ts';
import { byPath } from './differences.ts';
import { compared, type Drift, type DriftOptions, givenRules, type Moved, severityStart, toldOf } from './drift.ts';
import { matcher, type Rule } from './matcher.ts';
import { ownPattern } from './pattern.ts';
import { countIgnored, type IgnoreRule, isIgnored, type Place, type Tally } from './rules.ts';
import { judged } from './severity.ts';

/** A file of a folder: YAML or JSON as its documents, other text as its lines, anything else as its hash. */
export type TreeContent =
  | { readonly documents: readonly unknown[] }
  | { readonly lines: readonly string[] }
  | { readonly sha256: string };

/** Path with `/` → what the file holds. */
export type TreeFiles = ReadonlyMap<string, TreeContent>;

interface Thing {
  readonly file: string;
  readonly value: unknown;
}

/**
 * Differences of two folders. Kubernetes objects are found again by what they are, in whatever file they stand:
 * `Deployment.apps/gpu-operator/gpu-operator`; everything else by its path. That name is the first key of every path.
 */
export function compareTrees(a: TreeFiles, b: TreeFiles, options: DriftOptions): Drift {
  const tally: Tally = new Map();
  const [before, after] = [thingsIn(a), thingsIn(b)];
  const given = givenRules(options);
  const own = matcher(options.defaults ? TREE_RULES : []);
  const found: Finding[] = [];
  const moved: Moved[] = [];
  for (const name of [...new Set([...before.keys(), ...after.keys()])].sort(compareText)) {
    const place: Place = { given: given.step(name), own: own.step(name), lists: matcher([]), tally };
    const [was, is] = [before.get(name), after.get(name)];
    const findings = isIgnored(place) ? undefined : ofThing(name, was, is, { given: place.given, options, tally });
    if (findings) found.push(...findings);
    else if (JSON.stringify(was?.value) !== JSON.stringify(is?.value)) countIgnored(place);
    if (was && is && was.file !== is.file) moved.push({ object: name, from: was.file, to: is.file });
  }
  return { differences: found.sort(byPath), ...toldOf(tally, options), moved };
}

const TREE_RULES = TREE_IGNORES.map(
  ({ path, reason }): Rule<IgnoreRule> => ({
    pattern: ownPattern(path),
    value: { path, reason, from: 'default' },
  }),
);

function ofThing(
  name: string,
  was: Thing | undefined,
  is: Thing | undefined,
  compare: Parameters<typeof compared>[2],
): Finding[] {
  if (was && is)
    return compared(was.value, is.value, compare).findings.map((one) => ({ ...one, path: [name, ...one.path] }));
  const value = (was ?? is)?.value;
  const one = was
    ? ({ path: [], change: 'removed', before: value } as const)
    : ({ path: [], change: 'added', after: value } as const);
  return [{ ...judged(one, severityStart(value, value)), path: [name] }];
}

/** Everything that a tree holds, by name. What stands in it twice is told apart by its file. */
function thingsIn(files: TreeFiles): ReadonlyMap<string, Thing> {
  const things = new Map<string, Thing>();
  const add = (name: string, thing: Thing): void => {
    things.set(things.has(name) ? `${name} in ${thing.file}` : name, thing);
  };
  for (const [file, content] of [...files].sort(([x], [y]) => compareText(x, y))) {
    if ('lines' in content) add(file, { file, value: content.lines });
    else if ('sha256' in content) add(file, { file, value: `sha256:${content.sha256}` });
    else {
      content.documents.forEach((value, i) => {
        const where = content.documents.length > 1 ? `${file}#${i + 1}` : file;
        add(objectName(value) ?? where, { file: where, value });
      });
    }
  }
  return things;
}

/** `Kind.group/namespace/name`, without group or namespace where it has none; undefined for what is no object of a cluster. */
function objectName(value: unknown): string | undefined {
  if (!isPlainMap(value) || value.apiVersion === API_VERSION) return undefined;
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !isPlainMap(metadata)) return undefined;
  const name = textIn(metadata, 'name');
  if (name === undefined) return undefined;
  const group = apiVersion.includes('/') ? `.${apiVersion.slice(0, apiVersion.indexOf('/'))}` : '';
  return [`${kind}${group}`, textIn(metadata, 'namespace'), name].filter((part) => part !== undefined).join('/');
}

function textIn(map: PlainMap, key: string): string | undefined {
  const value = Object.hasOwn(map, key) ? map[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}
