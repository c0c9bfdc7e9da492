import { defineCheck } from '../contract/check.ts';
import type { ReportItem, Severity } from '../contract/report.ts';
import { compareText } from '../plain.ts';
import { answer, unknownParts } from '../recipe/guard.ts';
import { sortedByNode } from './gpu-nodes.ts';
import { nodeFacts } from './node-facts.ts';
import { notApplicable, type PlacedVerdict, someOf, together, unknown } from './outcome.ts';
import { remediationOf } from './settings/remediation.ts';
import type { Setting } from './settings/rule.ts';
import { RULES } from './settings/rules.ts';
import type { NamedSnapshot, Subject } from './subject.ts';

/**
 * Node tuning: each setting of the recipe against what every node of its pool shows.
 *
 * A setting that the recipe left undecided is decided by the node itself. Those that were declined or do not hold here are told as
 * not applicable.
 */
export const tuning = defineCheck<Subject>({
  name: 'tuning',
  summary: 'each setting of the recipe against what the nodes show',
  area: 'node tuning',
  reads: ['os', 'systemd', 'gpu', 'k8s', 'topology', 'cloud'],
  run: (subject) =>
    Object.entries(subject.recipe.tuning).flatMap(([pool, settings]) =>
      Object.entries(settings)
        .sort(([a], [b]) => compareText(a, b))
        .map(([id, setting]) => itemOf(subject, pool, id, setting)),
    ),
});

/** Grades as the recipes have them: what is shipped by vendors matters more than what is only our advice. */
const SEVERITY: Record<Setting['grade'], Severity> = { S: 'medium', D: 'medium', O: 'low', A: 'low' };
/** Kinds that keep GPUs or the fabric from working at all. */
const GRAVE = new Set<Setting['kind']>(['kernel-argument', 'module', 'module-blocklist', 'module-parameter']);

function itemOf(subject: Subject, pool: string, id: string, setting: Setting): ReportItem {
  const severity = GRAVE.has(setting.kind) && setting.grade !== 'A' ? 'high' : SEVERITY[setting.grade];
  return {
    id: `tuning/${pool}/${id}`,
    area: 'node tuning',
    title: `${setting.kind} ${setting.name}`,
    severity,
    expected: expectedOf(setting),
    ...verdictOf(subject, pool, setting),
    why: setting.why,
    source: setting.source,
    remediation: remediationOf(setting, subject.recipe),
  };
}

function verdictOf(subject: Subject, pool: string, setting: Setting) {
  if (setting.state === 'declined' || setting.state === 'elsewhere')
    return { outcome: 'not-applicable' as const, found: '', where: [], because: setting.because };
  const { gpu, other } = sortedByNode(subject);
  const nodes = pool === 'gpu' ? gpu : other;
  return together(
    nodes.flatMap((node) => onNode(subject, setting, node)),
    `no snapshot shows a node of pool ${pool} with what this is read from`,
  );
}

function onNode(subject: Subject, setting: Setting, node: NamedSnapshot): readonly PlacedVerdict[] {
  const verdicts = RULES[setting.kind](setting, node);
  if (setting.state !== 'undecided') return verdicts;
  const condition = setting.when ?? {};
  const facts = nodeFacts(subject, node);
  const guard = answer(condition, facts);
  const on = { file: node.file, path: 'measurements', node: node.snapshot.metadata.node ?? node.file };
  if (guard === 'no') return [{ ...on, ...notApplicable(`holds where ${JSON.stringify(condition)}`) }];
  if (guard === 'yes') return verdicts;
  const parts = unknownParts(condition, facts);
  return [{ ...on, ...unknown(`whether it holds here depends on ${someOf(parts)}, which the snapshot does not say`) }];
}

const EXPECTED: Record<Setting['comparison'], (value: string) => string> = {
  equals: (value) => value,
  atLeast: (value) => `${value} or more`,
  atMost: (value) => `${value} or less`,
  present: (value) => `present ${value}`.trimEnd(),
  absent: (value) => `absent ${value}`.trimEnd(),
};

const expectedOf = ({ comparison, value = '', kind }: Setting): string =>
  kind === 'module-blocklist' ? 'not loaded' : EXPECTED[comparison](value);
