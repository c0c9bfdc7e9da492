import { compareText } from '../../plain.ts';

/** `certain`: only one value shows so. `likely`: it shows so mostly; alone it decides nothing. */
export type Sureness = 'certain' | 'likely';

/** One thing that a snapshot shows, and what it stands for. */
export interface Evidence {
  /** What it stands for; undefined where nothing that is known does: a GPU or a system without a recipe. */
  readonly value: string | undefined;
  readonly sureness: Sureness;
  /** Path in the snapshot. */
  readonly path: string;
  /** The value there, or the part of it that matters. */
  readonly seen: string;
  /** How many further places show the same. @default 0 */
  readonly more?: number;
}

/** What is to be found: a path in a cluster file, and the flag that decides it. */
export interface Subject {
  readonly path: string;
  readonly flag: string;
}

export interface Finding extends Subject {
  /**
   * `found`: taken from the snapshot. `given`: a flag says so, whatever the snapshot shows. `default`: the snapshot does not say, and the
   * config or the recipe has a value. `left-out`: seen, and not sure enough to be taken where nothing is needed. `unsure`: refused.
   */
  readonly state: 'found' | 'given' | 'default' | 'left-out' | 'unsure';
  readonly value?: string | number;
  readonly sureness?: Sureness;
  readonly evidence: readonly Evidence[];
  /** Why the snapshot does not say, or why it is refused. */
  readonly why?: string;
}

/** Evidence by what it stands for and what was seen: a thousand nodes of a kind are one line. */
export function grouped(evidence: readonly Evidence[]): Evidence[] {
  const groups = new Map<string, Evidence & { more: number }>();
  for (const one of evidence) {
    const key = JSON.stringify([one.value, one.sureness, one.seen, kindOf(one.path)]);
    const group = groups.get(key);
    groups.set(key, group === undefined ? { ...one, more: 0 } : { ...group, more: group.more + 1 });
  }
  return [...groups.values()].sort(
    (a, b) => compareText(a.value ?? '', b.value ?? '') || compareText(a.path, b.path) || compareText(a.seen, b.seen),
  );
}

/** A path without the names of nodes in it: what is read of each of them is one kind. */
const kindOf = (path: string): string => path.replace(/(nodes)(\["[^"]*"\]|\.[^.[]+)/, '$1');

/** Every value that evidence stands for, sorted. */
export const valuesIn = (evidence: readonly Evidence[]): (string | undefined)[] =>
  [...new Set(evidence.map(({ value }) => value))].sort((a, b) => compareText(a ?? '', b ?? ''));

/** `eks (certain: measurements.k8s.server.version is "v1.34.2-eks-3025e55")`. */
export const evidenceText = ({ value, sureness, path, seen, more = 0 }: Evidence): string =>
  `${value ?? 'nothing that has a recipe'} (${sureness}: ${path} is ${JSON.stringify(seen)}${more > 0 ? `, and ${more} more` : ''})`;
