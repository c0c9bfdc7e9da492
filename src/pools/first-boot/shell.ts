import { compareText } from '../../plain.ts';
import type { PlannedSetting } from '../plan.ts';

/** How an image changes what its kernel is started with. */
export type BootLoader = 'grubby' | 'grub';

/**
 * Lines of a bash script that bring settings to a node before its kubelet starts, each with the id of its setting.
 *
 * Safe to run again. A setting that is a lower bound never lowers what the node has. Kernel arguments cost one restart, and only where
 * they are missing. What a script cannot bring is left out: see `isForShell`.
 */
export function shellLines(settings: readonly PlannedSetting[], bootLoader: BootLoader): string[] {
  const sorted = settings.toSorted((a, b) => compareText(a.id, b.id));
  const of = (...kinds: PlannedSetting['kind'][]) => sorted.filter(({ kind }) => kinds.includes(kind));
  return [
    ...sysctls(of('sysctl')),
    ...modules(of('module').filter(present)),
    ...file(
      '/etc/modprobe.d/90-cns.conf',
      [...of('module-blocklist').filter(present), ...of('module-parameter').filter(present)],
      ({ kind, name, value }) =>
        kind === 'module-blocklist' ? `blacklist ${name}` : `options ${name.replace('.', ' ')}=${value ?? ''}`,
    ),
    ...limits(of('limit')),
    ...of('governor').map(({ id, value }) =>
      line(
        id,
        `for file in /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor; do [ ! -w "$file" ] || echo ${value} > "$file"; done`,
      ),
    ),
    ...of('service').map(({ id, name, comparison }) =>
      line(id, comparison === 'absent' ? `systemctl mask --now ${name}` : `systemctl enable --now ${name}`),
    ),
    ...restart(of('kernel-argument', 'huge-pages', 'module-parameter').filter(present), bootLoader),
  ];
}

/** Whether `shellLines` can bring a setting: the kubelet has its own file, and a kernel argument is added, never taken away. */
export const isForShell = ({ kind, comparison }: PlannedSetting): boolean =>
  kind !== 'kubelet' && (comparison !== 'absent' || kind === 'service');

const present = ({ comparison }: PlannedSetting): boolean => comparison !== 'absent';
const line = (id: string, command: string): string => `${command} # ${id}`;

function file(path: string, settings: readonly PlannedSetting[], text: (setting: PlannedSetting) => string): string[] {
  if (settings.length === 0) return [];
  return [`cat > ${path} <<'EOF'`, ...settings.flatMap((s) => [`# ${s.id}`, text(s)]), 'EOF'];
}

/** Loaded now and at every start. A kernel without one says so and goes on: the other settings matter too. */
function modules(settings: readonly PlannedSetting[]): string[] {
  if (settings.length === 0) return [];
  return [
    ...file('/etc/modules-load.d/90-cns.conf', settings, ({ name }) => name),
    `modprobe --all ${settings.map(({ name }) => name).join(' ')} || echo 'a kernel module is missing' >&2`,
  ];
}

function sysctls(settings: readonly PlannedSetting[]): string[] {
  if (settings.length === 0) return [];
  const bounds: Readonly<Record<string, string>> = { atLeast: 'at_least', atMost: 'at_most' };
  return [
    'sysctl_file=/etc/sysctl.d/90-cns.conf',
    ': > "$sysctl_file"',
    'set_to() { printf "%s = %s\\n" "$1" "$2" >> "$sysctl_file"; }',
    ...(settings.some(({ comparison }) => comparison === 'atLeast')
      ? ['at_least() { has=$(sysctl -n "$1"); set_to "$1" "$((has > $2 ? has : $2))"; }']
      : []),
    ...(settings.some(({ comparison }) => comparison === 'atMost')
      ? ['at_most() { has=$(sysctl -n "$1"); set_to "$1" "$((has < $2 ? has : $2))"; }']
      : []),
    ...settings.map(({ id, name, comparison, value = '' }) =>
      line(
        id,
        `${(/^\d+$/.test(value) && bounds[comparison]) || 'set_to'} ${name} ${/\s/.test(value) ? `'${value}'` : value}`,
      ),
    ),
    'sysctl --load "$sysctl_file"',
  ];
}

/** `containerd.LimitMEMLOCK`: a property of a systemd unit. `memlock`: a limit of every login. */
function limits(settings: readonly PlannedSetting[]): string[] {
  const units = settings.filter(({ name }) => name.includes('.'));
  const users = settings.filter(({ name }) => !name.includes('.'));
  const names = [...new Set(units.map(({ name }) => name.split('.')[0] ?? ''))];
  return [
    ...names.flatMap((unit) => [
      `mkdir -p /etc/systemd/system/${unit}.service.d`,
      ...file(
        `/etc/systemd/system/${unit}.service.d/90-cns.conf`,
        units.filter(({ name }) => name.startsWith(`${unit}.`)),
        ({ name, value }) => `${name.slice(unit.length + 1)}=${value}`,
      ).map((text, i) => (i === 1 ? `[Service]\n${text}` : text)),
    ]),
    ...(names.length > 0 ? ['systemctl daemon-reload'] : []),
    ...file('/etc/security/limits.d/90-cns.conf', users, ({ name, value }) => `* - ${name} ${value}`),
  ];
}

/** What needs a restart: kernel arguments that are missing, and options of a driver that has been loaded already. */
function restart(settings: readonly PlannedSetting[], bootLoader: BootLoader): string[] {
  const wanted = settings.filter(({ kind }) => kind !== 'module-parameter').flatMap(argumentsOf);
  if (settings.length === 0) return [];
  const hasOptions = wanted.length < settings.flatMap(argumentsOf).length;
  return [
    'restart=',
    ...(hasOptions ? ['[ ! -e /proc/driver/nvidia/params ] || restart=driver'] : []),
    ...(wanted.length === 0
      ? []
      : [
          'has() { grep -qF -- " $1 " <<< " $(cat /proc/cmdline) "; }',
          ...wanted.map((argument) => `has ${argument} || restart=kernel`),
        ]),
    'if [ -n "$restart" ] && [ ! -e /var/lib/cns-restarted ]; then',
    '  touch /var/lib/cns-restarted # one restart at most: what is still missing after it is for a person to see',
    ...(wanted.length === 0 ? [] : addArguments[bootLoader](wanted.join(' '))),
    '  systemctl reboot',
    '  sleep infinity # nothing below may run before the restart',
    'fi',
  ];
}

const addArguments: Readonly<Record<BootLoader, (wanted: string) => string[]>> = {
  grubby: (wanted) => [`  grubby --update-kernel=ALL --args='${wanted}'`],
  grub: (wanted) => [
    "  cat > /etc/default/grub.d/90-cns.cfg <<'EOF'",
    `GRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX ${wanted}"`,
    'EOF',
    '  update-grub',
  ],
};

/** Huge pages are two arguments, the size first: `hugepages` counts pages of the size before it. */
const argumentsOf = ({ kind, name, value }: PlannedSetting): string[] =>
  kind === 'huge-pages'
    ? [`hugepagesz=${name}`, `hugepages=${value}`]
    : [value === undefined || value === '' ? name : `${name}=${value}`];
