import type { Setting } from '../../../src/validate/settings/rule.ts';
import { RULES } from '../../../src/validate/settings/rules.ts';
import { aSnapshot, type SnapshotParts } from '../../snapshot/a-snapshot.ts';
import { aSetting } from '../a-recipe.ts';

/** What a rule says of one node: `met 1`, `not-met 60`, `unknown <why>`; nothing where the node has no say. */
export function said(setting: Partial<Setting> & Pick<Setting, 'kind' | 'name'>, parts: SnapshotParts): string {
  const whole = aSetting(setting);
  const verdicts = RULES[whole.kind](whole, { file: 'node.yaml', snapshot: aSnapshot({ node: 'gpu-1', ...parts }) });
  return verdicts.map(({ outcome, found, because }) => `${outcome} ${because ?? found}`).join('; ');
}
