import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ChartToIndex } from './chart-sources.ts';
import { cloneOf } from './read-clone.ts';

/**
 * Writes a chart from its clone into a folder, and its foreign sub-charts below `charts/`.
 *
 * @throws Error naming the clone or the tag that is not there
 */
export function unpackChart(chart: ChartToIndex, clones: string, into: string): void {
  const { ref, path } = chart.source;
  const git = cloneOf(chart.source, clones, chart.clone);
  mkdirSync(into, { recursive: true });
  const archive = execFileSync('git', ['-C', git, 'archive', '--format=tar', `${ref}:${path}`], { maxBuffer: 2 ** 28 });
  execFileSync('tar', ['-x', '-C', into], { input: archive });
  for (const dependency of chart.dependencies ?? []) {
    unpackChart(dependency, clones, join(into, 'charts', dependency.chart));
  }
}
