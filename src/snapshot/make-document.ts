import { compareText, isPlainMap } from '../plain.ts';
import { API_VERSION } from '../recipe/document.ts';
import type { CollectorState, Snapshot } from './document.ts';
import type { Outcome } from './run-collectors.ts';

export interface DocumentOptions {
  /** When the first collector began. */
  readonly taken: Date;
  /** Version of this program. */
  readonly version: string;
  /** Host name of the node, where a collector of nodes ran. */
  readonly node?: string;
  /** Add where and when each part was read. @default false */
  readonly context?: boolean;
}

/** The snapshot of what the collectors found. Maps are sorted by key, so that one state of a cluster has one text. */
export function makeDocument(outcomes: ReadonlyMap<string, Outcome>, options: DocumentOptions): Snapshot {
  const { taken, version, node, context = false } = options;
  const all = [...outcomes].sort(([a], [b]) => compareText(a, b));
  const found = all.flatMap(([name, outcome]) => (outcome.state === 'collected' ? [[name, outcome] as const] : []));
  return {
    apiVersion: API_VERSION,
    kind: 'Snapshot',
    metadata: {
      taken: taken.toISOString(),
      cnsctl: version,
      ...(node === undefined ? {} : { node }),
      redacted: false,
    },
    collectors: Object.fromEntries(all.map(([name, outcome]) => [name, stateOf(outcome)])),
    // Each was parsed by its collector's schema.
    measurements: sortedKeys(
      Object.fromEntries(found.map(([name, { collected }]) => [name, collected.data])),
    ) as Snapshot['measurements'],
    ...(context
      ? {
          context: sortedKeys(
            Object.fromEntries(
              found.map(([name, { collected, ended }]) => [
                name,
                Object.fromEntries(
                  Object.entries(collected.context).map(([path, row]) => [path, { ...row, at: ended.toISOString() }]),
                ),
              ]),
            ),
          ),
        }
      : {}),
  };
}

function stateOf(outcome: Outcome): CollectorState {
  if (outcome.state === 'excluded') return { state: 'excluded', missing: {} };
  if (outcome.state === 'failed') return { state: 'failed', why: outcome.why, missing: {} };
  const { missing } = outcome.collected;
  return { state: Object.keys(missing).length > 0 ? 'partial' : 'collected', missing: sortedKeys(missing) };
}

/** The same with the keys of every map in byte-wise order; lists keep theirs. */
function sortedKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map(sortedKeys) as T;
  if (!isPlainMap(value)) return value;
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => compareText(a, b)).map(([key, entry]) => [key, sortedKeys(entry)]),
  ) as T;
}
