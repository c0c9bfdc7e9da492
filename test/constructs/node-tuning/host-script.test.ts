import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hostScripts } from '../../../constructs/node-tuning/host-script.ts';
import type { Remainder } from '../../../constructs/node-tuning/remainder.ts';

const nothing: Remainder = {
  kernelArguments: [],
  withoutArguments: [],
  sysctl: [],
  ulimit: [],
  units: new Map(),
  sysctlBounds: [],
  unitBounds: [],
  modules: [],
  modprobe: [],
  masked: [],
  enabled: [],
  scriptReboots: false,
};

let root = '';
const at = (...parts: string[]) => join(root, ...parts);
const state = (name: string, value: string) => writeFileSync(at('state', name), `${value}\n`);

/** A node in a folder: sysctl and systemctl answer from files, /etc lies below the folder. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'host-script-'));
  for (const folder of ['bin', 'state', 'etc/sysctl.d']) mkdirSync(at(folder), { recursive: true });
  const tools = {
    sysctl: `if [ "$1" = -n ]; then cat ${at('state')}/$2; else pair="\${@: -1}"; echo "\${pair#*=}" | tr ' ' '\\t' > ${at('state')}/\${pair%%=*}; fi`,
    systemctl: `if [ "$1" = show ]; then cat ${at('state')}/$3; fi`,
    modprobe: `echo "$1" >> ${at('state')}/loaded`,
  };
  for (const [name, text] of Object.entries(tools)) {
    writeFileSync(at('bin', name), `#!/bin/bash\n${text}\n`);
    chmodSync(at('bin', name), 0o755);
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const run = (script: string | undefined): boolean => {
  const text = (script ?? '').replaceAll('/etc/', `${at('etc')}/`);
  try {
    execFileSync('bash', { input: text, env: { PATH: `${at('bin')}:/usr/bin:/bin` }, stdio: ['pipe', 'pipe', 'pipe'] });
    return true;
  } catch {
    return false;
  }
};
const bounds = () => readFileSync(at('etc/sysctl.d/999-cns-bounds.conf'), 'utf8');

it('is empty when there is nothing to do', () => {
  expect(hostScripts(nothing, [])).toEqual({});
});

it.each([
  ['atLeast', '100', '200', 'k = 200\n'],
  ['atMost', '300', '200', 'k = 200\n'],
  ['atLeast', '4096 131072 6291456', '4096 87380 268435456', 'k = 4096 131072 268435456\n'],
] as const)('%s: moves %s to the bound %s, once', (direction, present, value, file) => {
  state('k', present.replaceAll(' ', '\t'));
  const scripts = hostScripts({ ...nothing, sysctlBounds: [{ name: 'k', direction, value }] }, []);
  expect(run(scripts['apply_check.sh'])).toBe(false);
  expect(run(scripts['apply.sh'])).toBe(true);
  expect(run(scripts['apply_check.sh'])).toBe(true);
  expect(bounds()).toBe(file);
  expect(run(scripts['apply.sh'])).toBe(true);
  expect(bounds()).toBe(file);
});

it.each([
  ['atLeast', '18446744073692774399', '68719476736'],
  ['atMost', '0', '10'],
] as const)('%s: leaves %s alone, because it is better than %s', (direction, present, value) => {
  state('k', present);
  const scripts = hostScripts({ ...nothing, sysctlBounds: [{ name: 'k', direction, value }] }, []);
  expect(run(scripts['apply.sh'])).toBe(true);
  expect(run(scripts['apply_check.sh'])).toBe(true);
  expect(existsSync(at('etc/sysctl.d/999-cns-bounds.conf'))).toBe(false);
});

it.each([
  ['524288', true],
  ['1048576', false],
  ['infinity', false],
])('raises the limit of a unit from %s: %s', (present, raised) => {
  // systemctl show --property LimitNOFILE: the stub answers by the property's name.
  state('LimitNOFILE', present);
  const unitBounds = [{ name: 'containerd.LimitNOFILE', direction: 'atLeast' as const, value: '1048576' }];
  const scripts = hostScripts({ ...nothing, unitBounds }, []);
  const dropIn = at('etc/systemd/system/containerd.service.d/999-cns-LimitNOFILE.conf');
  expect(run(scripts['apply.sh'])).toBe(true);
  expect(existsSync(dropIn)).toBe(raised);
  if (raised) expect(readFileSync(dropIn, 'utf8')).toBe('[Service]\nLimitNOFILE=1048576\n');
  expect(run(scripts['uninstall.sh'])).toBe(true);
  expect(existsSync(dropIn)).toBe(false);
});

it('loads modules now and at boot, and notices when the file is gone', () => {
  const scripts = hostScripts({ ...nothing, modules: ['ib_umad', 'mlx5_core'] }, []);
  const file = at('etc/modules-load.d/cns-node-tuning.conf');
  expect(run(scripts['apply.sh'])).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe('ib_umad\nmlx5_core\n');
  expect(readFileSync(at('state/loaded'), 'utf8')).toBe('ib_umad\nmlx5_core\n');
  expect(run(scripts['apply_check.sh'])).toBe(true);
  expect(run(scripts['uninstall.sh'])).toBe(true);
  expect(run(scripts['apply_check.sh'])).toBe(false);
});
