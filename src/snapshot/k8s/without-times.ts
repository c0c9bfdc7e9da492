import { isPlainMap } from '../../plain.ts';

/** What a server or a controller counts or stamps: another value at the next look, with nothing changed. */
const STAMPS: ReadonlySet<string> = new Set([
  'generation',
  'heartbeatTime',
  'lastHandledReconcileAt',
  'lastHeartbeatTime',
  'lastProbeTime',
  'lastTransitionTime',
  'lastUpdateTime',
  'managedFields',
  'observedGeneration',
  'resourceVersion',
  'uid',
]);

/** A point in time as RFC 3339 writes it. */
const TIME = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/**
 * The status of a custom resource without what varies from look to look: fields that count or stamp, by name, and every field whose
 * value is a point in time.
 */
export function withoutTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTimes);
  if (!isPlainMap(value)) return value;
  const kept = Object.entries(value).filter(
    ([key, item]) => key !== '__proto__' && !STAMPS.has(key) && !(typeof item === 'string' && TIME.test(item)),
  );
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutTimes(item)]));
}

/** The spec of a custom resource as it came: what is wanted does not vary by itself. */
export function asItCame(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asItCame);
  if (!isPlainMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '__proto__')
      .map(([key, item]) => [key, asItCame(item)]),
  );
}
