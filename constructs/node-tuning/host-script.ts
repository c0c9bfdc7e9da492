import { type Remainder, unitAndProperty } from './remainder.ts';

/** Files of NVIDIA's `shellscript` package: stage → script. It runs on the host, as root, in bash. */
export type HostScripts = Readonly<Record<string, string>>;

const SYSCTL = '/etc/sysctl.d/999-cns-bounds.conf';
const GRUB = '/etc/default/grub.d/zz-cns-node-tuning.cfg';

/**
 * Scripts for what no package of NVIDIA's can do: bounds that depend on the node's present value, modules, the governor,
 * services, and kernel arguments beside a profile that already owns `GRUB_CMDLINE_LINUX_DEFAULT`. Empty when there is nothing.
 *
 * Applying twice changes nothing the second time; a value that is already better than its bound is left alone.
 */
export function hostScripts(remainder: Remainder, kernelArguments: readonly string[]): HostScripts {
  const { sysctlBounds, unitBounds, modules, modprobe, governor, masked, enabled } = remainder;
  const files = filesOf(remainder, kernelArguments);
  const nothing = files.length + sysctlBounds.length + unitBounds.length + masked.length + enabled.length === 0;
  if (nothing) return {};
  const apply = [
    ...files.map(([path, text]) => write(path, text)),
    ...modules.map((module) => `modprobe ${module}`),
    ...(modprobe.length > 0 ? ['if command -v update-initramfs >/dev/null; then update-initramfs -u; fi'] : []),
    ...(governor ? [`systemd-tmpfiles --create /etc/tmpfiles.d/cns-node-tuning.conf`] : []),
    ...(kernelArguments.length > 0 ? ['update-grub'] : []),
    ...sysctlBounds.map(({ name, direction, value }) => `bound ${direction} ${name} ${value}`),
    ...unitBounds.map(
      ({ name, direction, value }) => `unit_bound ${direction} ${unitAndProperty(name).join(' ')} ${value}`,
    ),
    ...(unitBounds.length > 0 ? ['systemctl daemon-reload'] : []),
    ...masked.flatMap((unit) => [`systemctl disable --now ${unit} 2>/dev/null || true`, `systemctl mask ${unit}`]),
    ...enabled.flatMap((unit) => [`systemctl unmask ${unit}`, `systemctl enable --now ${unit}`]),
  ];
  const check = [
    ...files.map(([path, text]) => same(path, text)),
    ...sysctlBounds.map(({ name, direction, value }) => `check_bound ${direction} ${name} ${value}`),
    ...unitBounds.map(
      ({ name, direction, value }) => `check_unit_bound ${direction} ${unitAndProperty(name).join(' ')} ${value}`,
    ),
    ...masked.map((unit) => `[ "$(systemctl is-enabled ${unit} 2>/dev/null)" = masked ]`),
    ...enabled.map((unit) => `systemctl is-enabled --quiet ${unit}`),
  ];
  const uninstall = [
    `rm -f ${[...files.map(([path]) => path), SYSCTL, ...unitBounds.map(({ name }) => dropIn(...unitAndProperty(name)))].join(' ')}`,
    ...(unitBounds.length > 0 ? ['systemctl daemon-reload'] : []),
    ...(kernelArguments.length > 0 ? ['update-grub'] : []),
    ...masked.map((unit) => `systemctl unmask ${unit}`),
  ];
  const script = (lines: readonly string[]) => `#!/bin/bash\nset -euo pipefail\n${lines.join('\n')}\n`;
  return {
    'apply.sh': script([...FUNCTIONS, ...apply]),
    'apply_check.sh': script([...FUNCTIONS, ...check]),
    ...(kernelArguments.length > 0
      ? {
          'post_interrupt_check.sh': script(
            kernelArguments.map((argument) => `grep -qwF -- '${argument}' /proc/cmdline`),
          ),
        }
      : {}),
    'uninstall.sh': script(uninstall),
  };
}

