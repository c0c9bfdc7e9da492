import type { FirstBootFile } from '../compiled.ts';
import { kubeletFlag } from '../first-boot/kubelet-flags.ts';
import { script } from '../first-boot/script.ts';
import { type BootLoader, isForShell, shellLines } from '../first-boot/shell.ts';
import type { PlannedSetting, PlannedTaint } from '../plan.ts';
import { bootstrapLines, unlessJoined } from './bootstrap.ts';
import type { OkeInput } from './input.ts';
import { kubeletArguments } from './kubelet-arguments.ts';

/** User data of nodes, and where each setting of the pool stands in it. */
export interface OkeUserData {
  readonly file: FirstBootFile;
  readonly placed: ReadonlyMap<string, string>;
  readonly refused: ReadonlyMap<string, string>;
}

/** How each image changes what its kernel is started with. */
const BOOT_LOADERS: Readonly<Record<string, BootLoader>> = { ubuntu: 'grub', oraclelinux: 'grubby' };

/** cloud-init runs what lies here at every boot, so a restart for kernel arguments does not lose the rest of the script. */
const PER_BOOT = '/var/lib/cloud/scripts/per-boot/cns-node.sh';

/** User data of one pool. @param os `ubuntu` or `oraclelinux` */
export function okeUserData(pool: {
  readonly pool: FirstBootFile['pool'];
  readonly os: string;
  readonly mode: OkeInput['mode'];
  readonly taints: readonly PlannedTaint[];
  readonly settings: readonly PlannedSetting[];
}): OkeUserData {
  const { os, mode, settings, taints } = pool;
  const shell = settings.filter(isForShell);
  const text = script('Node settings, then joining the cluster', [
    unlessJoined,
    ...shellLines(shell, BOOT_LOADERS[os] ?? 'grub'),
    ...unitsWithLimits(shell).map((unit) => `systemctl try-restart ${unit}`),
    ...bootstrapLines(os, mode, kubeletArguments(settings, taints)),
  ]);
  const places = settings.map((setting) => [setting, placeOf(setting)] as const);
  return {
    file: { name: `${pool.pool}-user-data`, pool: pool.pool, format: 'cloud-config', text: cloudConfig(text) },
    placed: new Map(places.flatMap(([{ id }, place]) => (place === undefined ? [] : [[id, `user data: ${place}`]]))),
    refused: new Map(
      places.flatMap(([{ id, kind, name }, place]) =>
        place === undefined ? [[id, `the first boot cannot bring ${kind} ${name}`]] : [],
      ),
    ),
  };
}

const placeOf = (setting: PlannedSetting): string | undefined =>
  isForShell(setting) ? 'shell script' : kubeletFlag(setting) && `--kubelet-extra-args ${kubeletFlag(setting)}`;

/** `crio.LimitMEMLOCK`: a unit that runs already has its old limits. */
const unitsWithLimits = (settings: readonly PlannedSetting[]): string[] => [
  ...new Set(
    settings
      .filter(({ kind, name }) => kind === 'limit' && name.includes('.'))
      .map(({ name }) => name.split('.')[0] ?? ''),
  ),
];

/** cloud-config with one file. Nothing is fetched at first boot that the image or the metadata of the node does not have. */
const cloudConfig = (text: string): string =>
  [
    '#cloud-config',
    'write_files:',
    `  - path: ${PER_BOOT}`,
    "    permissions: '0700'",
    '    owner: root:root',
    '    content: |',
    ...text
      .trimEnd()
      .split('\n')
      .map((line) => (line === '' ? '' : `      ${line}`)),
    '',
  ].join('\n');
