import { DEFAULT_IGNORES } from './data/default-ignores.ts';
import { LIST_RULES } from './data/list-rules.ts';
import type { Finding } from './difference.ts';
import { differences } from './differences.ts';
import { type DocumentKind, documentKind, kubeKind } from './document-kind.ts';
import { jsonPatch, type PatchOperation } from './json-patch.ts';
import { keepIgnored } from './keep-ignored.ts';
import { matcher, type Rule, type State } from './matcher.ts';
import { ownPattern } from './pattern.ts';
import type { IgnoreRule, Place, Tally } from './rules.ts';
import { judged, severitiesFor } from './severity.ts';

export interface DriftOptions {
  /** What the user wants left out, besides the defaults. */
  readonly ignores: readonly Rule<IgnoreRule>[];
  /** Leave out times and ids, too. */
  readonly defaults: boolean;
}

/** What was left out by one rule. */
export interface Ignored extends IgnoreRule {
  readonly differences: number;
}

/** An object of a tree that stands in another file: it is the same to whoever applies the tree. */
export interface Moved {
  readonly object: string;
  readonly from: string;
  readonly to: string;
}

/** What came of holding B against A. */
export interface Drift {
  /** Sorted by path. */
  readonly differences: readonly Finding[];
  /** Rules that kept differences out. */
  readonly ignored: readonly Ignored[];
  /** Rules of the user that name no place of either document. */
  readonly unused: readonly IgnoreRule[];
  /** Only of trees. */
  readonly moved: readonly Moved[];
}

export function compareDocuments(a: unknown, b: unknown, options: DriftOptions): Drift {
  const tally: Tally = new Map();
  const { findings } = compared(a, b, { given: givenRules(options), options, tally });
  return { differences: findings, ...toldOf(tally, options), moved: [] };
}

/** Operations that make of A what B is, but for what is ignored: that stays as A has it. */
export function patchDocuments(a: unknown, b: unknown, options: DriftOptions): PatchOperation[] {
  const place = placeFor(a, b, { given: givenRules(options), options, tally: new Map() });
  return jsonPatch(a, keepIgnored(a, b, place));
}

export interface Compare {
  /** The user's rules, as far as the way to this document leads into them. */
  readonly given: State<IgnoreRule>;
  readonly options: DriftOptions;
  readonly tally: Tally;
}

export const givenRules = ({ ignores }: DriftOptions): State<IgnoreRule> => matcher(ignores);

/** Differences of two documents, each with its severity. */
export function compared(a: unknown, b: unknown, compare: Compare): { readonly findings: Finding[] } {
  const start = severityStart(a, b);
  return { findings: differences(a, b, placeFor(a, b, compare)).map((one) => judged(one, start)) };
}

/** Where severities begin for a document, or for two of one kind. */
export function severityStart(a: unknown, b: unknown) {
  const kind = kindOf(a, b);
  const start = severitiesOf(kind);
  return kind === 'Kubernetes' ? start.step(kubeKind(a)) : start;
}

/** Where rules begin for two documents. */
function placeFor(a: unknown, b: unknown, { given, options, tally }: Compare): Place {
  const kind = kindOf(a, b);
  const { own, lists } = rulesOf(kind);
  const ignores = options.defaults ? own : matcher<IgnoreRule>([]);
  if (kind !== 'Kubernetes') return { given, own: ignores, lists, tally };
  const object = kubeKind(a);
  return { given, own: ignores.step(object), lists: lists.step(object), tally };
}

function kindOf(a: unknown, b: unknown): DocumentKind {
  const kind = documentKind(a);
  if (kind !== documentKind(b)) return 'other';
  return kind === 'Kubernetes' && kubeKind(a) !== kubeKind(b) ? 'other' : kind;
}

const severitiesOf = once(severitiesFor);

const rulesOf = once((kind: DocumentKind) => ({
  own: matcher(
    DEFAULT_IGNORES[kind].map(({ path, reason }): Rule<IgnoreRule> => {
      return { pattern: ownPattern(path), value: { path, reason, from: 'default' } };
    }),
  ),
  lists: matcher(LIST_RULES[kind].map((rule) => ({ pattern: ownPattern(rule.at), value: rule }))),
}));

/** Patterns of a kind of document are compiled when the first of its kind is compared. */
function once<T>(make: (kind: DocumentKind) => T): (kind: DocumentKind) => T {
  const made = new Map<DocumentKind, T>();
  return (kind) => {
    const known = made.get(kind) ?? make(kind);
    made.set(kind, known);
    return known;
  };
}

/** What became of the rules. */
export function toldOf(tally: Tally, { ignores }: DriftOptions): Pick<Drift, 'ignored' | 'unused'> {
  const ignored = [...tally].flatMap(([rule, use]) =>
    use.differences > 0 ? [{ ...rule, differences: use.differences }] : [],
  );
  return {
    ignored: ignored.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
    unused: ignores.map(({ value }) => value).filter((rule) => !tally.has(rule)),
  };
}
