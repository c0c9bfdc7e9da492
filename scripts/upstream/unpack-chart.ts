import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChartToIndex } from './chart-sources.ts';

/**
 * Writes a chart from its clone into a folder, and its foreign sub-charts below `charts/`.
 *
 * A clone lies at `<clones>/<owner>+<name>`, bare or not, or in a folder `repo` below that.
 *
 * @throws Error naming the clone or the tag that is not there
 */
export function unpackChart(chart: ChartToIndex, clones: string, into: string): void {
  const { repository, ref, path } = chart.source;
  const name = chart.clone ?? repository.replace('https://github.com/', '').replace('/', '+');
  const git = [join(clones, name, 'repo'), join(clones, name)].find((folder) => existsSync(folder));
  if (!git) throw new Error(`${chart.chart}: no clone of ${repository} at ${join(clones, name)}`);
  mkdirSync(into, { recursive: true });
  const archive = execFileSync('git', ['-C', git, 'archive', '--format=tar', `${ref}:${path}`], { maxBuffer: 2 ** 28 });
  const tar = `${into}.tar`;
  writeFileSync(tar, archive);
  execFileSync('tar', ['-x', '-f', tar, '-C', into]);
  for (const dependency of chart.dependencies ?? []) {
    unpackChart(dependency, clones, join(into, 'charts', dependency.chart));
  }
}
