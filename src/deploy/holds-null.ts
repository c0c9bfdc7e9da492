import { isPlainMap } from '../plain.ts';

/** Whether a null stands anywhere in the value. To Helm it drops a chart's default; as a field of an object on the cluster it gets lost. */
export function holdsNull(value: unknown): boolean {
  if (value === null) return true;
  if (Array.isArray(value)) return value.some(holdsNull);
  return isPlainMap(value) && Object.values(value).some(holdsNull);
}
