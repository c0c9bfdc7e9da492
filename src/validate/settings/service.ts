import { judged, met, metIf, notMet, type PlacedVerdict, unknown, type Verdict } from '../outcome.ts';
import { readings } from '../readings.ts';
import type { NamedSnapshot } from '../subject.ts';
import { type Rule, rule, type Setting } from './rule.ts';

/**
 * A service of the host. `absent`: there is none, or it is masked, so that nothing can start it. `present`: it runs.
 *
 * nvidia-persistenced is known by what it does, because a driver container brings one of its own that no unit shows.
 */
export const service: Rule = (setting, node) =>
  setting.name === 'nvidia-persistenced' && setting.comparison === 'present'
    ? persistence(node)
    : unitState(setting, node);

const unitOf = ({ name }: Setting): string => (name.includes('.') ? name : `${name}.service`);

const unitState: Rule = rule(
  'systemd',
  (setting) => ['units', unitOf(setting)],
  (setting) =>
    ({ present, units }) =>
      present && Object.hasOwn(units, unitOf(setting)) ? units[unitOf(setting)] : undefined,
  ({ comparison }, { loadState, activeState, unitFileState }): Verdict => {
    const gone = loadState === 'not-found' || loadState === 'masked' || unitFileState === 'masked';
    const found = [...new Set([loadState, activeState, unitFileState].filter((text) => text !== ''))].join(', ');
    if (comparison === 'absent') return metIf(gone && activeState !== 'active', found);
    if (comparison === 'present') return metIf(!gone && activeState === 'active', found);
    return unknown(`a service runs or not; ${comparison} says nothing of it`, found);
  },
  'it does not show this unit',
);

/** Persistence mode of every GPU, from `nvidia-smi -q`. */
export const persistence = (node: NamedSnapshot): readonly PlacedVerdict[] =>
  judged(
    readings([node], {
      of: 'gpu',
      path: ['nvidia', 'gpus'],
      read: ({ nvidia }) => (nvidia && nvidia.gpus.length > 0 ? nvidia.gpus : undefined),
      otherwise: 'nvidia-smi shows no GPU',
    }),
    (gpus): Verdict => {
      const silent = gpus.filter((gpu) => gpu.persistence === undefined).length;
      const off = gpus.filter((gpu) => gpu.persistence !== undefined && gpu.persistence.toLowerCase() !== 'enabled');
      if (off.length > 0) return notMet(`persistence mode off on ${off.length} of ${gpus.length} GPUs`);
      if (silent > 0) return unknown(`${silent} of ${gpus.length} GPUs do not say their persistence mode`);
      return met(`persistence mode on for ${gpus.length} GPUs`);
    },
  );
