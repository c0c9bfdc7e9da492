import type { ChartPaths, ChartSource } from '../../src/synth/upstream.ts';
import type { ChartFolder, Dependency } from './chart-folder.ts';
import { pathTree } from './path-tree.ts';
import type { Mark } from './read-marks.ts';
import { analyseTemplates } from './template-analyse.ts';
import type { Source } from './template-calls.ts';

export interface Indexed {
  readonly paths: ChartPaths;
  /** What could not be followed, chart by chart. */
  readonly reports: readonly string[];
}

/**
 * The value paths that a chart and its sub-charts read, each against its own templates.
 *
 * Conditions and tags of dependencies count as reads. A dependency that is not among the folders is marked unknown.
 *
 * @param sources - where sub-charts come from, by chart name, when not from their parent's repository
 */
export function indexChart(
  chart: ChartFolder,
  sources: ReadonlyMap<string, ChartSource> = new Map(),
  borrowed: readonly Source[] = [],
): Indexed {
  const below = partials(chart, false);
  const { marks: found, reports } = analyseTemplates({
    templates: chart.templates,
    borrowed: [...below, ...borrowed],
    files: chart.files,
    values: chart.values,
  });
  const marks = new Map<string, Mark>(found);
  for (const path of switches(chart.dependencies)) if (!marks.has(path)) marks.set(path, 'read');
  for (const path of imports(chart.dependencies)) marks.set(path, 'open');
  const dependencies = [...chart.dependencies, ...undeclared(chart)];
  const subs = dependencies
    .map((dependency) => indexDependency(dependency, chart, sources, [...partials(chart, true), ...borrowed]))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const paths: ChartPaths = {
    chart: chart.name,
    version: chart.version,
    paths: pathTree(marks, chart.values),
    ...(subs.length > 0 ? { subcharts: Object.fromEntries(subs.map(({ key, paths: sub }) => [key, sub])) } : {}),
  };
  return { paths, reports: [...reports.map((r) => `${chart.name} ${r}`), ...subs.flatMap((s) => s.reports)] };
}

function indexDependency(
  dependency: Dependency,
  parent: ChartFolder,
  sources: ReadonlyMap<string, ChartSource>,
  borrowed: readonly Source[],
): Indexed & { readonly key: string } {
  const key = dependency.alias ?? dependency.name;
  const folder = parent.subcharts.get(dependency.name);
  const condition = dependency.condition ? { condition: dependency.condition } : {};
  const source = sources.get(dependency.name);
  if (!folder) {
    const paths: ChartPaths = {
      chart: dependency.name,
      version: dependency.version,
      unknown: true,
      paths: {},
      ...condition,
    };
    return { key, paths, reports: [`${parent.name}: sub-chart ${dependency.name} ${dependency.version} is not there`] };
  }
  const { paths, reports } = indexChart(folder, sources, borrowed);
  const version = dependency.version || paths.version;
  return { key, paths: { ...paths, version, ...condition, ...(source ? { source } : {}) }, reports };
}

/** Folders of `charts/` that no dependency names: Helm installs them all the same. */
const undeclared = (chart: ChartFolder): Dependency[] =>
  [...chart.subcharts.values()]
    .filter((sub) => !chart.dependencies.some((d) => d.name === sub.name))
    .map(({ name, version }) => ({ name, version }));

/** Files with defines: those of the chart's sub-charts first, so that its own win. */
function partials(chart: ChartFolder, own: boolean): Source[] {
  return [...[...chart.subcharts.values()].flatMap((sub) => partials(sub, true)), ...(own ? chart.templates : [])];
}

function switches(dependencies: readonly Dependency[]): string[] {
  const conditions = dependencies.flatMap((d) => d.condition?.split(',') ?? []);
  const tags = dependencies.flatMap((d) => d.tags?.map((tag) => `tags.${tag}`) ?? []);
  return [...conditions, ...tags].map((path) => path.trim().split('.').join('\u0000')).filter((path) => path !== '');
}

/** Values that a sub-chart hands up: read there, from the sub-chart's key. */
function imports(dependencies: readonly Dependency[]): string[] {
  return dependencies.flatMap((d) =>
    (d['import-values'] ?? []).map((item) =>
      [d.alias ?? d.name, ...(typeof item === 'string' ? ['exports', item] : item.child.split('.'))].join('\u0000'),
    ),
  );
}
