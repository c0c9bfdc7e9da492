import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { shown } from '../../../src/pools/expression.ts';
import { okeUserData } from '../../../src/pools/oke/first-boot.ts';
import type { PlannedTaint } from '../../../src/pools/plan.ts';
import { plannedSetting } from '../planned-setting.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cns-oke-'));
  for (const folder of ['bin', 'etc/default/grub.d', 'proc', 'var/lib', 'var/run', 'usr/libexec'])
    mkdirSync(join(root, folder), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const argument = plannedSetting({ id: 'iommu', kind: 'kernel-argument', name: 'iommu', value: 'pt', reboot: true });
const policy = plannedSetting({ id: 'cpu', kind: 'kubelet', name: 'cpuManagerPolicy', value: 'static' });
const taint: PlannedTaint = { key: 'a', value: 'b', effect: 'NoSchedule', by: 'pool', because: '' };

/** What the metadata service of the node knows. */
const METADATA = {
  apiserver_host: '10.0.0.5',
  cluster_ca_cert: Buffer.from('authority').toString('base64'),
  oke_init_script: Buffer.from('oke-init "$@"').toString('base64'),
};

interface Node {
  readonly os?: string;
  readonly mode?: 'managed' | 'self-managed';
  readonly cmdline?: string;
  /** How often the bootstrap fails before it succeeds. */
  readonly failures?: number;
}

/** One boot of a pretended node: paths are moved below a folder, and commands that change a machine are only recorded. */
function boot({ os = 'ubuntu', mode = 'managed', cmdline = 'quiet', failures = 0 }: Node = {}) {
  const log = join(root, 'log');
  writeFileSync(log, '');
  const command = (name: string, more = '') =>
    writeFileSync(join(root, 'bin', name), `#!/bin/bash\necho "${name} $*" >> ${log}\n${more}\n`, { mode: 0o755 });
  for (const name of ['systemctl', 'grubby', 'update-grub']) command(name);
  command('sleep', '[ "$1" != infinity ] || kill $PPID');
  const answers = Object.entries(METADATA).map(([key, value]) => `*/metadata/${key}) printf %s '${value}';;`);
  command('curl', `case \${!#} in ${answers.join(' ')} *) exit 22;; esac`);
  for (const name of ['oke', 'oke-init']) command(name, `[ "$(grep -c '^${name} ' ${log})" -gt ${failures} ]`);
  writeFileSync(join(root, 'usr/libexec/oci-growfs'), `#!/bin/bash\necho "oci-growfs $*" >> ${log}\n`, { mode: 0o755 });
  writeFileSync(join(root, 'proc/cmdline'), `${cmdline}\n`);
  const { file } = okeUserData({ pool: 'gpu', os, mode, taints: [taint], settings: [argument, policy] });
  const { content } = parseYaml(shown(file.text)).write_files[0] as { readonly content: string };
  const moved = content.replaceAll(/(?<![\w.-])\/(etc|proc|var|usr\/libexec)\//g, `${root}/$1/`);
  const { status, stderr } = spawnSync('bash', ['--norc', '-c', moved], {
    encoding: 'utf8',
    env: { PATH: `${join(root, 'bin')}:/usr/bin:/bin` },
  });
  const read = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '');
  const ran = readFileSync(log, 'utf8')
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('curl'));
  return { status, stderr, ran, read };
}

const TUNED = 'quiet iommu=pt';
const FLAGS = '--kubelet-extra-args --register-with-taints=a=b:NoSchedule --cpu-manager-policy=static';

describe.each([
  { os: 'ubuntu', loader: 'update-grub ', joins: `oke bootstrap ${FLAGS}` },
  { os: 'oraclelinux', loader: 'grubby --update-kernel=ALL --args=iommu=pt', joins: `oke-init ${FLAGS}` },
])('a node with $os', ({ os, loader, joins }) => {
  it('restarts for its kernel arguments before it joins, joins after that, and does nothing at any later boot', () => {
    const first = boot({ os });
    expect(first.ran).toEqual([loader, 'systemctl reboot', 'sleep infinity']);
    const second = boot({ os, cmdline: TUNED });
    expect(second.status, second.stderr).toBe(0);
    expect(second.ran.filter((line) => line.startsWith('oke'))).toEqual([joins]);
    expect(second.ran).not.toContain('systemctl reboot');
    expect(boot({ os, cmdline: TUNED }).ran).toEqual(['']);
  });

  it('joins without a restart where the arguments are there', () => {
    const { ran, status } = boot({ os, cmdline: TUNED });
    expect(ran).toContain(joins);
    expect(ran).not.toContain('systemctl reboot');
    expect(status).toBe(0);
  });

  it('joins all the same, once, where a restart did not bring the arguments', () => {
    boot({ os });
    expect(boot({ os }).ran).toContain(joins);
  });

  it('tries again while its identity is not known, and says so', () => {
    const { ran, status, stderr } = boot({ os, cmdline: TUNED, failures: 3 });
    expect(ran.filter((line) => line === joins)).toHaveLength(4);
    expect(ran.filter((line) => line === 'sleep 15')).toHaveLength(3);
    expect(stderr).toContain('attempt 3 to join the cluster failed');
    expect(status).toBe(0);
  });

  it('fails after twenty tries, and tries again at the next boot', () => {
    const { ran, status } = boot({ os, cmdline: TUNED, failures: 99 });
    expect(ran.filter((line) => line === joins)).toHaveLength(20);
    expect(status).toBe(1);
    expect(boot({ os, cmdline: TUNED }).status).toBe(0);
  });
});

it('lets the network plugin keep its routes on Ubuntu', () => {
  const { read, ran } = boot({ cmdline: TUNED });
  expect(read('etc/systemd/networkd.conf.d/90-cns.conf')).toBe(
    '[Network]\nManageForeignRoutes=no\nManageForeignRoutingPolicyRules=no\n',
  );
  expect(ran.indexOf('systemctl restart systemd-networkd')).toBeLessThan(ran.indexOf(`oke bootstrap ${FLAGS}`));
});

it('gives the file system of Oracle Linux the size of its disk', () => {
  expect(boot({ os: 'oraclelinux', cmdline: TUNED }).ran[0]).toBe('oci-growfs -y');
});

it('joins a self-managed node with the address and authority of its metadata', () => {
  const { ran, read } = boot({ mode: 'self-managed', cmdline: TUNED });
  expect(ran).toContain(`oke bootstrap --apiserver-host 10.0.0.5 --ca ${METADATA.cluster_ca_cert} ${FLAGS}`);
  expect(read('etc/oke/oke-apiserver')).toBe('10.0.0.5');
  expect(read('etc/kubernetes/ca.crt')).toBe('authority');
});
