import type { ResolvedSetting } from '../contract/cluster.ts';
import type { ResolvedRecipe } from '../recipe/resolve.ts';
import type { TunedSetting } from '../recipe/tuning.ts';
import { remembered } from '../remembered.ts';
import { table } from './markdown.ts';

const CHANNELS: Record<TunedSetting['channel'], string> = {
  profile: 'a package of the node agent brings it',
  agent: 'the general packages of the node agent bring it',
  chart: 'a chart value brings it',
  pool: 'the node pool must bring it: a field of the provider or its first-boot configuration',
  image: 'the node image brings it already',
  none: 'cannot be expressed on this service and operating system',
};

/** What happens to the GPU nodes: settings that apply and who brings them, then those that do not, with the reason. */
export const tuningSection = ({ tuning }: ResolvedRecipe): string =>
  Object.values(tuning)
    .map(sectionOf)
    .filter((section) => section !== '')
    .join('\n\n');

/** The settings of one pool, which are the same in all clusters of a recipe. */
const sectionOf = remembered((settings: readonly TunedSetting[]): string => {
  if (settings.length === 0) return '';
  const applied = settings.filter((s) => s.state === 'applies');
  const byChannel = (Object.keys(CHANNELS) as TunedSetting['channel'][]).flatMap((channel) => {
    const rows = applied
      .filter((s) => s.channel === channel)
      .map((s) => [s.id, wanted(s), s.reboot ? 'yes' : 'no', s.why, s.tradeOff, s.verify]);
    if (rows.length === 0) return [];
    return [
      `### ${CHANNELS[channel][0]?.toUpperCase()}${CHANNELS[channel].slice(1)}\n\n${table(['setting', 'value', 'reboot', 'why', 'trade-off', 'seen at'], rows)}`,
    ];
  });
  const others = settings
    .filter((s) => s.state === 'undecided' || s.state === 'declined')
    .map((s) => [s.id, wanted(s), s.state, s.because]);
  const rest =
    others.length === 0 ? [] : [`### Not applied\n\n${table(['setting', 'value', 'state', 'because'], others)}`];
  return `## Node tuning\n\n${[...byChannel, ...rest].join('\n\n')}`;
});

const SIGNS: Record<ResolvedSetting['comparison'], string> = {
  equals: '=',
  atLeast: '≥',
  atMost: '≤',
  present: 'present',
  absent: 'absent',
};

/** `sysctl vm.max_map_count ≥ 262144`. */
export const wanted = ({
  kind,
  name,
  comparison,
  value,
}: Pick<ResolvedSetting, 'kind' | 'name' | 'comparison' | 'value'>): string =>
  `${kind} ${name} ${SIGNS[comparison]}${value === undefined ? '' : ` ${value}`}`;
