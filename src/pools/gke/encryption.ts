import type { Expression } from '../expression.ts';
import { output, Part, type PlannedResource } from '../resource.ts';
import type { GkeInput } from './input.ts';
import type { GcpTypes } from './resource-types.ts';

/** 90 days: the longest that the CIS benchmark for Google Cloud (1.10) accepts. */
const ROTATION = `${90 * 24 * 3600}s`;

/** Service agents that open and close the key: GKE for secrets in etcd, Compute Engine for disks. */
const AGENTS = { 'key-for-secrets': 'container-engine-robot', 'key-for-disks': 'compute-system' } as const;

/**
 * One key for secrets of the cluster and disks of its nodes.
 *
 * The ring has a name of its own each time: rings can never be deleted, so a fixed name could be used once only.
 */
export function gkeKey({ account, labels, region }: GkeInput): {
  readonly resources: readonly PlannedResource[];
  readonly keyName: Expression;
  /** Until these are there, neither GKE nor Compute Engine can use the key. */
  readonly grants: readonly string[];
} {
  const part = new Part<GcpTypes>('encryption');
  const ring = part.add('gcp:kms/keyRing:KeyRing', 'key-ring', { location: region });
  const key = part.add(
    'gcp:kms/cryptoKey:CryptoKey',
    'key',
    { keyRing: output(ring, 'id'), purpose: 'ENCRYPT_DECRYPT', rotationPeriod: ROTATION, labels },
    account.protect ? { protect: true } : {},
  );
  const grants = Object.entries(AGENTS).map(
    ([name, agent]) =>
      part.add('gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember', name, {
        cryptoKeyId: output(key, 'id'),
        role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
        member: `serviceAccount:service-${account.projectNumber}@${agent}.iam.gserviceaccount.com`,
      }).name,
  );
  return { resources: part.resources, keyName: output(key, 'id'), grants };
}
