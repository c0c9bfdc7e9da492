import { compareText } from '../../plain.ts';
import type { PlannedSetting } from '../plan.ts';
import type { NodeConfig } from './resource-types.ts';
import { SYSCTLS } from './sysctls.ts';

/** Settings of the pool in the fields of a GKE node pool, and where each stands or why it cannot. */
export interface GkeNodeConfig {
  readonly fields: Pick<NodeConfig, 'kubeletConfig' | 'linuxNodeConfig'>;
  /** Setting → field below `nodeConfig`. */
  readonly placed: ReadonlyMap<string, string>;
  readonly refused: ReadonlyMap<string, string>;
}

/** Kubelet fields that a GKE node pool has, and the values that it takes. GKE reserves CPUs and memory itself: there is no field for that. */
const KUBELET: Readonly<Record<string, { readonly field: string; readonly values: readonly string[] | Range }>> = {
  cpuManagerPolicy: { field: 'cpuManagerPolicy', values: ['none', 'static'] },
  topologyManagerPolicy: {
    field: 'topologyManager.policy',
    values: ['none', 'best-effort', 'restricted', 'single-numa-node'],
  },
  topologyManagerScope: { field: 'topologyManager.scope', values: ['container', 'pod'] },
  memoryManagerPolicy: { field: 'memoryManager.policy', values: ['None', 'Static'] },
  podPidsLimit: { field: 'podPidsLimit', values: { from: 1024, to: 4_194_304 } },
  maxParallelImagePulls: { field: 'maxParallelImagePulls', values: { from: 2, to: 5 } },
};

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Sizes of huge pages that a GKE node pool takes. */
const PAGES: Readonly<Record<string, 'hugepageSize2m' | 'hugepageSize1g'>> = {
  '2M': 'hugepageSize2m',
  '1G': 'hugepageSize1g',
};

/**
 * Settings that a GKE node pool can carry.
 *
 * What it would refuse is reported, never sent: GKE refuses a whole pool for one unknown sysctl, after a cluster was made.
 *
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/how-to/node-system-config
 */
export function gkeNodeConfig(settings: readonly PlannedSetting[]): GkeNodeConfig {
  const answers: { readonly setting: PlannedSetting; readonly answer: Answer }[] = [];
  for (const setting of settings.toSorted((a, b) => compareText(a.id, b.id))) {
    const answer = place(setting);
    const other = answers.find((one) => one.answer.field !== undefined && one.answer.field === answer.field)?.setting;
    const isTaken = other !== undefined && other.value !== setting.value;
    const why = isTaken ? `${other.id} wants ${other.name} ${other.value}, and a pool has one value` : undefined;
    answers.push({ setting, answer: why === undefined ? answer : { why } });
  }
  const taken = answers.flatMap(({ setting, answer: { field } }) => (field === undefined ? [] : [{ setting, field }]));
  const valueIn = (wanted: string) => taken.find(({ field }) => field === wanted)?.setting.value;
  const text = <Key extends string>(key: Key, field: string) => pair(key, valueIn(field));
  const number = <Key extends string>(key: Key, field: string) => {
    const value = valueIn(field);
    return pair(key, value === undefined ? undefined : Number(value));
  };
  const topologyManager = {
    ...text('policy', 'kubeletConfig.topologyManager.policy'),
    ...text('scope', 'kubeletConfig.topologyManager.scope'),
  };
  const memoryManager = text('policy', 'kubeletConfig.memoryManager.policy');
  const hugepagesConfig = {
    ...number('hugepageSize2m', 'linuxNodeConfig.hugepagesConfig.hugepageSize2m'),
    ...number('hugepageSize1g', 'linuxNodeConfig.hugepagesConfig.hugepageSize1g'),
  };
  const sysctls = Object.fromEntries(
    taken.flatMap(({ setting: { kind, name, value = '' } }) => (kind === 'sysctl' ? [[name, value]] : [])),
  );
  const linuxNodeConfig: NodeConfig['linuxNodeConfig'] = {
    ...(isEmpty(sysctls) ? {} : { sysctls }),
    ...(isEmpty(hugepagesConfig) ? {} : { hugepagesConfig }),
  };
  const kubeletConfig: NodeConfig['kubeletConfig'] = {
    // The kubelet's own default, said aloud: a boolean that is left out beside other fields may read as false.
    cpuCfsQuota: true,
    insecureKubeletReadonlyPortEnabled: 'FALSE',
    ...text('cpuManagerPolicy', 'kubeletConfig.cpuManagerPolicy'),
    ...(isEmpty(topologyManager) ? {} : { topologyManager }),
    ...(isEmpty(memoryManager) ? {} : { memoryManager }),
    ...number('podPidsLimit', 'kubeletConfig.podPidsLimit'),
    ...number('maxParallelImagePulls', 'kubeletConfig.maxParallelImagePulls'),
  };
  return {
    fields: { kubeletConfig, ...(isEmpty(linuxNodeConfig) ? {} : { linuxNodeConfig }) },
    placed: new Map(taken.map(({ setting, field }) => [setting.id, field])),
    refused: new Map(answers.flatMap(({ setting, answer: { why } }) => (why === undefined ? [] : [[setting.id, why]]))),
  };
}

/** The field of a setting, or why it has none. */
type Answer = { readonly field: string; readonly why?: never } | { readonly field?: never; readonly why: string };

function place({ kind, name, comparison, value = '' }: PlannedSetting): Answer {
  if (comparison === 'absent') return { why: `a GKE node pool cannot take ${kind} ${name} away` };
  switch (kind) {
    case 'sysctl':
      if (!SYSCTLS.has(name))
        return { why: `${name} is not on GKE's list of sysctls, and one unknown refuses the pool` };
      // The pool's value replaces what the node has, and nobody knows that beforehand.
      if (comparison !== 'equals')
        return { why: `a GKE node pool sets ${name} exactly, it cannot keep a better value` };
      return { field: `linuxNodeConfig.sysctls.${name}` };
    case 'huge-pages': {
      const key = PAGES[name];
      if (key === undefined) return { why: `a GKE node pool has huge pages of 2M and 1G, not of ${name}` };
      if (!/^\d+$/.test(value)) return { why: `got ${value} pages of ${name}; GKE wants a whole number` };
      return { field: `linuxNodeConfig.hugepagesConfig.${key}` };
    }
    case 'kubelet': {
      const row = KUBELET[name];
      if (row === undefined) return { why: `a GKE node pool has no field for ${name} of the kubelet` };
      if (!accepts(row.values, value)) return { why: `got ${name} ${value}; GKE takes ${said(row.values)}` };
      return { field: `kubeletConfig.${row.field}` };
    }
    default:
      return { why: `a GKE node pool has no field for ${kind} ${name}` };
  }
}

const isRange = (values: readonly string[] | Range): values is Range => 'from' in values;

const accepts = (values: readonly string[] | Range, value: string): boolean =>
  isRange(values)
    ? /^\d+$/.test(value) && Number(value) >= values.from && Number(value) <= values.to
    : values.includes(value);

const said = (values: readonly string[] | Range): string =>
  isRange(values) ? `${values.from} to ${values.to}` : values.join(', ');

/** One entry, or none. */
const pair = <Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Value };

const isEmpty = (map: object): boolean => Object.keys(map).length === 0;
