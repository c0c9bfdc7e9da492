import { compareText } from '../../plain.ts';
import type { PlannedSetting } from '../plan.ts';

type Table = Record<string, string | number | boolean | readonly string[]>;

/** Kubelet fields that Bottlerocket has a setting for. */
const KUBELET: Readonly<Record<string, string>> = {
  cpuManagerPolicy: 'cpu-manager-policy',
  topologyManagerPolicy: 'topology-manager-policy',
  topologyManagerScope: 'topology-manager-scope',
  memoryManagerPolicy: 'memory-manager-policy',
  reservedSystemCPUs: 'reserved-cpus',
};

/** Limits of containers that Bottlerocket has a setting for. */
const LIMITS: Readonly<Record<string, string>> = { LimitMEMLOCK: 'max-locked-memory', LimitNOFILE: 'max-open-files' };

/** Where a setting stands in Bottlerocket's user data, or why it stands nowhere. */
interface Line {
  readonly table: string;
  readonly key: string;
  readonly value: string | number | boolean | readonly string[];
}

/**
 * User data of a Bottlerocket node. Every header is without quotes, because EKS merges its own settings in and refuses quoted headers.
 *
 * @see https://bottlerocket.dev/en/os/latest/api/settings/ for the names
 */
export function bottlerocketUserData(settings: readonly PlannedSetting[]): {
  readonly text: string;
  readonly placed: ReadonlyMap<string, string>;
  readonly refused: ReadonlyMap<string, string>;
} {
  const tables = new Map<string, Table>([['settings.kernel', { lockdown: 'none' }]]);
  const placed = new Map<string, string>();
  const refused = new Map<string, string>();
  for (const setting of settings.toSorted((a, b) => compareText(a.id, b.id))) {
    const lines = linesOf(setting);
    if (lines.length === 0) refused.set(setting.id, `Bottlerocket has no setting for ${setting.kind} ${setting.name}`);
    for (const { table, key, value } of lines) {
      tables.set(table, { ...tables.get(table), [key]: value });
      placed.set(setting.id, `${table}.${key}`);
    }
  }
  if (tables.has('settings.boot.kernel-parameters')) tables.set('settings.boot', { 'reboot-to-reconcile': true });
  return { text: toml(tables), placed, refused };
}

function linesOf({ kind, name, value = '', comparison }: PlannedSetting): Line[] {
  if (comparison === 'absent' && kind !== 'module') return [];
  switch (kind) {
    case 'sysctl':
      return [{ table: 'settings.kernel.sysctl', key: name, value }];
    case 'huge-pages':
      // Not as kernel parameters: Bottlerocket does not keep their order, and a count means the size before it.
      return name === '2M' ? [{ table: 'settings.kernel.sysctl', key: 'vm.nr_hugepages', value }] : [];
    case 'kernel-argument': {
      const [key = '', inner] = name.split('=');
      return [
        { table: 'settings.boot.kernel-parameters', key, value: [inner === undefined ? value : `${inner}=${value}`] },
      ];
    }
    case 'module-parameter':
      return [{ table: 'settings.boot.kernel-parameters', key: name, value: [value] }];
    case 'module':
      return [
        { table: `settings.kernel.modules.${name}`, key: 'allowed', value: comparison !== 'absent' },
        ...(comparison === 'absent'
          ? []
          : [{ table: `settings.kernel.modules.${name}`, key: 'autoload', value: true }]),
      ];
    case 'module-blocklist':
      return [{ table: `settings.kernel.modules.${name}`, key: 'allowed', value: false }];
    case 'limit': {
      const limit = LIMITS[name.split('.')[1] ?? ''];
      const most = value === 'infinity' ? -1 : Number(value);
      const table = `settings.oci-defaults.resource-limits.${limit}`;
      return limit === undefined
        ? []
        : [
            { table, key: 'hard-limit', value: most },
            { table, key: 'soft-limit', value: most },
          ];
    }
    case 'kubelet': {
      const key = KUBELET[name];
      return key === undefined ? [] : [{ table: 'settings.kubernetes', key, value }];
    }
    default:
      return [];
  }
}

const toml = (tables: ReadonlyMap<string, Table>): string =>
  [...tables]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([header, table]) =>
      [
        `[${header}]`,
        ...Object.entries(table)
          .toSorted(([a], [b]) => compareText(a, b))
          .map(([key, value]) => `${/^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key)} = ${tomlValue(value)}`),
        '',
      ].join('\n'),
    )
    .join('\n');

const tomlValue = (value: Table[string]): string =>
  Array.isArray(value) ? `[${value.map((item) => JSON.stringify(item)).join(', ')}]` : JSON.stringify(value);
