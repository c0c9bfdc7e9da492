import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ChartIndex, ChartSource } from '../../src/synth/upstream.ts';
import { readChartFolder } from './chart-folder.ts';
import { CHARTS, type ChartToIndex } from './chart-sources.ts';
import { compactJson } from './compact-json.ts';
import { indexChart } from './index-chart.ts';
import { unpackChart } from './unpack-chart.ts';

/**
 * `npx tsx scripts/upstream/chart-index.ts --clones DIR [--out DIR] [CHART…]`: writes src/upstream/charts from clones of
 * the repositories in chart-sources.ts. What could not be followed goes to stderr.
 */
function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { clones: { type: 'string' }, out: { type: 'string', default: 'src/upstream/charts' } },
  });
  if (values.clones === undefined) throw new Error('--clones DIR is missing: a folder of clones named owner+name');
  const scratch = mkdtempSync(join(tmpdir(), 'charts-'));
  mkdirSync(values.out, { recursive: true });
  for (const chart of CHARTS.filter((c) => positionals.length === 0 || positionals.includes(c.chart))) {
    const folder = join(scratch, `${chart.chart}@${chart.version}`);
    unpackChart(chart, values.clones, folder);
    const { index, reports } = indexOne(chart, folder);
    writeFileSync(join(values.out, `${chart.chart}@${chart.version}.json`), compactJson(index));
    for (const report of reports) process.stderr.write(`${report}\n`);
  }
  rmSync(scratch, { recursive: true });
}

function indexOne(chart: ChartToIndex, folder: string): { index: ChartIndex; reports: readonly string[] } {
  const read = readChartFolder(folder);
  const { paths, reports } = indexChart(read, sourcesOf(chart));
  const { chart: name, subcharts, paths: tree } = paths;
  const kubeVersion = read.kubeVersion === undefined ? {} : { kubeVersion: read.kubeVersion };
  const head = { chart: name, version: chart.version, source: chart.source, ...kubeVersion };
  return { index: { ...head, paths: tree, ...(subcharts ? { subcharts } : {}) }, reports };
}

/** Sources of foreign sub-charts, by chart name. */
function sourcesOf(chart: ChartToIndex): Map<string, ChartSource> {
  return new Map((chart.dependencies ?? []).flatMap((d) => [[d.chart, d.source] as const, ...sourcesOf(d)]));
}

main();
