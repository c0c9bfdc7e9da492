import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { load } from 'js-yaml';
import type { HelmRelease } from '../../src/contract/helm-chart.ts';
import { isPlainMap } from '../../src/plain.ts';

/** Default values of upstream charts and paths that their templates read, collected by others: not part of this repository. */
const FOLDER = '../shared/charts';

export const haveCharts = existsSync(`${FOLDER}/index.json`);

interface Entry {
  readonly component: string;
  readonly chart: string;
  readonly version: string;
  readonly values?: string;
  readonly valuesRoot?: string;
  readonly valuesSchema?: string;
  readonly subcharts?: readonly { readonly key: string; readonly values?: string }[];
}

interface Paths {
  readonly readWithoutDefault?: readonly string[];
  readonly passedThrough?: readonly string[];
}

const json = <T>(file: string): T => JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as T;

let entries: readonly Entry[] | undefined;
let scanned: Readonly<Record<string, Paths>> | undefined;
const defaults = new Map<string, unknown>();

/** The row of a chart at exactly this version. */
export function chartEntry({ name, version }: Pick<HelmRelease, 'name' | 'version'>): Entry | undefined {
  entries ??= json<{ charts: Entry[] }>('index.json').charts;
  return entries.find((entry) => entry.chart === name && entry.version === version);
}

/** Value paths of a release that upstream does not show, by the five steps that the index describes. */
export function valueErrors(entry: Entry, { name, values }: Pick<HelmRelease, 'name' | 'values'>): string[] {
  scanned ??= json<{ components: Record<string, Paths> }>('template-paths.json').components;
  const own = defaultsOf(entry.values, entry.valuesRoot);
  const paths = scanned?.[entry.component] ?? {};
  const unknown = leavesOf(values, []).filter((path) => {
    const sub = entry.subcharts?.find(({ key }) => key === path[0]);
    return !(shown(own, path) || (sub && shown(defaultsOf(sub.values), path.slice(1))) || read(paths, path));
  });
  return [...unknown.map((path) => `${name}: ${path.join('.')}`), ...schemaErrors(entry, values)];
}

function defaultsOf(file: string | undefined, root?: string): unknown {
  if (file === undefined) return undefined;
  if (!defaults.has(file)) defaults.set(file, load(readFileSync(`${FOLDER}/${file}`, 'utf8')));
  const all = defaults.get(file) as Record<string, unknown>;
  return root === undefined ? all : all[root];
}

/** Steps 1 and 3: the path is in the file, or below something that is null or empty there. */
function shown(value: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return value !== undefined;
  if (!isPlainMap(value)) return value === null || (Array.isArray(value) && value.length === 0);
  if (Object.keys(value).length === 0) return true;
  return Object.hasOwn(value, key) && shown(value[key], rest);
}

/** Step 4: templates read it without a default, or render it or an ancestor whole. */
function read({ readWithoutDefault = [], passedThrough = [] }: Paths, path: readonly string[]): boolean {
  const text = path.join('.');
  return (
    readWithoutDefault.includes(text) || path.some((_, i) => passedThrough.includes(path.slice(0, i + 1).join('.')))
  );
}

function schemaErrors({ valuesSchema, chart }: Entry, values: unknown): string[] {
  if (valuesSchema === undefined) return [];
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false, validateFormats: false });
  const { $schema: _, ...schema } = json<Record<string, unknown>>(valuesSchema);
  const validate = ajv.compile(schema);
  return validate(values)
    ? []
    : (validate.errors ?? []).map((e) => `${chart}: ${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
}

/** Paths of scalars and lists: Helm merges maps and replaces the rest. */
const leavesOf = (value: unknown, path: readonly string[]): (readonly string[])[] =>
  isPlainMap(value) && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...path, key]))
    : path.length > 0
      ? [path]
      : [];