function filesOf(remainder: Remainder, kernelArguments: readonly string[]): readonly (readonly [string, string])[] {
  const { modules, modprobe, governor } = remainder;
  return [
    ...(modules.length > 0 ? [['/etc/modules-load.d/cns-node-tuning.conf', modules.join('\n')] as const] : []),
    ...(modprobe.length > 0 ? [['/etc/modprobe.d/cns-node-tuning.conf', modprobe.join('\n')] as const] : []),
    ...(governor
      ? [
          [
            '/etc/tmpfiles.d/cns-node-tuning.conf',
            // A VM without frequency control has no such file; then the line does nothing.
            `w /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor - - - - ${governor}`,
          ] as const,
        ]
      : []),
    ...(kernelArguments.length > 0
      ? [
          [
            GRUB,
            // Not GRUB_CMDLINE_LINUX_DEFAULT: the profile assigns it whole, so the order of files would decide who wins.
            `GRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX ${kernelArguments.join(' ')}"`,
          ] as const,
        ]
      : []),
  ];
}

const write = (path: string, text: string): string =>
  `mkdir -p ${path.slice(0, path.lastIndexOf('/'))}\ncat > ${path} <<'CNS_END'\n${text}\nCNS_END`;

const same = (path: string, text: string): string => `cmp -s ${path} - <<'CNS_END'\n${text}\nCNS_END`;

function dropIn(unit: string, property: string): string {
  return `/etc/systemd/system/${unit}.service.d/999-cns-${property}.conf`;
}

/** Values are compared by awk: they may exceed what bash counts to. Several numbers are compared one by one. */
const FUNCTIONS: readonly string[] = [
  'worse() { # direction present wanted',
  '  case $1 in',
  `    atLeast) awk -v a="$2" -v b="$3" 'BEGIN { exit !(a + 0 < b + 0) }' ;;`,
  `    atMost) awk -v a="$2" -v b="$3" 'BEGIN { exit !(a + 0 > b + 0) }' ;;`,
  '  esac',
  '}',
  'merged() { # direction key wanted...: what the key should be',
  '  local direction=$1 key=$2 i=0 want out=() have',
  '  shift 2',
  '  read -r -a have <<< "$(sysctl -n "$key")"',
  '  for want in "$@"; do',
  `    if worse "$direction" "\${have[$i]}" "$want"; then out+=("$want"); else out+=("\${have[$i]}"); fi`,
  '    i=$((i + 1))',
  '  done',
  `  echo "\${out[*]}"`,
  '}',
  `present() { sysctl -n "$1" | tr -s '[:space:]' ' ' | sed 's/ $//'; }`,
  'bound() { # direction key wanted...',
  '  local value key=$2',
  '  value=$(merged "$@")',
  '  [ "$value" = "$(present "$key")" ] && return 0',
  `  touch ${SYSCTL}`,
  `  grep -vF "$key = " ${SYSCTL} > ${SYSCTL}.new || true`,
  `  echo "$key = $value" >> ${SYSCTL}.new`,
  `  mv ${SYSCTL}.new ${SYSCTL}`,
  '  sysctl -q -w "$key=$value"',
  '}',
  'check_bound() { [ "$(merged "$@")" = "$(present "$2")" ]; }',
  'unit_worse() { # direction unit property wanted',
  '  local have',
  '  have=$(systemctl show --property "$3" --value "$2")',
  '  if [ "$have" = infinity ]; then have=1e30; fi',
  '  worse "$1" "$have" "$4"',
  '}',
  'check_unit_bound() { ! unit_worse "$@"; }',
  'unit_bound() { # direction unit property wanted',
  '  unit_worse "$@" || return 0',
  '  mkdir -p "/etc/systemd/system/$2.service.d"',
  `  printf '[Service]\\n%s=%s\\n' "$3" "$4" > "${dropIn('$2', '$3')}"`,
  '}',
];
