import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Config } from '../ops/config.ts';
import type { RecipeRequest } from '../ops/recipe-request.ts';

/** Flags that say what to resolve, by attribute: how they are written, what they are, and the path in a cluster file that they stand for. */
const TABLE = {
  service: { flags: '--service <name>', path: 'criteria.service', about: 'Kubernetes service, e.g. eks' },
  accelerator: { flags: '--gpu, --accelerator <name>', path: 'criteria.accelerator', about: 'GPU, e.g. h100' },
  os: { flags: '--os <name>', path: 'criteria.os', about: 'operating system of the GPU nodes, e.g. ubuntu' },
  intent: { flags: '--intent <name>', path: 'criteria.intent', about: 'training or inference' },
  platform: { flags: '--platform <name>', path: 'criteria.platform', about: 'platform on top, e.g. kubeflow' },
  kubernetes: { flags: '--kubernetes <version>', path: 'inputs.kubernetes', about: 'Kubernetes version, e.g. 1.34.2' },
  osVersion: { flags: '--os-version <version>', path: 'inputs.osVersion', about: 'version of the operating system' },
  kernel: { flags: '--kernel <version>', path: 'inputs.kernel', about: 'kernel of the GPU nodes' },
  driver: { flags: '--driver <version>', path: 'inputs.driver', about: 'driver that image or provider brings' },
  pageSizeKib: { flags: '--page-size-kib <size>', path: 'inputs.pageSizeKiB', about: 'memory page size: 4 or 64' },
  region: { flags: '--region <name>', path: 'inputs.region', about: 'region of the cluster' },
  partition: { flags: '--partition <name>', path: 'inputs.partition', about: 'AWS partition' },
  capacity: { flags: '--capacity <kind>', path: 'inputs.capacity', about: 'how the GPU nodes are paid for' },
  instanceType: { flags: '--instance-type <name>', path: 'pools.gpu.instanceType', about: 'instance type or shape' },
  nodes: { flags: '--nodes <count>', path: 'pools.gpu.count', about: 'planned number of GPU nodes' },
  gpuNodeLabel: {
    flags: '--gpu-node-label <key=value>',
    path: 'pools.gpu.labels',
    about: 'label that the GPU pool gives its nodes; may be repeated',
  },
  systemNodeLabel: {
    flags: '--system-node-label <key=value>',
    path: 'pools.system.labels',
    about: 'label of the nodes for everything else; may be repeated',
  },
  storageClass: { flags: '--storage-class <name>', path: 'shared.storageClass', about: 'storage class of volumes' },
} as const;

type Key = keyof typeof TABLE;

/** A repeated label adds to what was given before; commander hands that in. */
const PARSERS: Readonly<Record<string, (text: string, before: unknown) => unknown>> = {
  pageSizeKib: wholeNumber,
  nodes: wholeNumber,
  gpuNodeLabel: (text, before) => collectLabel(text, before as Labels | undefined),
  systemNodeLabel: (text, before) => collectLabel(text, before as Labels | undefined),
};

type Labels = Readonly<Record<string, string>>;

type Value<K extends Key> = K extends 'pageSizeKib' | 'nodes'
  ? number
  : K extends 'gpuNodeLabel' | 'systemNodeLabel'
    ? Labels
    : string;

export type CriteriaFlags = { readonly [K in Key]?: Value<K> };

export function addCriteriaFlags(command: Command): Command {
  for (const [key, { flags, about }] of Object.entries(TABLE)) {
    const option = new Option(flags, about).helpGroup('Criteria:');
    const parser = Object.hasOwn(PARSERS, key) ? PARSERS[key] : undefined;
    command.addOption(parser ? option.argParser(parser) : option);
  }
  return command;
}

/** @throws InvalidArgumentError, which is told as a mistake of the command line */
export function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It is not a whole number.');
  return Number(text);
}

/** @throws InvalidArgumentError for what is no `key=value` */
export function collectLabel(text: string, before: Labels = {}): Labels {
  const [, key, value] = /^([^=\s]+)=(\S*)$/.exec(text) ?? [];
  if (key === undefined || value === undefined) throw new InvalidArgumentError('It is not key=value.');
  return { ...before, [key]: value };
}

/** The flags with the config's defaults behind them, and for each path who gave it. */
export function criteriaOf(
  flags: CriteriaFlags,
  { defaults }: Config,
  configFile: string,
): { readonly request: RecipeRequest; readonly givenBy: ReadonlyMap<string, string> } {
  const fallback = defaults as CriteriaFlags;
  const value = <K extends Key>(key: K): CriteriaFlags[K] => flags[key] ?? fallback[key];
  const keys = Object.keys(TABLE) as Key[];
  const givenBy = keys.flatMap((key) => {
    if (value(key) === undefined) return [];
    return [[TABLE[key].path, flags[key] === undefined ? configFile : flagName(key)] as const];
  });
  return {
    givenBy: new Map(givenBy),
    request: {
      criteria: {
        service: value('service'),
        accelerator: value('accelerator'),
        os: value('os'),
        intent: value('intent'),
        platform: value('platform'),
      },
      inputs: {
        kubernetes: value('kubernetes'),
        osVersion: value('osVersion'),
        kernel: value('kernel'),
        driver: value('driver'),
        pageSizeKiB: value('pageSizeKib'),
        region: value('region'),
        partition: value('partition'),
        capacity: value('capacity'),
      },
      instanceType: value('instanceType'),
      nodes: value('nodes'),
      gpuLabels: value('gpuNodeLabel'),
      systemLabels: value('systemNodeLabel'),
      storageClass: value('storageClass'),
    },
  };
}

/** Every path that a flag can give → that flag: for what is missing. */
export const flagOfPath: ReadonlyMap<string, string> = new Map(
  (Object.keys(TABLE) as Key[]).map((key) => [TABLE[key].path, flagName(key)]),
);

/** The flags among `flags` that were given on the command line. */
export const givenFlags = (flags: CriteriaFlags): string[] =>
  (Object.keys(TABLE) as Key[]).filter((key) => flags[key] !== undefined).map(flagName);

/** The last of its spellings: `--accelerator` of `--gpu, --accelerator <name>`. */
function flagName(key: Key): string {
  return /--[a-z-]+(?= <)/.exec(TABLE[key].flags)?.[0] ?? key;
}
