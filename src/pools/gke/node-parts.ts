import type { Expression } from '../expression.ts';
import type { PlannedTaint } from '../plan.ts';
import type { GkeInput } from './input.ts';
import type { NodeConfig } from './resource-types.ts';

/** What all nodes of the cluster share. */
export interface NodeMade {
  readonly accountEmail: Expression;
  readonly keyName: Expression;
}

/**
 * The part of a node that does not depend on its pool: identity, encrypted disk, measured boot, no metadata of the machine for pods.
 *
 * @param signed whether every kernel module is signed: a driver that is compiled on the node is not, and would not load
 */
export const baseNode = ({ labels }: GkeInput, made: NodeMade, signed: boolean): NodeConfig => ({
  serviceAccount: made.accountEmail,
  // The roles of the service account decide; narrower scopes would only hide that.
  oauthScopes: ['https://www.googleapis.com/auth/cloud-platform'],
  bootDiskKmsKey: made.keyName,
  shieldedInstanceConfig: { enableSecureBoot: signed, enableIntegrityMonitoring: true },
  workloadMetadataConfig: { mode: 'GKE_METADATA' },
  metadata: { 'disable-legacy-endpoints': 'true' },
  resourceLabels: labels,
});

const EFFECTS = { NoSchedule: 'NO_SCHEDULE', PreferNoSchedule: 'PREFER_NO_SCHEDULE', NoExecute: 'NO_EXECUTE' } as const;

/** Taints that the pool itself puts on, in the words of GKE. Those of GKE are not repeated: it would put them on twice. */
export const nodePoolTaints = (taints: readonly PlannedTaint[]) =>
  taints.filter(({ by }) => by === 'pool').map(({ key, value, effect }) => ({ key, value, effect: EFFECTS[effect] }));
