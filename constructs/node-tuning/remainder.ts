import type { ResolvedSetting } from '../../src/contract/cluster.ts';
import type { Problem } from '../../src/errors.ts';
import { formatPath } from '../../src/path.ts';

/** A number that may only be raised or only be lowered, decided on the node. */
export interface Bound {
  readonly name: string;
  readonly direction: 'atLeast' | 'atMost';
  readonly value: string;
}

/** The settings that no fixed package applies, sorted by the means that can bring them to a node. */
export interface Remainder {
  /** Kernel arguments in order; a page size stands before its count. */
  readonly kernelArguments: readonly string[];
  /** Kernel arguments that must not be there, by name. */
  readonly withoutArguments: readonly string[];
  readonly sysctl: readonly string[];
  readonly ulimit: readonly string[];
  /** Unit without `.service` → lines of its drop-in. */
  readonly units: ReadonlyMap<string, readonly string[]>;
  readonly sysctlBounds: readonly Bound[];
  /** Names are `unit.Property`. */
  readonly unitBounds: readonly Bound[];
  readonly modules: readonly string[];
  /** Lines of a modprobe.d file. */
  readonly modprobe: readonly string[];
  readonly governor?: string;
  readonly masked: readonly string[];
  readonly enabled: readonly string[];
  /** A setting of the script takes effect only after a reboot. */
  readonly scriptReboots: boolean;
}

/** Characters that mean nothing to a shell inside double quotes, nor to a grub file. */
const SAFE = /^[A-Za-z0-9_.,:;=@/+*{}-]+( [A-Za-z0-9_.,:;=@/+*{}-]+)*$/;
const ULIMITS = ['memlock', 'nofile', 'fsize', 'stack', 'nproc'];
const NUMBERS = /^\d+( \d+)*$/;
const SCRIPT_KINDS = ['module', 'module-blocklist', 'module-parameter', 'governor', 'service'];

/**
 * Sorts the settings of channel `agent`.
 *
 * @returns the remainder, and a problem for each setting that an agent cannot bring
 */
export function remainderOf(all: readonly ResolvedSetting[]): { remainder: Remainder; problems: readonly Problem[] } {
  const settings = all.filter(({ channel }) => channel === 'agent');
  const problems = settings.flatMap((setting) => reject(setting));
  const of = (kind: ResolvedSetting['kind']) => settings.filter((s) => s.kind === kind);
  const bounded = (s: ResolvedSetting) => isBound(s) && !/^(infinity|unlimited)$/.test(s.value ?? '');
  const bound = (s: ResolvedSetting): Bound => ({
    name: s.name,
    direction: s.comparison === 'atMost' ? 'atMost' : 'atLeast',
    value: s.value ?? '',
  });
  const pair = (s: ResolvedSetting) => `${s.name}=${s.value ?? ''}`;
  const limits = of('limit');
  const unitLimits = limits.filter(({ name }) => name.includes('.'));
  const units = new Map<string, readonly string[]>();
  for (const s of unitLimits.filter((limit) => !bounded(limit))) {
    const [unit, property] = unitAndProperty(s.name);
    units.set(unit, [...(units.get(unit) ?? []), `${property}=${s.value}`]);
  }
  const blocked = of('module-blocklist').map(({ name }) => `blacklist ${name}`);
  const parameters = of('module-parameter').map((s) => {
    const [module, parameter] = unitAndProperty(s.name);
    return `options ${module} ${parameter}=${s.value}`;
  });
  const governor = of('governor').at(-1);
  return {
    problems,
    remainder: {
      kernelArguments: [
        ...of('kernel-argument')
          .filter(({ comparison }) => comparison !== 'absent')
          .map((s) => (s.value === undefined || s.value === '' ? s.name : pair(s))),
        ...of('huge-pages')
          .filter(({ comparison }) => comparison !== 'absent')
          .flatMap((s) => [`hugepagesz=${s.name}`, `hugepages=${s.value}`]),
      ],
      withoutArguments: of('kernel-argument')
        .filter(({ comparison }) => comparison === 'absent')
        .map(({ name }) => name),
      sysctl: of('sysctl')
        .filter((s) => !isBound(s))
        .map(pair),
      sysctlBounds: of('sysctl').filter(isBound).map(bound),
      ulimit: limits.filter(({ name }) => !name.includes('.')).map(pair),
      units,
      unitBounds: unitLimits.filter(bounded).map(bound),
      modules: of('module')
        .filter(({ comparison }) => comparison !== 'absent')
        .map(({ name }) => name),
      modprobe: [...blocked, ...parameters],
      ...(governor ? { governor: governor.value ?? governor.name } : {}),
      masked: of('service')
        .filter((s) => !isWanted(s))
        .map(({ name }) => name),
      enabled: of('service')
        .filter(isWanted)
        .map(({ name }) => name),
      scriptReboots: settings.some(({ kind, reboot }) => reboot && SCRIPT_KINDS.includes(kind)),
    },
  };
}

const isBound = ({ comparison }: ResolvedSetting): boolean => comparison === 'atLeast' || comparison === 'atMost';

const isWanted = ({ comparison, value }: ResolvedSetting): boolean =>
  comparison === 'present' || (comparison === 'equals' && value === 'enabled');

/** `containerd.LimitMEMLOCK` → unit and property; `nvidia.NVreg_X` → module and parameter. */
export function unitAndProperty(name: string): [string, string] {
  const dot = name.lastIndexOf('.');
  return [name.slice(0, dot).replace(/\.service$/, ''), name.slice(dot + 1)];
}

/** Why an agent cannot bring this setting, if it cannot. */
function reject(setting: ResolvedSetting): Problem[] {
  const { id, kind, name, comparison, value } = setting;
  const refuse = (message: string, hint: string): Problem[] => [
    { code: 'TUNING_UNMATCHED', message, hint, path: formatPath(['cluster', 'tuning', 'settings', id]) },
  ];
  if (kind === 'kubelet')
    return refuse(
      `the node agent cannot set ${name} of the kubelet`,
      'give it to the node pool: set its channel to pool',
    );
  if (!SAFE.test(name) || (value !== undefined && value !== '' && !SAFE.test(value)))
    return refuse(
      `got ${JSON.stringify(value === undefined ? name : `${name}=${value}`)}: quotes, dollars and line breaks do not survive the way to the node`,
      'write it without them',
    );
  const needsValue = !['kernel-argument', 'module', 'module-blocklist', 'governor', 'service'].includes(kind);
  if (needsValue && comparison !== 'absent' && (value === undefined || value === ''))
    return refuse(`the ${kind} ${name} has no value`, 'give it one');
  if (comparison === 'absent' && !['kernel-argument', 'huge-pages', 'service'].includes(kind))
    return refuse(`the node agent cannot remove the ${kind} ${name}`, 'leave it out, or set the value that is wanted');
  if (kind === 'sysctl' && isBound(setting) && !NUMBERS.test(value ?? ''))
    return refuse(`got ${name} ${comparison} ${value}: a bound is one or more whole numbers`, 'use equals');
  if (kind === 'limit' && !name.includes('.') && !ULIMITS.includes(name))
    return refuse(
      `got the limit ${name}; allowed: ${ULIMITS.join(', ')}, or a property of a unit such as containerd.LimitMEMLOCK`,
      'name the unit',
    );
  if (kind === 'module-parameter' && !name.includes('.'))
    return refuse(`got the module parameter ${name} without its module`, 'write it as module.parameter');
  return [];
}
