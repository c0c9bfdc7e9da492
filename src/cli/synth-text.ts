import type { SynthMode, SynthReport } from '../ops/cluster-maker.ts';
import type { SynthClustersResult } from '../ops/synth-clusters.ts';
import { textTable } from '../report/table.ts';

export interface SynthTextInput {
  readonly result: SynthClustersResult;
  readonly root: string;
  readonly mode: SynthMode;
  readonly name: string;
}

/** Whether a tree differs from what would be written, or has no cluster file any more. */
export const isStale = ({ clusters, orphans }: SynthClustersResult): boolean =>
  orphans.length > 0 || clusters.some((one) => pathsOf(one).length > 0);

/** What a person reads after `synth`: what was made, where, and what to do next. */
export function synthText({ result, root, mode, name }: SynthTextInput): string {
  if (mode === 'write') return written(result, root, name);
  if (!isStale(result))
    return `${result.clusters.length} of ${result.clusters.length} trees in ${root}/ are up to date.\n`;
  if (mode === 'diff') return result.clusters.map(({ diff }) => diff).join('') + orphanLines(result, root).join('');
  const lines = result.clusters.flatMap((one) =>
    pathsOf(one).map(([what, path]) => `${what.padEnd(7)}  ${root}/${one.name}/${path}\n`),
  );
  return [...lines, ...orphanLines(result, root), `Run ${name} synth and commit ${root}/.\n`].join('');
}

function written({ clusters, skipped, orphans }: SynthClustersResult, root: string, name: string): string {
  const rows = clusters.map((one) => [
    one.name,
    one.deployer,
    String(one.components),
    one.support,
    `${one.files} (${one.written.length} written, ${one.removed.length} removed)`,
    `${root}/${one.name}`,
  ]);
  const table =
    rows.length > 0 ? `${textTable(['cluster', 'deployer', 'components', 'support', 'files', 'tree'], rows)}\n` : '';
  const all = clusters.length + skipped.length;
  const changed = clusters.filter((one) => one.written.length + one.removed.length > 0).length;
  const same = all - changed > 0 ? `, ${all - changed} up to date` : '';
  return [
    table,
    `${all} ${all === 1 ? 'cluster' : 'clusters'}: ${changed} written${same}.\n`,
    ...orphanLines({ orphans }, root),
    changed > 0
      ? `Next: read ${root}/${clusters.find((one) => one.written.length + one.removed.length > 0)?.name}/README.md ("Hand it over"), then commit ${root}/.\n`
      : `Nothing to commit. ${name} explain ${clusters[0]?.name ?? '<cluster>'} says where each value comes from.\n`,
  ].join('');
}

/** Nothing is deleted for good measure: a file that somebody renamed by mistake would take a running cluster's tree along. */
const orphanLines = ({ orphans }: Pick<SynthClustersResult, 'orphans'>, root: string): string[] =>
  orphans.map(
    (name) => `orphan   ${root}/${name}: no cluster file makes it; delete the folder when the cluster is gone\n`,
  );

const pathsOf = ({ difference }: SynthReport): (readonly [string, string])[] => [
  ...difference.changed.map((path) => ['changed', path] as const),
  ...difference.missing.map((path) => ['missing', path] as const),
  ...difference.stale.map((path) => ['stale', path] as const),
];
