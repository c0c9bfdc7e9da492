import { isPlainMap } from '../plain.ts';
import { KUBERNETES_SEVERITIES } from './data/severities/kubernetes.ts';
import { CLUSTER_SEVERITIES, RECIPE_SEVERITIES } from './data/severities/recipe.ts';
import { SNAPSHOT_SEVERITIES } from './data/severities/snapshot.ts';
import { type Difference, type Finding, SEVERITIES, type Severity } from './difference.ts';
import type { DocumentKind } from './document-kind.ts';
import { matcher, type State } from './matcher.ts';
import { ownPattern, type Pattern } from './pattern.ts';
import type { SeverityRule } from './severity-rule.ts';

type Judgement = Pick<Finding, 'severity' | 'reason'>;

const RULES: Readonly<Record<DocumentKind, readonly SeverityRule[]>> = {
  Snapshot: SNAPSHOT_SEVERITIES,
  Cluster: CLUSTER_SEVERITIES,
  ResolvedRecipe: RECIPE_SEVERITIES,
  Kubernetes: KUBERNETES_SEVERITIES,
  other: [],
};

const NO_RULE: Judgement = { severity: 'info', reason: 'no rule says more' };

/** Where the rules for a kind of document begin. */
export const severitiesFor = (kind: DocumentKind): State<SeverityRule> =>
  matcher(
    RULES[kind]
      .map((rule) => ({ pattern: ownPattern(rule.at), value: rule }))
      .toSorted((a, b) => namedKeys(b.pattern) - namedKeys(a.pattern)),
  );

const namedKeys = (pattern: Pattern): number => pattern.filter(({ kind }) => kind === 'key').length;

/**
 * How severe a difference is: the rule for the deepest place on its path speaks; at one depth that which names most keys, then the first. What was added or removed is
 * as severe as the most severe thing in it.
 */
export function judged(difference: Difference, start: State<SeverityRule>): Finding {
  let judgement: Judgement = start.matched[0] ?? NO_RULE;
  let state = start;
  for (const key of difference.path) {
    state = state.step(key);
    judgement = state.matched[0] ?? judgement;
  }
  for (const value of [difference.before, difference.after]) judgement = strongestIn(value, state, judgement);
  return { ...difference, severity: judgement.severity, reason: judgement.reason };
}

function strongestIn(value: unknown, state: State<SeverityRule>, before: Judgement): Judgement {
  if (!state.alive || before.severity === SEVERITIES[0]) return before;
  const entries = Array.isArray(value) ? value.entries() : isPlainMap(value) ? Object.entries(value) : [];
  let strongest = before;
  for (const [key, item] of entries) {
    const below = state.step(key);
    const [own] = below.matched;
    if (own && rank(own.severity) < rank(strongest.severity)) strongest = own;
    strongest = strongestIn(item, below, strongest);
  }
  return strongest;
}

/** 0 for the most severe. */
export const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);
