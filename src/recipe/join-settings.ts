import type { Problem, Source } from '../errors.ts';
import { formatPath, type Path } from '../path.ts';
import { sameValue } from '../plain.ts';
import { locate } from './document.ts';
import type { Layer, Setting } from './layer.ts';
import { idsOf, type Said, strongest } from './strongest.ts';
import { stateOf, type TuningInput } from './tuning-state.ts';

export interface Chosen {
  readonly id: string;
  readonly setting: Setting;
  readonly layer: string;
}

/**
 * One setting an id: the layer that overrides the others decides; of layers that do not, limits join and exact values must agree.
 * Those that a guard keeps away from this pool do not take part.
 */
export function joinSettings(input: TuningInput, problems: Problem[]): Chosen[] {
  const { layers, pool } = input;
  const read = ({ document }: Layer) => document.tuning[pool]?.settings;
  return idsOf(layers, read).flatMap((id) => {
    const top = strongest(layers, read, id);
    const here = top.filter(({ said }) => said === null || stateOf(id, said, input).state !== 'elsewhere');
    const [first, ...rest] = here.length > 0 ? here : top.slice(0, 1);
    if (!first) return [];
    let { said: setting, layer } = first;
    for (const other of rest) {
      const join = joinTwo(setting, other.said, (s) => stateOf(id, s, input).state === 'undecided');
      if (join === 'conflict')
        problems.push(conflict(['tuning', pool, 'settings', id], { layer, said: setting }, other));
      else if (join === 'second') ({ said: setting, layer } = other);
    }
    if (setting === null) return [];
    // One layer that sees isolation weakened is enough to ask.
    const optIn = here.some(({ said }) => said?.optIn) || setting.optIn;
    return [{ id, setting: { ...setting, optIn }, layer: layer.name }];
  });
}

function conflict(path: Path, here: Said<Setting>, other: Said<Setting>): Problem {
  const there = placeOf(here.layer, path);
  return {
    code: 'RECIPE_CONFLICT',
    path: formatPath(path),
    source: placeOf(other.layer, path),
    message: `this file says ${show(other.said)}, ${there.file}:${there.line}:${there.column} says ${show(here.said)}, and neither overrides the other`,
    hint: 'write a layer that contains both matches with the value that is right for the pair',
  };
}

const placeOf = (layer: Layer, path: Path): Source =>
  locate({ file: layer.name, value: undefined, positions: layer.positions }, path);

/** Which of two settings of one id holds where both apply. */
function joinTwo(
  a: Setting | null,
  b: Setting | null,
  undecided: (setting: Setting) => boolean,
): 'first' | 'second' | 'conflict' {
  if (a === null || b === null) return a === b ? 'first' : 'conflict';
  const tighter = tighterOf(a, b);
  const [openA, openB] = [undecided(a), undecided(b)];
  if ((!openA && !openB) || sameValue(a.when, b.when)) return tighter === 'same' ? 'first' : tighter;
  // What the node alone can tell must not stand in for what holds already, nor for what another guard asks.
  if (openA && openB) return 'conflict';
  const decided = openA ? 'second' : 'first';
  return tighter === 'same' || tighter === decided ? decided : 'conflict';
}

function tighterOf(a: Setting, b: Setting): 'first' | 'second' | 'same' | 'conflict' {
  if (a.kind !== b.kind || a.name !== b.name || a.comparison !== b.comparison) return 'conflict';
  if (a.value === b.value) return 'same';
  const [x, y] = [Number(a.value), Number(b.value)];
  if (!Number.isFinite(x) || !Number.isFinite(y)) return 'conflict';
  if (a.comparison === 'atLeast') return y > x ? 'second' : 'first';
  if (a.comparison === 'atMost') return y < x ? 'second' : 'first';
  return 'conflict';
}

const show = (setting: Setting | null): string =>
  setting === null
    ? 'null'
    : `${setting.name} ${setting.comparison} ${setting.value ?? ''}`.trim() +
      (Object.keys(setting.when).length > 0 ? ` where ${JSON.stringify(setting.when)}` : '');

/** Settings under two ids that ask one thing of the node differently. */
export function namedTwice(stated: readonly (Chosen & { readonly state: string })[], pool: string): Problem[] {
  const applying = stated.filter(({ state }) => state === 'applies');
  return applying.flatMap((one, i) =>
    applying
      .slice(0, i)
      .filter(({ setting: { kind, name } }) => kind === one.setting.kind && name === one.setting.name)
      .filter(({ setting }) => joinTwo(setting, one.setting, () => false) === 'conflict')
      .map((other) => ({
        code: 'RECIPE_CONFLICT' as const,
        path: formatPath(['tuning', pool, 'settings', one.id]),
        message: `${one.layer} says ${show(one.setting)}, and ${other.layer} says ${show(other.setting)} under the id ${other.id}`,
        hint: 'use one id for one setting, or guards that exclude each other',
      })),
  );
}
