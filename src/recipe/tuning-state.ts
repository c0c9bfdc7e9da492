import type { ResolvedSetting } from '../contract/cluster.ts';
import type { Catalog } from './catalog.ts';
import { answer, type Facts, unknownParts } from './guard.ts';
import type { Layer, Setting } from './layer.ts';

/** A setting with the answer to its guards for one pool. */
export interface TunedSetting extends Omit<ResolvedSetting, 'channel'> {
  readonly layer: string;
  readonly grade: Setting['grade'];
  /**
   * `applies`; `elsewhere`: a guard says no; `undecided`: a guard is known on the node only; `declined`: it weakens isolation and was not accepted.
   */
  readonly state: 'applies' | 'elsewhere' | 'undecided' | 'declined';
  readonly channel: ResolvedSetting['channel'];
  /** Its guard, where it has one: what is undecided here is decided on the node. */
  readonly when?: Setting['when'];
  /** Why it is in that state or channel. */
  readonly because: string;
}

export interface TuningInput {
  readonly catalog: Catalog;
  /** Layers that apply. */
  readonly layers: readonly Layer[];
  readonly pool: string;
  readonly facts: Facts;
  /** Ids of isolation-weakening settings that the user accepts. */
  readonly accepted: readonly string[];
}

/** Whether a setting applies to the pool, and why not. */
export function stateOf(
  id: string,
  setting: Setting,
  { facts, accepted, pool }: TuningInput,
): { state: TunedSetting['state']; because: string } {
  if (!setting.intents.includes(String(facts.intent)))
    return { state: 'elsewhere', because: `for ${setting.intents.join(', ')} only` };
  const guard = answer(setting.when, facts);
  if (guard === 'no') return { state: 'elsewhere', because: `holds where ${JSON.stringify(setting.when)}` };
  if (setting.grade === 'O') return { state: 'elsewhere', because: 'observed on one node only: never enforced' };
  if (setting.optIn && !accepted.includes(id))
    return {
      state: 'declined',
      because: `weakens the node: ${setting.tradeOff.replace(/\.$/, '')}; name it in pools.${pool}.acceptSettings to apply it`,
    };
  if (guard === 'unknown')
    return {
      state: 'undecided',
      because: `${unknownParts(setting.when, facts).join(', ')} of the node is not known before boot; give it under inputs to decide here`,
    };
  return { state: 'applies', because: '' };
}
