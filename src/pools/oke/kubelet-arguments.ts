import { kubeletFlags } from '../first-boot/kubelet-flags.ts';
import type { PlannedSetting, PlannedTaint } from '../plan.ts';

/**
 * What OKE's bootstrap hands to the kubelet: a node pool has no field for taints, nor for policies of the kubelet.
 *
 * All taints stand here, also those that OKE puts on by itself: the kubelet reads the last `--register-with-taints` only, and the
 * bootstrap may have set one for its own.
 *
 * @see https://github.com/oracle/karpenter-provider-oci/blob/main/docs/guide/faqs.md taints that the bootstrap adds
 */
export function kubeletArguments(settings: readonly PlannedSetting[], taints: readonly PlannedTaint[]): string {
  const registered = taints
    .filter(({ by }) => by !== 'agent')
    .map(({ key, value, effect }) => `${key}=${value}:${effect}`);
  return [
    ...(registered.length > 0 ? [`--register-with-taints=${registered.join(',')}`] : []),
    ...kubeletFlags(settings),
  ].join(' ');
}
