import type { AgentPackage, ResolvedSetting } from '../contract/cluster.ts';
import type { Problem } from '../errors.ts';
import { formatPath } from '../path.ts';
import { compareText } from '../plain.ts';
import type { Catalog } from './catalog.ts';
import { answer, type Facts, unknownParts } from './guard.ts';
import type { Layer, Setting } from './layer.ts';
import { locate } from './document.ts';
import { overrides } from './merge.ts';
import { appliedBy } from './tuning-profile.ts';

/** A setting with the answer to its guards for one pool. */
export interface TunedSetting extends Omit<ResolvedSetting, 'channel'> {
  readonly layer: string;
  readonly grade: Setting['grade'];
  /**
   * `applies`; `elsewhere`: a guard says no; `undecided`: a guard is known on the node only; `declined`: it weakens isolation and was not accepted.
   */
  readonly state: 'applies' | 'elsewhere' | 'undecided' | 'declined';
  readonly channel: ResolvedSetting['channel'];
  /** Why it is in that state or channel. */
  readonly because: string;
}

export interface PoolTuning {
  readonly settings: readonly TunedSetting[];
  readonly packages: readonly AgentPackage[];
  readonly problems: readonly Problem[];
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

/**
 * The node tuning of one pool: which settings apply, and who brings each to the node.
 *
 * What a profile of the node agent applies must be what the recipe resolved: a difference is `TUNING_UNMATCHED`.
 */
export function resolveTuning(input: TuningInput): PoolTuning {
  const { catalog, facts, layers, pool } = input;
  const problems: Problem[] = [];
  const chosen = joined(layers, pool, problems);
  const packages = packagesOf(layers, pool, facts);
  const stated = chosen.map(({ id, setting, layer }) => ({ id, setting, layer, ...stateOf(id, setting, input) }));
  for (const id of input.accepted.filter((name) => !chosen.some((c) => c.id === name && c.setting.optIn))) {
    const known = chosen.filter((c) => c.setting.optIn).map((c) => c.id);
    problems.push({
      code: 'DOCUMENT_INVALID',
      path: `pools.${pool}.acceptSettings`,
      message: `no setting ${JSON.stringify(id)} asks for acceptance here${known.length > 0 ? `; those that do: ${known.join(', ')}` : ''}`,
    });
  }
  const profile = appliedBy(catalog, packages, facts, stated, pool);
  problems.push(...profile.problems);
  const row = catalog.channels.findLast((c) => c.service === facts.service && c.os === facts.os);
  const settings = stated.map(({ id, setting, layer, state, because }): TunedSetting => {
    const { kind, name, comparison, value, reboot, why, tradeOff, source, verify, grade } = setting;
    const base = { id, kind, name, comparison, value, reboot, why, tradeOff, source, verify, grade, layer, state };
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

interface Chosen {
  readonly id: string;
  readonly setting: Setting;
  readonly layer: string;
}

/** One setting an id: the layer that overrides the others decides; of layers that do not, limits join and exact values must agree. */
function joined(layers: readonly Layer[], pool: string, problems: Problem[]): Chosen[] {
  const ids = [...new Set(layers.flatMap(({ document }) => Object.keys(document.tuning[pool]?.settings ?? {})))].sort(
    compareText,
  );
  return ids.flatMap((id) => {
    const entries = layers
      .filter(({ document }) => document.tuning[pool]?.settings[id] !== undefined)
      .map((layer) => ({ layer, setting: layer.document.tuning[pool]?.settings[id] ?? null }));
    const top = entries
      .filter((e) => !entries.some((other) => other !== e && overrides(asSource(other.layer), asSource(e.layer))))
      .sort((a, b) => compareText(a.layer.name, b.layer.name));
    const [first, ...rest] = top;
    if (!first) return [];
    let { setting, layer } = first;
    for (const other of rest) {
      const join = joinTwo(setting, other.setting);
      if (join === 'conflict') {
        const path = formatPath(['tuning', pool, 'settings', id]);
        const there = locate({ file: layer.name, value: undefined, positions: layer.positions }, [
          'tuning',
          pool,
          'settings',
          id,
        ]);
        problems.push({
          code: 'RECIPE_CONFLICT',
          path,
          source: locate({ file: other.layer.name, value: undefined, positions: other.layer.positions }, [
            'tuning',
            pool,
            'settings',
            id,
          ]),
          message: `this file says ${show(other.setting)}, ${there.file}:${there.line}:${there.column} says ${show(setting)}, and neither overrides the other`,
          hint: 'write a layer that contains both matches with the value that is right for the pair',
        });
      } else if (join === 'second') ({ setting, layer } = other);
    }
    return setting === null ? [] : [{ id, setting, layer: layer.name }];
  });
}

const asSource = ({ name, origin, match }: Layer) => ({
  name,
  origin,
  match,
  value: {},
  locate: () => ({ file: name, line: 1, column: 1 }),
});

function joinTwo(a: Setting | null, b: Setting | null): 'first' | 'second' | 'conflict' {
  if (a === null || b === null) return a === b ? 'first' : 'conflict';
  if (a.kind !== b.kind || a.name !== b.name || a.comparison !== b.comparison) return 'conflict';
  if (a.value === b.value) return 'first';
  const [x, y] = [Number(a.value), Number(b.value)];
  if (!Number.isFinite(x) || !Number.isFinite(y)) return 'conflict';
  if (a.comparison === 'atLeast') return y > x ? 'second' : 'first';
  if (a.comparison === 'atMost') return y < x ? 'second' : 'first';
  return 'conflict';
}

const show = (setting: Setting | null): string =>
  setting === null ? 'null' : `${setting.name} ${setting.comparison} ${setting.value ?? ''}`.trim();

function stateOf(
  id: string,
  setting: Setting,
  { facts, accepted }: TuningInput,
): { state: TunedSetting['state']; because: string } {
  if (!setting.intents.includes(String(facts.intent)))
    return { state: 'elsewhere', because: `for ${setting.intents.join(', ')} only` };
  const guard = answer(setting.when, facts);
  if (guard === 'no') return { state: 'elsewhere', because: `holds where ${JSON.stringify(setting.when)}` };
  if (setting.grade === 'O') return { state: 'elsewhere', because: 'observed on one node only: never enforced' };
  if (setting.optIn && !accepted.includes(id))
    return {
      state: 'declined',
      because: `weakens the node: ${setting.tradeOff}; name it in pools.gpu.acceptSettings to apply it`,
    };
  if (guard === 'unknown')
    return {
      state: 'undecided',
      because: `${unknownParts(setting.when, facts).join(', ')} of the node is not known before boot; give it under inputs to decide here`,
    };
  return { state: 'applies', because: '' };
}

function packagesOf(layers: readonly Layer[], pool: string, facts: Facts): AgentPackage[] {
  const names = [...new Set(layers.flatMap(({ document }) => Object.keys(document.tuning[pool]?.packages ?? {})))].sort(
    compareText,
  );
  return names.flatMap((name) => {
    const layer = layers
      .filter(({ document }) => document.tuning[pool]?.packages[name] !== undefined)
      .reduce((a, b) => (overrides(asSource(b), asSource(a)) ? b : a));
    const found = layer.document.tuning[pool]?.packages[name];
    if (!found || answer(found.when, facts) === 'no') return [];
    const { why: _why, source: _source, when: _when, ...rest } = found;
    return [{ name, ...rest }];
  });
}
