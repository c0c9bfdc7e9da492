import type { PlannedTaint } from '../plan.ts';
import { AGENT_GROUPS } from '../startup-taint.ts';

/**
 * Taint of every spot node. AKS puts it on even where the pool does not declare it.
 *
 * @see https://learn.microsoft.com/azure/aks/spot-node-pool#limitations
 */
export const SPOT_TAINT = {
  key: 'kubernetes.azure.com/scalesetpriority',
  value: 'spot',
  effect: 'NoSchedule',
} as const;

/** Taints that the pool itself puts on, in the words of AKS. */
export const poolTaints = (taints: readonly PlannedTaint[]): string[] =>
  taints.filter(({ by }) => by === 'pool').map(({ key, value, effect }) => `${key}=${value}:${effect}`);

/**
 * Taints of a pool that somebody in the cluster wants to take away again. No client of Kubernetes may take away what AKS has put on, so
 * that no workload would ever start.
 *
 * @see https://learn.microsoft.com/azure/aks/use-node-taints
 */
export const irremovable = (taints: readonly PlannedTaint[]): PlannedTaint[] =>
  taints.filter(
    ({ by, key, value }) =>
      by === 'pool' &&
      // The key of the taint is the group of the agent's API, in all its versions.
      (AGENT_GROUPS.includes(key) ||
        value === 'runtime-required' ||
        taints.some((other) => other.by === 'agent' && other.key === key)),
  );
