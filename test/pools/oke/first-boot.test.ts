import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { planInfra } from '../../../src/ops/plan-infra.ts';
import { shown } from '../../../src/pools/expression.ts';
import { compileOke } from '../../../src/pools/oke/compile.ts';
import { okeUserData } from '../../../src/pools/oke/first-boot.ts';
import { okeStandIns } from '../../../src/pools/oke/stand-ins.ts';
import { casesOf, documentOf, engine } from '../../samples.ts';
import { plannedSetting } from '../planned-setting.ts';

/** Each shape of each leaf, with each intent. */
const all = engine.catalog.leaves
  .filter(({ service }) => service === 'oke')
  .flatMap(casesOf)
  .filter(({ query }) => query.platform === undefined)
  .map((one) => {
    const plan = planInfra(engine, { document: documentOf(one, { inputs: { region: 'us-chicago-1' } }) });
    const settings = plan.gpu.settings.filter(({ carrier }) => carrier === 'pool');
    const { taints } = plan.gpu;
    return { ...one, os: one.query.os, plan, settings, taints };
  });
const cases = all.filter(({ query }) => query.accelerator !== 'gb200');

interface CloudConfig {
  readonly write_files: readonly { readonly path: string; readonly permissions: string; readonly content: string }[];
}

function scriptOf(text: string): string {
  expect(text.startsWith('#cloud-config\n')).toBe(true);
  const { write_files, ...rest } = parseYaml(text) as CloudConfig;
  expect(rest).toEqual({});
  expect(write_files).toHaveLength(1);
  const [file] = write_files;
  expect(file).toMatchObject({ permissions: '0700', owner: 'root:root' });
  // What cloud-init runs at every boot: a restart in the middle must not lose the rest.
  expect(file?.path).toMatch(/^\/var\/lib\/cloud\/scripts\/per-boot\//);
  return file?.content ?? '';
}

function shellcheck(script: string): string {
  const { stdout, status } = spawnSync('shellcheck', ['--shell=bash', '-'], {
    input: script,
    encoding: 'utf8',
  });
  return status === 0 ? '' : stdout || 'shellcheck did not run';
}

const bootText = (one: (typeof all)[number], mode: 'managed' | 'self-managed' = 'managed'): string => {
  const { os, settings, taints } = one;
  return scriptOf(shown(okeUserData({ pool: 'gpu', os, mode, taints, settings }).file.text));
};

describe.each(cases)('$name', (one) => {
  const compiled = compileOke(one.plan, okeStandIns);

  it('places every setting of the pool exactly once, or says why it cannot', () => {
    const told = [...compiled.placements, ...compiled.inexpressible].map(({ setting }) => setting).sort();
    expect(told).toEqual(one.settings.map(({ id }) => id).sort());
    expect(compiled.inexpressible).toEqual([]);
  });

  it('starts system and GPU nodes with clean scripts that fit into the 32,000 bytes that OCI takes', () => {
    expect(compiled.firstBoot.map(({ pool, format }) => `${pool} ${format}`)).toEqual([
      'gpu cloud-config',
      'system cloud-config',
    ]);
    for (const { text } of compiled.firstBoot) {
      expect(shellcheck(scriptOf(shown(text)))).toBe('');
      expect(Buffer.from(shown(text)).toString('base64').length).toBeLessThan(32_000);
    }
  });

  it('joins last, by the bootstrap of OKE, with every taint and every policy of the kubelet', () => {
    const script = bootText(one);
    const command = one.os === 'ubuntu' ? 'oke bootstrap' : 'bash /var/run/oke-init.sh';
    const join = script.split('\n').find((line) => line.includes(`if ${command} --kubelet-extra-args '`)) ?? '';
    for (const { key, value, effect } of one.taints) expect(join).toContain(`${key}=${value}:${effect}`);
    expect(join.match(/--register-with-taints/g)).toHaveLength(1);
    const policy = one.settings.find(({ name }) => name === 'cpuManagerPolicy');
    expect(join.includes('--cpu-manager-policy=static')).toBe(policy !== undefined);
    const restart = script.indexOf('systemctl reboot');
    if (restart > 0) expect(script.indexOf(join)).toBeGreaterThan(restart);
  });

  it('keeps what no shell may read inside one pair of quotes', () => {
    expect(bootText(one)).not.toMatch(/--kubelet-extra-args '[^'\n]*["\\$`][^'\n]*'/);
  });
});

describe('node-pools.md 6.4', () => {
  const ubuntu = all.find(({ os, query }) => os === 'ubuntu' && query.intent === 'training') as (typeof all)[number];
  const oracle = all.find(
    ({ os, query }) => os === 'oraclelinux' && query.intent === 'training',
  ) as (typeof all)[number];

  it('restarts once for kernel arguments, by the boot loader of the image, and goes on after it', () => {
    for (const [one, loader] of [
      [ubuntu, 'update-grub'],
      [oracle, 'grubby --update-kernel=ALL'],
    ] as const) {
      const script = bootText(one);
      expect(script).toContain(loader);
      expect(script).toContain('[ ! -e /var/lib/cns-restarted ]');
      expect(script.indexOf('[ ! -e /var/lib/cns-joined ] || exit 0')).toBeLessThan(script.indexOf(loader));
    }
  });

  it('gives CRI-O unlimited locked memory before the node joins, and a running one its new limits', () => {
    const script = bootText(oracle);
    expect(script).toContain('/etc/systemd/system/crio.service.d/90-cns.conf');
    expect(script).toContain('LimitMEMLOCK=infinity');
    expect(script).toContain('systemctl try-restart crio');
    expect(script.indexOf('try-restart crio')).toBeLessThan(script.indexOf('bash /var/run/oke-init.sh'));
  });

  it('masks the IMEX service of the host on GB200, where ComputeDomains run their own', () => {
    const gb200 = all.find(({ query }) => query.accelerator === 'gb200') as (typeof all)[number];
    expect(bootText(gb200)).toContain('systemctl mask --now nvidia-imex');
  });

  it('hands self-managed nodes the endpoint and the authority from their own metadata', () => {
    const script = bootText(ubuntu, 'self-managed');
    expect(shellcheck(script)).toBe('');
    expect(script).toContain('metadata apiserver_host > /etc/oke/oke-apiserver');
    expect(script).toContain('oke bootstrap --apiserver-host "$(cat /etc/oke/oke-apiserver)" --ca ');
    const other = bootText(oracle, 'self-managed');
    expect(shellcheck(other)).toBe('');
    expect(other).toContain('/etc/oke/oke-install.sh --apiserver-endpoint "$host" --kubelet-ca-cert "$authority"');
  });

  it('does nothing that the quickstart does and production must not', () => {
    for (const one of all)
      for (const mode of ['managed', 'self-managed'] as const) {
        const script = bootText(one, mode);
        expect(script).not.toMatch(/https:|githubusercontent|\beval\b|Trusted: yes|trusted=yes|setenforce|apt-get/);
        for (const [url] of script.matchAll(/http:\/\/[^/"]+\/[^"]*/g))
          expect(url).toMatch(/^http:\/\/169\.254\.169\.254\/opc\/v2\//);
      }
  });
});

it('leaves a taint alone that the agent puts on, and joins without taints where there are none', () => {
  const file = (taints: Parameters<typeof okeUserData>[0]['taints']) =>
    scriptOf(
      shown(okeUserData({ pool: 'system', os: 'oraclelinux', mode: 'managed', taints, settings: [] }).file.text),
    );
  expect(file([])).toContain('if bash /var/run/oke-init.sh; then');
  const taint = { key: 'a', value: 'b', effect: 'NoSchedule', because: '' } as const;
  expect(file([{ ...taint, by: 'agent' }])).not.toContain('a=b');
  expect(file([{ ...taint, by: 'pool' }])).toContain("'--register-with-taints=a=b:NoSchedule'");
  // node-pools.md 6.4: a file system of the size of its disk, on an image that does not grow it by itself.
  expect(file([])).toContain('oci-growfs -y');
});

describe('says what it cannot bring', () => {
  const setting = plannedSetting({ id: 'x', kind: 'kubelet', name: 'x', value: '1' });

  it.each`
    what                                    | change
    ${'a field without a flag'}             | ${{ name: 'imageGCHighThresholdPercent' }}
    ${'a value that would end the quotes'}  | ${{ name: 'cpuManagerPolicy', value: "static' --x='" }}
    ${'a kernel argument to be taken away'} | ${{ kind: 'kernel-argument', name: 'quiet', comparison: 'absent' }}
  `('$what', ({ change }) => {
    const userData = okeUserData({
      pool: 'gpu',
      os: 'ubuntu',
      mode: 'managed',
      taints: [],
      settings: [{ ...setting, ...change }],
    });
    expect([...userData.placed]).toEqual([]);
    expect([...userData.refused.keys()]).toEqual(['x']);
    expect(shown(userData.file.text)).not.toContain('--x=');
  });

  it.each`
    field                     | value         | flag
    ${'reservedSystemCPUs'}   | ${'0-3'}      | ${'--reserved-cpus=0-3'}
    ${'topologyManagerScope'} | ${'pod'}      | ${'--topology-manager-scope=pod'}
    ${'memoryManagerPolicy'}  | ${'None'}     | ${'--memory-manager-policy=None'}
    ${'kubeReserved'}         | ${'cpu=500m'} | ${'--kube-reserved=cpu=500m'}
  `('and knows $field as $flag', ({ field, value, flag }) => {
    const settings = [{ ...setting, name: field, value }];
    const { file } = okeUserData({ pool: 'gpu', os: 'ubuntu', mode: 'managed', taints: [], settings });
    expect(shown(file.text)).toContain(`--kubelet-extra-args '${flag}'`);
  });
});
