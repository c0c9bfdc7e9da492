import type { AgentPackage } from '../contract/cluster.ts';
import type { Problem } from '../errors.ts';
import { boundedMap, remembered } from '../remembered.ts';
import { agentPackages } from './agent-packages.ts';
import type { Catalog } from './catalog.ts';
import { joinSettings, namedTwice } from './join-settings.ts';
import { appliedBy } from './tuning-profile.ts';
import { stateOf, type TunedSetting, type TuningInput } from './tuning-state.ts';

export type { TunedSetting, TuningInput } from './tuning-state.ts';

export interface PoolTuning {
  readonly settings: readonly TunedSetting[];
  readonly packages: readonly AgentPackage[];
  readonly problems: readonly Problem[];
}

/**
 * The node tuning of one pool: which settings apply, and who brings each to the node.
 *
 * What a profile of the node agent applies must be what the recipe resolved: a difference is `TUNING_UNMATCHED`.
 */
export function resolveTuning(input: TuningInput): PoolTuning {
  const { catalog, layers, pool, facts, accepted } = input;
  const before = resolvedBefore(catalog);
  const key = JSON.stringify([pool, layers.map(({ origin, name, hash }) => [origin, name, hash]), facts, accepted]);
  const tuning = before.get(key) ?? tuningOf(input);
  before.set(key, tuning);
  return tuning;
}

/** Tuning by content of the layers, and facts: the same in all clusters of a recipe. */
const resolvedBefore = remembered((_: Catalog) => boundedMap<PoolTuning>(1024));

function tuningOf(input: TuningInput): PoolTuning {
  const { catalog, facts, pool } = input;
  const problems: Problem[] = [];
  const chosen = joinSettings(input, problems);
  const packages = agentPackages(input, problems);
  const stated = chosen.map(({ id, setting, layer }) => ({ id, setting, layer, ...stateOf(id, setting, input) }));
  for (const id of input.accepted.filter((name) => !chosen.some((c) => c.id === name && c.setting.optIn))) {
    const known = chosen.filter((c) => c.setting.optIn).map((c) => c.id);
    problems.push({
      code: 'DOCUMENT_INVALID',
      path: `pools.${pool}.acceptSettings`,
      message: `no setting ${JSON.stringify(id)} asks for acceptance here${known.length > 0 ? `; those that do: ${known.join(', ')}` : ''}`,
    });
  }
  problems.push(...namedTwice(stated, pool));
  const profile = appliedBy(catalog, packages, facts, stated, pool);
  problems.push(...profile.problems);
  const row = catalog.channels.findLast((c) => c.service === facts.service && c.os === facts.os);
  const settings = stated.map(({ id, setting, layer, state, because }): TunedSetting => {
    const { kind, name, comparison, value, reboot, why, tradeOff, source, verify, grade } = setting;
    const when = Object.keys(setting.when).length > 0 ? { when: setting.when } : {};
    const text = { why, tradeOff, source, verify };
    const base = { id, kind, name, comparison, value, reboot, ...text, grade, layer, state, ...when };
    if (profile.applied.has(id)) return { ...base, channel: 'profile', because };
    const channel = row?.kinds[kind];
    if (!channel)
      return {
        ...base,
        channel: 'none',
        because: because || `recipes/channels.yaml has no row for ${facts.service} with ${facts.os}`,
      };
    return { ...base, channel: channel.channel, because: because || channel.why };
  });
  return { settings, packages, problems };
}
