import { CnsError } from '../errors.ts';
import { type ConfigMapAddress, configMapAddress } from '../ops/config-map-address.ts';
import type { Snapshot } from '../snapshot/document.ts';
import { emitData } from './emit.ts';
import type { Shell } from './shell.ts';
import type { SnapshotFlags } from './snapshot-flags.ts';

/** Where and how a snapshot is written. */
export interface SnapshotOutput {
  readonly flags: SnapshotFlags;
  /** @default - a file or the standard output */
  readonly configMap?: ConfigMapAddress;
}

/** Reads where the snapshot goes, before it is taken. @throws CnsError `USAGE` */
export function outputOf(flags: SnapshotFlags): SnapshotOutput {
  const configMap = flags.output === undefined ? undefined : configMapAddress(flags.output, '--output');
  if (configMap !== undefined && flags.format === 'table')
    throw new CnsError({
      code: 'USAGE',
      message: 'a ConfigMap holds the snapshot itself, and a table is only a glance at it',
      hint: 'give --format yaml or json, or leave it out',
      source: { file: '--format', line: 1, column: 1 },
    });
  return configMap === undefined ? { flags } : { flags, configMap };
}

/** Writes the snapshot, and tells on the standard error what could not be read. */
export async function emitSnapshot(
  shell: Shell,
  snapshot: Snapshot,
  { flags, configMap }: SnapshotOutput,
): Promise<void> {
  // A table says it itself.
  if (flags.format !== 'table') for (const gap of gapsOf(snapshot)) shell.streams.stderr.write(gap);
  if (configMap === undefined)
    return emitData(shell, snapshot, flags.format === undefined ? { ...flags, format: 'yaml' } : flags, async () => {
      const { snapshotText } = await import('../report/snapshot.ts');
      return snapshotText(snapshot);
    });
  const [{ formatData }, { applyConfigMap }] = await Promise.all([
    import('../ops/format-data.ts'),
    import('../io/kube/apply-config-map.ts'),
  ]);
  const format = flags.format === 'json' ? 'json' : 'yaml';
  const text = formatData(snapshot, format);
  const cluster = await shell.cluster(flags);
  await applyConfigMap(cluster, { ...configMap, format, text, timestamp: snapshot.metadata.taken });
  shell.streams.stderr.write(`written to cm://${configMap.namespace}/${configMap.name}\n`);
}

/** A line a collector that failed or is not whole; the snapshot itself says all of it. */
const gapsOf = ({ collectors }: Snapshot): string[] =>
  Object.entries(collectors).flatMap(([name, { state, why, missing }]) => {
    if (state === 'failed') return [`${name}: ${why}\n`];
    const parts = Object.entries(missing);
    const [first] = parts;
    if (first === undefined) return [];
    const more = parts.length === 1 ? '' : `, and ${parts.length - 1} more; see collectors.${name}.missing`;
    return [`${name}: ${first[0]} could not be read: ${first[1]}${more}\n`];
  });
