import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parse } from 'yaml';
import type { Source } from './template-calls.ts';

export interface Dependency {
  readonly name: string;
  readonly version: string;
  readonly alias?: string;
  readonly condition?: string;
  readonly tags?: readonly string[];
  readonly repository?: string;
  readonly 'import-values'?: readonly (string | { readonly child: string; readonly parent: string })[];
}

/** A chart as it lies on disk, sub-charts unpacked under `charts/`. */
export interface ChartFolder {
  readonly name: string;
  readonly version: string;
  readonly kubeVersion: string | undefined;
  readonly dependencies: readonly Dependency[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly templates: readonly Source[];
  readonly files: readonly Source[];
  /** Folders of `charts/`, by the name in their Chart.yaml. */
  readonly subcharts: ReadonlyMap<string, ChartFolder>;
}

/**
 * Reads a chart folder and the folders below its `charts/`; packed sub-charts are not opened.
 *
 * @throws Error when Chart.yaml or values.yaml is missing or not YAML
 * @see https://helm.sh/docs/topics/charts/ for the layout
 */
export function readChartFolder(folder: string): ChartFolder {
  const read = (name: string): Record<string, unknown> => {
    const path = join(folder, name);
    return existsSync(path) ? (parse(readFileSync(path, 'utf8'), { uniqueKeys: false, merge: true }) ?? {}) : {};
  };
  const meta = read('Chart.yaml');
  if (typeof meta.name !== 'string') throw new Error(`${folder}: no Chart.yaml with a name`);
  const all = filesUnder(folder).map((path) => ({ name: relative(folder, path).split(sep).join('/'), path }));
  const load = ({ name, path }: { name: string; path: string }): Source => ({ name, text: readFileSync(path, 'utf8') });
  const subfolders = existsSync(join(folder, 'charts'))
    ? readdirSync(join(folder, 'charts'), { withFileTypes: true })
    : [];
  const subcharts = subfolders
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, 'charts', entry.name, 'Chart.yaml')))
    .map((entry) => readChartFolder(join(folder, 'charts', entry.name)));
  return {
    name: meta.name,
    version: String(meta.version ?? ''),
    kubeVersion: typeof meta.kubeVersion === 'string' ? meta.kubeVersion : undefined,
    dependencies: dependenciesOf(meta.dependencies ?? read('requirements.yaml').dependencies),
    values: read('values.yaml'),
    templates: all.filter((f) => f.name.startsWith('templates/')).map(load),
    files: all.filter((f) => /^(?!templates\/|crds\/|charts\/|values|Chart|README)/.test(f.name)).map(load),
    subcharts: new Map(subcharts.map((chart) => [chart.name, chart])),
  };
}

const dependenciesOf = (found: unknown): Dependency[] => (Array.isArray(found) ? (found as Dependency[]) : []);

/** Files of the chart itself, byte-wise by path; `charts/` belongs to the sub-charts. */
function filesUnder(folder: string, top = true): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return top && entry.name === 'charts' ? [] : filesUnder(path, false);
      return entry.isFile() ? [path] : [];
    });
}
