import { formatPath, type Path, parsePath } from '../path.ts';
import type { Snapshot } from '../snapshot/document.ts';
import type { Collected, NamedSnapshot } from './subject.ts';

type Data<C extends Collected> = NonNullable<Snapshot['measurements'][C]>;

/** What one snapshot says of one thing. */
export type Reading<T> = {
  /** File of the snapshot. */
  readonly file: string;
  /** Path in it, e.g. `measurements.os.sysctl["vm.swappiness"]`. */
  readonly path: string;
  /** Host that it was taken on; the file where that is not known. */
  readonly node: string;
} & (
  | { readonly state: 'said'; readonly value: T }
  /** It was to be measured and could not be, or the measurement does not have it. */
  | { readonly state: 'unknown'; readonly because: string }
);

export interface Ask<C extends Collected, T> {
  readonly of: C;
  /** Path below the measurement: what is missing at, above or below it makes the answer unknown. */
  readonly path: Path;
  /** Further places below the same measurement that the answer rests on. */
  readonly also?: readonly Path[];
  /** @returns undefined when the measurement is there and does not say it */
  readonly read: (data: Data<C>) => T | undefined;
  /** Why `undefined` is no answer. @default 'the snapshot does not have it' */
  readonly otherwise?: string;
}

/** What each snapshot says. One that excluded the collector, or never had it, has no say and is left out. */
export const readings = <C extends Collected, T>(
  snapshots: readonly NamedSnapshot[],
  ask: Ask<C, T>,
): readonly Reading<T>[] =>
  snapshots.flatMap((one) => {
    const reading = readingOf(one, ask);
    return reading ? [reading] : [];
  });

function readingOf<C extends Collected, T>(
  { file, snapshot }: NamedSnapshot,
  { of, path, also = [], read, otherwise = 'the snapshot does not have it' }: Ask<C, T>,
): Reading<T> | undefined {
  const collector = Object.hasOwn(snapshot.collectors, of) ? snapshot.collectors[of] : undefined;
  const data = Object.hasOwn(snapshot.measurements, of) ? snapshot.measurements[of] : undefined;
  if (collector?.state === 'excluded' || (collector === undefined && data === undefined)) return undefined;
  const at = { file, path: formatPath(['measurements', of, ...path]), node: snapshot.metadata.node ?? file };
  const unknown = (because: string) => ({ ...at, state: 'unknown' as const, because });
  if (collector?.state === 'failed' || data === undefined)
    return unknown(`collector ${of} failed${collector?.why ? `: ${collector.why}` : ''}`);
  const gap = Object.entries(collector?.missing ?? {}).find(([missing]) =>
    [path, ...also].some((one) => touches(missing, one)),
  );
  if (gap) return unknown(`collector ${of} could not read ${gap[0] === '' ? 'it' : gap[0]}: ${gap[1]}`);
  const value = read(data as Data<C>);
  return value === undefined ? unknown(`collector ${of}: ${otherwise}`) : { ...at, state: 'said', value };
}

/** Whether something missing is what a path leads to, holds it, or is a part of it. What is no path may be anything. */
function touches(missing: string, path: Path): boolean {
  if (missing === '') return true;
  const there = parsePath(missing);
  if (there === undefined) return true;
  return there.slice(0, path.length).every((key, i) => String(key) === String(path[i]));
}
