import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { script } from '../../../src/pools/first-boot/script.ts';
import { type BootLoader, isForShell, shellLines } from '../../../src/pools/first-boot/shell.ts';
import type { PlannedSetting } from '../../../src/pools/plan.ts';
import { plannedSetting } from '../planned-setting.ts';

const setting = (part: Partial<PlannedSetting> & Pick<PlannedSetting, 'kind' | 'name'>): PlannedSetting =>
  plannedSetting({ id: `${part.kind}-${part.name}`, ...part });

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cns-boot-'));
  for (const folder of [
    'bin',
    'etc/sysctl.d',
    'etc/modprobe.d',
    'etc/modules-load.d',
    'etc/systemd/system',
    'etc/security/limits.d',
    'etc/default/grub.d',
    'proc/driver/nvidia',
    'var/lib',
  ])
    mkdirSync(join(root, folder), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

interface Node {
  /** What `sysctl -n` answers. */
  readonly sysctl?: Readonly<Record<string, string>>;
  readonly cmdline?: string;
  readonly hasDriver?: boolean;
}

/** Runs the script on a pretended node: its paths are moved below a folder, and commands that change a machine are only recorded. */
function boot(
  settings: readonly PlannedSetting[],
  { sysctl = {}, cmdline = 'quiet', hasDriver }: Node = {},
  loader: BootLoader = 'grubby',
) {
  const log = join(root, 'log');
  for (const command of ['systemctl', 'grubby', 'update-grub', 'modprobe', 'sleep'])
    writeFileSync(
      join(root, 'bin', command),
      `#!/bin/bash\necho "${command} $*" >> ${log}\n${command === 'sleep' ? 'kill $PPID' : ''}\n`,
      { mode: 0o755 },
    );
  const answers = Object.entries(sysctl).map(([key, value]) => `${key}) echo '${value}';;`);
  writeFileSync(
    join(root, 'bin/sysctl'),
    `#!/bin/bash\n[ "$1" = -n ] || exit 0\ncase $2 in ${answers.join(' ')} esac\n`,
    { mode: 0o755 },
  );
  writeFileSync(join(root, 'proc/cmdline'), `${cmdline}\n`);
  if (hasDriver) writeFileSync(join(root, 'proc/driver/nvidia/params'), '');
  const text = script('test', [...shellLines(settings, loader), 'echo end']);
  const { stdout: complaints } = spawnSync('shellcheck', ['-'], { input: text, encoding: 'utf8' });
  expect(complaints).toBe('');
  const { stdout, stderr } = spawnSync(
    'bash',
    ['--norc', '-c', text.replaceAll(/(?<![\w.-])\/(etc|proc|var)\//g, `${root}/$1/`)],
    {
      encoding: 'utf8',
      env: { PATH: `${join(root, 'bin')}:/usr/bin:/bin` },
    },
  );
  const read = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '');
  return { ended: stdout.includes('end'), stderr, read, ran: existsSync(log) ? readFileSync(log, 'utf8') : '' };
}

describe('sysctl', () => {
  it.each`
    comparison   | has        | value      | becomes
    ${'atLeast'} | ${'100'}   | ${'200'}   | ${'200'}
    ${'atLeast'} | ${'300'}   | ${'200'}   | ${'300'}
    ${'atMost'}  | ${'300'}   | ${'200'}   | ${'200'}
    ${'atMost'}  | ${'100'}   | ${'200'}   | ${'100'}
    ${'equals'}  | ${'300'}   | ${'200'}   | ${'200'}
    ${'equals'}  | ${'1 2 3'} | ${'4 5 6'} | ${'4 5 6'}
  `('$comparison $value where the node has $has becomes $becomes', ({ comparison, has, value, becomes }) => {
    const { read, ended, stderr } = boot([setting({ kind: 'sysctl', name: 'vm.x', comparison, value })], {
      sysctl: { 'vm.x': has },
    });
    expect(stderr).toBe('');
    expect(read('etc/sysctl.d/90-cns.conf')).toBe(`vm.x = ${becomes}\n`);
    expect(ended).toBe(true);
  });
});

it('writes modules, blocked modules, parameters, limits and services to where they belong', () => {
  const { read, ran, ended } = boot([
    setting({ kind: 'module', name: 'ib_umad', comparison: 'present' }),
    setting({ kind: 'module-blocklist', name: 'nouveau', comparison: 'present' }),
    setting({ kind: 'module-parameter', name: 'nvidia.NVreg_X', value: '1' }),
    setting({ kind: 'limit', name: 'containerd.LimitMEMLOCK', value: 'infinity' }),
    setting({ kind: 'limit', name: 'memlock', value: 'unlimited' }),
    setting({ kind: 'service', name: 'nvidia-imex', comparison: 'absent' }),
    setting({ kind: 'service', name: 'nvidia-persistenced', comparison: 'present' }),
  ]);
  expect(read('etc/modules-load.d/90-cns.conf')).toBe('# module-ib_umad\nib_umad\n');
  expect(ran).toContain('modprobe --all ib_umad\n');
  expect(read('etc/modprobe.d/90-cns.conf')).toContain('blacklist nouveau\n');
  expect(read('etc/modprobe.d/90-cns.conf')).toContain('options nvidia NVreg_X=1\n');
  expect(read('etc/systemd/system/containerd.service.d/90-cns.conf')).toBe(
    '[Service]\n# limit-containerd.LimitMEMLOCK\nLimitMEMLOCK=infinity\n',
  );
  expect(read('etc/security/limits.d/90-cns.conf')).toContain('* - memlock unlimited\n');
  expect(ran).toContain('systemctl mask --now nvidia-imex');
  expect(ran).toContain('systemctl enable --now nvidia-persistenced');
  expect(ended).toBe(true);
});

describe('kernel arguments', () => {
  const wanted = [
    setting({ kind: 'kernel-argument', name: 'iommu', value: 'pt' }),
    setting({ kind: 'huge-pages', name: '2M', comparison: 'atLeast', value: '5128' }),
  ];

  it('are given to the boot loader, the page size before the count, and cost one restart before anything else happens', () => {
    const { ran, ended } = boot(wanted);
    expect(ran).toContain('grubby --update-kernel=ALL --args=hugepagesz=2M hugepages=5128 iommu=pt\n');
    expect(ran).toContain('systemctl reboot');
    expect(ended).toBe(false);
  });

  it('are given to grub in the words of Ubuntu', () => {
    const { ran, read } = boot(wanted, {}, 'grub');
    expect(read('etc/default/grub.d/90-cns.cfg')).toBe(
      'GRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX hugepagesz=2M hugepages=5128 iommu=pt"\n',
    );
    expect(ran).toContain('update-grub');
  });

  it('cost nothing where they are there already', () => {
    const { ran, ended } = boot(wanted, { cmdline: 'quiet iommu=pt hugepagesz=2M hugepages=5128' });
    expect(ran).not.toContain('reboot');
    expect(ended).toBe(true);
  });

  it('never restart a node twice', () => {
    writeFileSync(join(root, 'var/lib/cns-restarted'), '');
    const { ran, ended } = boot(wanted);
    expect(ran).not.toContain('reboot');
    expect(ended).toBe(true);
  });

  it('are needed for parameters of a driver that is loaded already, and only then', () => {
    const parameter = [setting({ kind: 'module-parameter', name: 'nvidia.NVreg_X', value: '1' })];
    expect(boot(parameter, { hasDriver: true }).ran).toContain('reboot');
    rmSync(join(root, 'proc/driver/nvidia/params'));
    rmSync(join(root, 'var/lib/cns-restarted'));
    rmSync(join(root, 'log'));
    expect(boot(parameter).ran).not.toContain('reboot');
  });
});

it.each`
  kind                 | comparison   | answer
  ${'kubelet'}         | ${'equals'}  | ${false}
  ${'kernel-argument'} | ${'absent'}  | ${false}
  ${'service'}         | ${'absent'}  | ${true}
  ${'sysctl'}          | ${'atLeast'} | ${true}
`('$kind $comparison: a script can bring it is $answer', ({ kind, comparison, answer }) => {
  expect(isForShell(setting({ kind, name: 'x', comparison }))).toBe(answer);
});
