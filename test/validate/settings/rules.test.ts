import { describe, expect, it } from 'vitest';
import { aGpu, nvidia, type SnapshotParts } from '../../snapshot/a-snapshot.ts';
import { said } from './said.ts';

const unit = (parts: object) => ({
  loadState: 'loaded',
  activeState: 'active',
  subState: 'running',
  unitFileState: 'enabled',
  limits: {},
  properties: {},
  ...parts,
});

// biome-ignore format: a case a line
const KINDS = [
  ['huge-pages', [
    ['2M', 'atLeast', '5128', { os: { hugePages: { '2M': { total: 5128, free: 1 } } } }, 'met 5128 pages of 2M'],
    ['2M', 'atLeast', '5128', { os: { hugePages: { '2048kB': { total: 5127, free: 1 } } } }, 'not-met 5127 pages of 2048kB'],
    ['2M', 'atLeast', '1', { os: { hugePages: { '512M': { total: 9, free: 1 } } } }, 'not-met no pool of 2M; this kernel has 512M'],
    ['2M', 'atLeast', '1', { os: { hugePages: {} } }, 'unknown collector os: it shows no pool of huge pages at all'],
    ['large', 'atLeast', '1', { os: { hugePages: { '2M': { total: 9, free: 1 } } } }, 'unknown "large" is no page size']]],
  ['module', [
    ['ib_umad', 'present', undefined, { os: { modules: { 'ib-umad': { parameters: {} } } } }, 'met loaded'],
    ['ib_umad', 'present', undefined, { os: { modules: { x: { parameters: {} } }, builtInModules: ['ib_umad'] } }, 'met built in'],
    ['ib_umad', 'present', undefined, { os: { modules: { x: { parameters: {} } } } }, 'not-met not loaded'],
    ['ib_umad', 'absent', undefined, { os: { modules: { x: { parameters: {} } } } }, 'met not loaded'],
    ['ib_umad', 'atLeast', '1', { os: { modules: { x: { parameters: {} } } } }, 'unknown a module is there or not; atLeast says nothing of it']]],
  ['module-blocklist', [
    ['nouveau', 'present', undefined, { os: { modules: { nvidia: { parameters: {} } } } }, 'met not loaded'],
    ['nouveau', 'present', undefined, { os: { modules: { nouveau: { parameters: {} } } } }, 'not-met loaded'],
    ['nouveau', 'present', undefined, { os: { modules: { x: { parameters: {} } }, builtInModules: ['nouveau'] } }, 'not-met built in'],
    ['nouveau', 'present', undefined, { os: {} }, 'unknown collector os: it shows no module at all']]],
  ['module-parameter', [
    ['nvidia.NVreg_A', 'equals', 'driver', { gpu: { nvidia: nvidia({ parameters: { A: '"driver"' } }) } }, 'met NVreg_A driver'],
    ['nvidia.NVreg_A', 'equals', '1', { gpu: { nvidia: nvidia({ parameters: { A: '0' } }) } }, 'not-met NVreg_A 0'],
    ['nvidia.NVreg_A', 'equals', '1', { gpu: { nvidia: nvidia() } }, 'unknown collector gpu: the driver shows no parameter A'],
    ['nvidia.NVreg_A', 'equals', '1', { gpu: {} }, 'unknown collector gpu: the driver shows no parameter A'],
    ['nvidia_uvm.hmm', 'equals', '1', { gpu: { nvidia: nvidia({ uvmParameters: { hmm: '1' } }) } }, 'met hmm 1'],
    ['efa.x', 'equals', '1', { os: { modules: { efa: { parameters: { x: '1' } } } } }, 'met x 1'],
    ['efa.x', 'equals', '1', { os: { modules: { efa: { parameters: {} } } } }, 'unknown collector os: no efa.x'],
    ['__proto__.x', 'equals', '1', { os: {} }, 'unknown collector os: no __proto__.x']]],
  ['limit', [
    ['containerd.LimitMEMLOCK', 'equals', 'infinity', { systemd: { units: { 'containerd.service': unit({ limits: { LimitMEMLOCK: 'infinity' } }) } } }, 'met LimitMEMLOCK infinity'],
    ['containerd.LimitMEMLOCK', 'equals', 'infinity', { systemd: { units: { 'containerd.service': unit({ limits: { LimitMEMLOCK: '18446744073709551615' } }) } } }, 'met LimitMEMLOCK 18446744073709551615'],
    ['containerd.LimitMEMLOCK', 'equals', 'infinity', { systemd: { units: { 'containerd.service': unit({ limits: { LimitMEMLOCK: '8388608' } }) } } }, 'not-met LimitMEMLOCK 8388608'],
    ['containerd.LimitNOFILE', 'atLeast', '1048576', { systemd: { units: { 'containerd.service': unit({ limits: { LimitNOFILE: 'infinity' } }) } } }, 'met LimitNOFILE infinity'],
    ['containerd.LimitNOFILE', 'atLeast', '1048576', { systemd: { units: { 'containerd.service': unit({ limits: { LimitNOFILE: '524288' } }) } } }, 'not-met LimitNOFILE 524288'],
    ['containerd.LimitNOFILE', 'atLeast', '1', { systemd: { units: { 'containerd.service': unit({ loadState: 'not-found' }) } } }, 'not-met there is no containerd.service'],
    ['containerd.LimitNOFILE', 'atLeast', '1', { systemd: { units: { 'containerd.service': unit({}) } } }, 'unknown containerd.service shows no LimitNOFILE'],
    ['containerd.LimitNOFILE', 'atLeast', '1', { systemd: { present: false } }, 'unknown collector systemd: it shows no unit containerd.service'],
    ['memlock', 'equals', 'unlimited', { systemd: { userLimits: { '* hard memlock': 'unlimited', '* soft memlock': 'unlimited' } } }, 'met * hard memlock unlimited, * soft memlock unlimited'],
    ['memlock', 'equals', 'unlimited', { systemd: { userLimits: { '* - memlock': '-1' } } }, 'met * - memlock -1'],
    ['memlock', 'equals', 'unlimited', { systemd: { userLimits: { '* hard memlock': 'unlimited' } } }, 'not-met no line for everybody names the soft limit memlock'],
    ['memlock', 'equals', 'unlimited', { systemd: { userLimits: { '* - memlock': 'unlimited', '* soft memlock': '64' } } }, 'not-met * - memlock unlimited, * soft memlock 64'],
    ['memlock', 'equals', 'unlimited', { systemd: { userLimits: { 'root - memlock': 'unlimited' } } }, 'not-met no line for everybody names the hard and soft limit memlock']]],
  ['governor', [
    ['scaling_governor', 'equals', 'performance', { os: { cpu: { governors: { performance: 96 } } } }, 'met performance on 96 processors'],
    ['scaling_governor', 'equals', 'performance', { os: { cpu: { governors: { performance: 95, schedutil: 1 } } } }, 'not-met performance on 95, schedutil on 1 processors'],
    ['scaling_governor', 'equals', 'performance', { os: {} }, 'not-applicable the machine has no cpufreq, so no governor'],
    ['scaling_governor', 'equals', 'performance', { os: {}, states: { os: { state: 'partial', missing: { 'cpu.governors': 'permission' } } } }, 'unknown collector os could not read cpu.governors: permission']]],
  ['service', [
    ['nvidia-imex', 'absent', undefined, { systemd: { units: { 'nvidia-imex.service': unit({ loadState: 'not-found', activeState: 'inactive', unitFileState: '' }), }, }, }, 'met not-found, inactive'],
    ['nvidia-imex', 'absent', undefined, { systemd: { units: { 'nvidia-imex.service': unit({ loadState: 'masked', activeState: 'inactive', unitFileState: 'masked' }), }, }, }, 'met masked, inactive'],
    ['nvidia-imex', 'absent', undefined, { systemd: { units: { 'nvidia-imex.service': unit({ activeState: 'inactive', unitFileState: 'disabled' }) } } }, 'not-met loaded, inactive, disabled'],
    ['nvidia-imex', 'absent', undefined, { systemd: { units: { 'nvidia-imex.service': unit({ loadState: 'masked' }) } } }, 'not-met masked, active, enabled'],
    ['nvidia-imex', 'absent', undefined, { systemd: {} }, 'unknown collector systemd: it does not show this unit'],
    ['chronyd', 'present', undefined, { systemd: { units: { 'chronyd.service': unit({}) } } }, 'met loaded, active, enabled'],
    ['chronyd', 'present', undefined, { systemd: { units: { 'chronyd.service': unit({ activeState: 'failed' }) } } }, 'not-met loaded, failed, enabled'],
    ['nvidia-persistenced', 'present', undefined, { gpu: { nvidia: nvidia() } }, 'met persistence mode on for 1 GPUs'],
    ['nvidia-persistenced', 'present', undefined, { gpu: { nvidia: nvidia({ gpus: [aGpu(), aGpu({ persistence: 'disabled' })] }) } }, 'not-met persistence mode off on 1 of 2 GPUs'],
    ['nvidia-persistenced', 'present', undefined, { gpu: {} }, 'unknown collector gpu: nvidia-smi shows no GPU']]],
  ['kubelet', [
    ['cpuManagerPolicy', 'equals', 'static', { systemd: { kubelet: { settings: { cpuManagerPolicy: 'static' } } } }, 'met static'],
    ['cpuManagerPolicy', 'equals', 'static', { systemd: { kubelet: { settings: { cpuManagerPolicy: 'none' } } } }, 'not-met none'],
    ['cpuManagerPolicy', 'equals', 'static', { systemd: {} }, 'unknown collector systemd: the kubelet configuration that was read does not say it']]],
] as const;

describe.each(KINDS)('%s', (kind, rows) => {
  it.each(
    rows.map((row, i) => ({
      i: i + 1,
      name: row[0],
      comparison: row[1],
      value: row[2],
      parts: row[3] as SnapshotParts,
      expected: row[4],
    })),
  )('$i. $name $comparison $value: $expected', ({ name, comparison, value, parts, expected }) => {
    const setting = { kind, name, comparison, ...(value === undefined ? {} : { value }) };
    expect(said(setting, parts)).toContain(expected);
  });

  it('a collector that was excluded has no say, one that failed is unknown', () => {
    const name = rows[0][0];
    expect(said({ kind, name }, {})).toBe('');
    const failed = Object.fromEntries(
      ['os', 'gpu', 'systemd'].map((one) => [one, { state: 'failed' as const, why: 'timeout' }]),
    );
    expect(said({ kind, name }, { states: failed })).toMatch(/^unknown collector \w+ failed: timeout$/);
  });
});
