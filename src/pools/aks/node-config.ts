import { compareText } from '../../plain.ts';
import type { PlannedSetting } from '../plan.ts';
import type { Planned } from '../resource.ts';
import { KUBELET_FIELDS } from './kubelet-fields.ts';
import type { NodeImage } from './node-image.ts';
import type { KubeletFields, LinuxFields } from './resource-types.ts';
import { SYSCTLS } from './sysctls.ts';

/** Settings in the fields of an agent pool, and where each stands. */
export interface AksNodeConfig {
  readonly kubeletConfig?: Planned<KubeletFields>;
  readonly linuxOSConfig?: Planned<LinuxFields>;
  readonly placed: ReadonlyMap<string, string>;
  readonly refused: ReadonlyMap<string, string>;
}

/** A field of the pool with its value; or that the image has it already; or why neither. */
type Answer =
  | { readonly at: 'kubeletConfig' | 'linuxOSConfig' | 'sysctls'; readonly field: string; readonly value: unknown }
  | { readonly image: string }
  | { readonly refused: string };

/** Nothing is sent that AKS does not take: a node with a wrong value never comes up. */
export function nodeConfig(
  settings: readonly PlannedSetting[],
  image: Pick<NodeImage, 'os' | 'osVersion'>,
): AksNodeConfig {
  const fields = { kubeletConfig: {}, linuxOSConfig: {}, sysctls: {} } as Record<string, Record<string, unknown>>;
  const placed = new Map<string, string>();
  const refused = new Map<string, string>();
  for (const setting of settings.toSorted((a, b) => compareText(a.id, b.id))) {
    const answer = answerOf(setting, image, highOf(settings));
    if ('refused' in answer) refused.set(setting.id, answer.refused);
    else if ('image' in answer) placed.set(setting.id, answer.image);
    else {
      fields[answer.at] = { ...fields[answer.at], [answer.field]: answer.value };
      const path = answer.at === 'sysctls' ? 'linuxOSConfig.sysctls' : answer.at;
      placed.set(setting.id, `gpu-nodes: ${path}.${answer.field}`);
    }
  }
  const { kubeletConfig = {}, sysctls = {} } = fields;
  const linuxOSConfig = { ...fields.linuxOSConfig, ...(isEmpty(sysctls) ? {} : { sysctls }) };
  return {
    ...(isEmpty(kubeletConfig) ? {} : { kubeletConfig }),
    ...(isEmpty(linuxOSConfig) ? {} : { linuxOSConfig }),
    placed,
    refused,
  };
}

const isEmpty = (map: object): boolean => Object.keys(map).length === 0;

/** Where the kubelet starts to clean images up. Unit: percent of the disk; 85 is AKS's own. */
const highOf = (settings: readonly PlannedSetting[]): number =>
  Number(settings.find(({ name }) => name === 'imageGCHighThresholdPercent')?.value ?? 85);

function answerOf(setting: PlannedSetting, image: Pick<NodeImage, 'os' | 'osVersion'>, high: number): Answer {
  const { kind, name, value, comparison } = setting;
  if (value === undefined || comparison === 'absent' || comparison === 'present')
    return { refused: `a pool of AKS gives values and takes nothing away: ${kind} ${name}` };
  if (name === 'imageGCLowThresholdPercent' && Number(value) > high)
    return { refused: `${name} is ${value}, and may be no higher than where cleaning starts: ${high}` };
  if (kind === 'kubelet') return kubelet(name, value);
  if (kind === 'sysctl') return sysctl({ name, value, comparison }, image);
  if (kind === 'kernel-argument' && name === 'transparent_hugepage')
    return ['always', 'madvise', 'never'].includes(value)
      ? { at: 'linuxOSConfig', field: 'transparentHugePageEnabled', value }
      : { refused: `AKS takes always, madvise or never for transparent huge pages, and the recipe wants ${value}` };
  return { refused: `a pool of AKS has no field for ${kind} ${name}` };
}

function kubelet(name: string, value: string): Answer {
  const row = KUBELET_FIELDS[name];
  if (!row) return { refused: `kubeletConfig has no field for ${name}` };
  const read = row.read(value);
  return read === undefined
    ? { refused: `AKS takes ${row.allowed} for ${name}, and the recipe wants ${value}` }
    : { at: 'kubeletConfig', field: row.field, value: read };
}

function sysctl(
  { name, value, comparison }: Pick<PlannedSetting, 'name' | 'comparison'> & { readonly value: string },
  { os, osVersion }: Pick<NodeImage, 'os' | 'osVersion'>,
): Answer {
  const row = SYSCTLS[name];
  if (!row) return { refused: `linuxOSConfig.sysctls does not take ${name}` };
  const wanted = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  const has = row.images?.[`${os} ${osVersion}`];
  if (has !== undefined && ((comparison === 'atLeast' && has >= wanted) || (comparison === 'atMost' && has <= wanted)))
    return { image: `node image of ${os} ${osVersion}: ${name} is ${has}` };
  if (!row.range) return { refused: `no range is documented for ${name}, so ${value} is not sent` };
  const [min, max] = row.range;
  // A bound is kept by what lies on its other side, too.
  const sent =
    comparison === 'atLeast' ? Math.max(wanted, min) : comparison === 'atMost' ? Math.min(wanted, max) : wanted;
  return sent >= min && sent <= max
    ? { at: 'sysctls', field: row.field, value: sent }
    : { refused: `AKS takes ${min} to ${max} for ${name}, and the recipe wants ${value}` };
}
