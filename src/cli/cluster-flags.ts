import { type Command, Option } from 'commander';

/** Which cluster is asked. */
export interface ClusterFlags {
  readonly kubeconfig?: string;
  /** Not `--context`, which in `snapshot` adds source, time and unit to measurements. */
  readonly kubeContext?: string;
}

/** Flags of every command that asks an API server. */
export function addClusterFlags(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--kubeconfig <file>',
        'kubeconfig of the cluster (default: KUBECONFIG, then ~/.kube/config, then the service account of the pod)',
      ).helpGroup('Cluster:'),
    )
    .addOption(new Option('--kube-context <name>', 'context in it (default: its current one)').helpGroup('Cluster:'));
}
