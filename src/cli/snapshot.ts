import { type Command, Option } from 'commander';
import { addClusterFlags } from './cluster-flags.ts';
import { describe } from './describe.ts';
import { addFormatFlag, addOutputFlag, collect, collectList } from './flags.ts';
import type { Shell } from './shell.ts';
import { COLLECTORS, type SnapshotFlags } from './snapshot-flags.ts';

/** `cnsctl snapshot`: what a cluster, and the node that this runs on, really are. */
export function addSnapshotCommand(program: Command, shell: Shell): void {
  const command = program
    .command('snapshot')
    .summary('look at a running cluster and node')
    .description(
      'Look at a cluster and at the node that this runs on, and print what they are: versions, images, GPUs, kernel settings, services, network cards, topology, cloud. Reads only, and changes nothing.',
    );
  const names = COLLECTORS.join(', ');
  const add = (flags: string, about: string, group: string): Option => new Option(flags, about).helpGroup(`${group}:`);
  command
    .addOption(add('--filter <names>', `only these collectors: ${names}`, 'What').argParser(collectList))
    .addOption(add('--exclude <names>', 'not these collectors; they are not run', 'What').argParser(collectList))
    .addOption(add('--context', 'say where, when and in which unit each part was read', 'What'))
    .addOption(add('--redact', 'replace names, addresses and ids, each thing by one word everywhere', 'What'))
    .addOption(
      add(
        '--cloud <key=value>',
        'what no metadata service can be asked: provider, region, …; may be repeated',
        'What',
      ).argParser(collect),
    )
    .addOption(add('--root <folder>', "where the node's file system is mounted (default: /)", 'What'))
    .addOption(
      add('--fail-fast', 'stop at the first collector that fails (the default)', 'How').conflicts('bestEffort'),
    )
    .addOption(add('--best-effort', 'keep what the others find; what is missing is marked, with the reason', 'How'))
    .addOption(add('--timeout <duration>', 'limit of one attempt of each collector, e.g. 30s', 'How'))
    .addOption(add('--cache-ttl <duration>', 'take a snapshot that was taken at most so long ago, e.g. 5m', 'How'))
    .addOption(add('--no-cache', 'take and keep no snapshot of an earlier run', 'How'));
  addClusterFlags(command);
  addOutputFlag(addFormatFlag(command, ['yaml', 'json', 'table']), 'write to this file, or to cm://namespace/name');
  describe(command, {
    examples: [
      { line: 'cnsctl snapshot --output cluster.yaml', about: 'everything, from a node with access to its cluster' },
      { line: 'cnsctl snapshot --filter k8s,topology', about: 'the cluster, from anywhere' },
      { line: 'cnsctl snapshot --exclude k8s,topology --format table', about: 'this node, at a glance' },
      { line: 'cnsctl snapshot --redact --output for-support.yaml', about: 'to hand to somebody else' },
      { line: 'cnsctl snapshot --cache-ttl 5m --output cm://gpu-operator/snapshot', about: 'into a ConfigMap' },
    ],
  });
  command.action(async (flags: SnapshotFlags) => {
    const { runSnapshot } = await import('./run-snapshot.ts');
    await runSnapshot(shell, flags);
  });
}
