import { compareText } from '../../plain.ts';
import type { PlannedSetting } from '../plan.ts';

/**
 * Fields of the kubelet's configuration that have a flag: a bootstrap script takes flags only.
 *
 * @see https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/
 */
const FLAGS: Readonly<Record<string, string>> = {
  cpuManagerPolicy: 'cpu-manager-policy',
  cpuManagerPolicyOptions: 'cpu-manager-policy-options',
  kubeReserved: 'kube-reserved',
  memoryManagerPolicy: 'memory-manager-policy',
  reservedMemory: 'reserved-memory',
  reservedSystemCPUs: 'reserved-cpus',
  systemReserved: 'system-reserved',
  topologyManagerPolicy: 'topology-manager-policy',
  topologyManagerScope: 'topology-manager-scope',
};

/** The flag of a setting, e.g. `--cpu-manager-policy`. Nothing where the kubelet has no flag, or the value would not survive the quotes around all flags. */
export function kubeletFlag({ kind, name, value = '', comparison }: PlannedSetting): string | undefined {
  const flag = FLAGS[name];
  const isPlain = /^[\w.,:=/-]+$/.test(value) && comparison !== 'absent';
  return kind === 'kubelet' && flag !== undefined && isPlain ? `--${flag}` : undefined;
}

/** Settings of the kubelet as its flags, in the order of their names; what has no flag is left out. */
export const kubeletFlags = (settings: readonly PlannedSetting[]): string[] =>
  settings
    .toSorted((a, b) => compareText(a.name, b.name))
    .flatMap((setting) => {
      const flag = kubeletFlag(setting);
      return flag === undefined ? [] : [`${flag}=${setting.value}`];
    });
