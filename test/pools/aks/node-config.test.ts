import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KUBELET_FIELDS } from '../../../src/pools/aks/kubelet-fields.ts';
import { nodeConfig } from '../../../src/pools/aks/node-config.ts';
import { SYSCTLS } from '../../../src/pools/aks/sysctls.ts';
import type { PlannedSetting } from '../../../src/pools/plan.ts';
import { plannedSetting } from '../planned-setting.ts';

const IMAGE = { os: 'azurelinux', osVersion: '3.0' };
const of = (part: Partial<PlannedSetting>, image = IMAGE) =>
  nodeConfig([plannedSetting({ value: '1', ...part })], image);

describe('node-pools.md 5.3: sysctls inside the ranges of AKS', () => {
  it.each`
    name                                | min       | max
    ${'net.core.rmem_max'}              | ${212992} | ${134217728}
    ${'net.core.wmem_max'}              | ${212992} | ${134217728}
    ${'net.core.optmem_max'}            | ${20480}  | ${4194304}
    ${'net.core.somaxconn'}             | ${4096}   | ${3240000}
    ${'net.core.netdev_max_backlog'}    | ${1000}   | ${3240000}
    ${'fs.inotify.max_user_watches'}    | ${781250} | ${2097152}
    ${'fs.nr_open'}                     | ${8192}   | ${20000500}
    ${'net.netfilter.nf_conntrack_max'} | ${131072} | ${2097152}
    ${'vm.swappiness'}                  | ${0}      | ${100}
  `('$name from $min to $max', ({ name, min, max }) => {
    const { field } = SYSCTLS[name] ?? {};
    for (const value of [min, max])
      expect(of({ name, value: String(value) }).linuxOSConfig).toEqual({ sysctls: { [String(field)]: value } });
    for (const value of [min - 1, max + 1]) {
      const { linuxOSConfig, refused } = of({ name, value: String(value) });
      expect(linuxOSConfig).toBeUndefined();
      expect(refused.get('it')).toMatch(/AKS takes \d+ to \d+|nothing away|does not take/);
    }
  });

  it('sends nothing outside a range, whatever is asked for, and keeps the bound that was asked for', () => {
    const name = fc.constantFrom(...Object.keys(SYSCTLS));
    const comparison = fc.constantFrom('equals' as const, 'atLeast' as const, 'atMost' as const);
    const value = fc.oneof(fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 0, max: 200_000 }));
    const image = fc.constantFrom(IMAGE, { os: 'ubuntu', osVersion: '24.04' }, { os: 'ubuntu', osVersion: '22.04' });
    fc.assert(
      fc.property(name, comparison, value, image, (key, how, wanted, on) => {
        const row = SYSCTLS[key];
        const { linuxOSConfig, placed, refused } = of({ name: key, comparison: how, value: String(wanted) }, on);
        expect(placed.size + refused.size).toBe(1);
        const sysctls = (linuxOSConfig as { sysctls?: Record<string, number> } | undefined)?.sysctls;
        const sent = sysctls?.[String(row?.field)];
        const holds = sent ?? (placed.size > 0 ? row?.images?.[`${on.os} ${on.osVersion}`] : undefined);
        if (sent !== undefined) {
          expect(sent).toBeGreaterThanOrEqual(row?.range?.[0] ?? Number.NaN);
          expect(sent).toBeLessThanOrEqual(row?.range?.[1] ?? Number.NaN);
        }
        if (holds === undefined) return;
        if (how === 'equals') expect(holds).toBe(wanted);
        if (how === 'atLeast') expect(holds).toBeGreaterThanOrEqual(wanted);
        if (how === 'atMost') expect(holds).toBeLessThanOrEqual(wanted);
      }),
    );
  });

  it('says so where NodeWright wants 512 MiB of buffers and AKS ends at 128', () => {
    expect(of({ name: 'net.core.rmem_max', comparison: 'atLeast', value: '536870912' }).refused.get('it')).toBe(
      'AKS takes 212992 to 134217728 for net.core.rmem_max, and the recipe wants 536870912',
    );
  });

  it('never lowers vm.max_map_count: the image has more than is asked for, and nothing is sent', () => {
    const asked = { name: 'vm.max_map_count', comparison: 'atLeast' as const };
    const enough = of({ ...asked, value: '262144' });
    expect(enough.linuxOSConfig).toBeUndefined();
    expect(enough.placed.get('it')).toBe('node image of azurelinux 3.0: vm.max_map_count is 1048576');
    expect(of({ ...asked, comparison: 'equals', value: '262144' }).refused.get('it')).toMatch(/no range/);
    expect(of({ ...asked, value: '262144' }, { os: 'ubuntu', osVersion: '22.04' }).refused.size).toBe(1);
  });

  it('has one field for one sysctl, and ranges that are ranges', () => {
    const rows = Object.values(SYSCTLS);
    expect(new Set(rows.map(({ field }) => field)).size).toBe(rows.length);
    for (const { range } of rows) if (range) expect(range[0]).toBeLessThan(range[1]);
  });
});

describe('node-pools.md 5.3: what has no field', () => {
  it.each`
    kind                 | name                                 | value
    ${'kernel-argument'} | ${'iommu'}                           | ${'pt'}
    ${'huge-pages'}      | ${'2M'}                              | ${'1024'}
    ${'sysctl'}          | ${'net.ipv4.tcp_rmem'}               | ${'4096 87380 268435456'}
    ${'sysctl'}          | ${'net.ipv4.tcp_congestion_control'} | ${'bbr'}
    ${'sysctl'}          | ${'kernel.numa_balancing'}           | ${'0'}
    ${'sysctl'}          | ${'fs.inotify.max_user_instances'}   | ${'8192'}
    ${'sysctl'}          | ${'kernel.threads-max'}              | ${'100000'}
    ${'sysctl'}          | ${'vm.swappiness'}                   | ${'1 2'}
    ${'kubelet'}         | ${'memoryManagerPolicy'}             | ${'Static'}
    ${'kubelet'}         | ${'reservedSystemCPUs'}              | ${'0-3'}
    ${'kubelet'}         | ${'topologyManagerScope'}            | ${'pod'}
    ${'kubelet'}         | ${'seccompDefault'}                  | ${'true'}
    ${'module'}          | ${'ib_umad'}                         | ${undefined}
    ${'limit'}           | ${'containerd.LimitMEMLOCK'}         | ${'infinity'}
    ${'governor'}        | ${'scaling_governor'}                | ${'performance'}
  `('$kind $name is inexpressible', ({ kind, name, value }) => {
    const answer = of({ kind, name, value, comparison: value === undefined ? 'present' : 'equals' });
    expect(answer.refused.size).toBe(1);
    expect(answer.refused.get('it')).toContain(name);
    expect([answer.kubeletConfig, answer.linuxOSConfig, answer.placed.size]).toEqual([undefined, undefined, 0]);
  });

  it('takes nothing away', () => {
    expect(of({ comparison: 'absent' }).refused.get('it')).toMatch(/takes nothing away/);
  });
});

describe('node-pools.md 5.3: fields of the kubelet', () => {
  it.each`
    name                             | value                              | field                      | sent
    ${'cpuManagerPolicy'}            | ${'static'}                        | ${'cpuManagerPolicy'}      | ${'static'}
    ${'topologyManagerPolicy'}       | ${'single-numa-node'}              | ${'topologyManagerPolicy'} | ${'single-numa-node'}
    ${'podPidsLimit'}                | ${'-1'}                            | ${'podMaxPids'}            | ${-1}
    ${'podPidsLimit'}                | ${'32768'}                         | ${'podMaxPids'}            | ${32768}
    ${'cpuCFSQuota'}                 | ${'false'}                         | ${'cpuCfsQuota'}           | ${false}
    ${'cpuCFSQuotaPeriod'}           | ${'5ms'}                           | ${'cpuCfsQuotaPeriod'}     | ${'5ms'}
    ${'failSwapOn'}                  | ${'true'}                          | ${'failSwapOn'}            | ${true}
    ${'imageGCHighThresholdPercent'} | ${'90'}                            | ${'imageGcHighThreshold'}  | ${90}
    ${'containerLogMaxSize'}         | ${'100Mi'}                         | ${'containerLogMaxSizeMB'} | ${100}
    ${'containerLogMaxFiles'}        | ${'2'}                             | ${'containerLogMaxFiles'}  | ${2}
    ${'allowedUnsafeSysctls'}        | ${'net.core.somaxconn,kernel.sem'} | ${'allowedUnsafeSysctls'}  | ${['net.core.somaxconn', 'kernel.sem']}
  `('$name $value', ({ name, value, field, sent }) => {
    const { kubeletConfig, placed } = of({ kind: 'kubelet', name, value });
    expect(kubeletConfig).toEqual({ [field]: sent });
    expect(placed.get('it')).toBe(`gpu-nodes: kubeletConfig.${field}`);
  });

  it.each`
    name                       | value
    ${'cpuManagerPolicy'}      | ${'dynamic'}
    ${'topologyManagerPolicy'} | ${'strict'}
    ${'podPidsLimit'}          | ${'-2'}
    ${'podPidsLimit'}          | ${'many'}
    ${'cpuCFSQuota'}           | ${'yes'}
    ${'cpuCFSQuotaPeriod'}     | ${'1s'}
    ${'containerLogMaxSize'}   | ${'1Gi'}
    ${'containerLogMaxFiles'}  | ${'1'}
    ${'allowedUnsafeSysctls'}  | ${'net.core.somaxconn,vm.swappiness'}
  `('$name $value is not sent', ({ name, value }) => {
    const { kubeletConfig, refused } = of({ kind: 'kubelet', name, value });
    expect(kubeletConfig).toBeUndefined();
    expect(refused.get('it')).toContain(`the recipe wants ${value}`);
  });

  it('never stops to clean images up above where it starts', () => {
    const low = plannedSetting({ id: 'low', kind: 'kubelet', name: 'imageGCLowThresholdPercent', value: '88' });
    const high = plannedSetting({ id: 'high', kind: 'kubelet', name: 'imageGCHighThresholdPercent', value: '90' });
    expect(nodeConfig([low], IMAGE).refused.get('low')).toMatch(/no higher than .*85/);
    expect(nodeConfig([low, high], IMAGE).kubeletConfig).toEqual({ imageGcLowThreshold: 88, imageGcHighThreshold: 90 });
  });

  it('has one field for each of the kubelet', () => {
    const rows = Object.values(KUBELET_FIELDS);
    expect(new Set(rows.map(({ field }) => field)).size).toBe(rows.length);
  });
});

it('gives transparent huge pages to the field that there is for them', () => {
  const thp = { kind: 'kernel-argument' as const, name: 'transparent_hugepage' };
  expect(of({ ...thp, value: 'madvise' }).linuxOSConfig).toEqual({ transparentHugePageEnabled: 'madvise' });
  expect(of({ ...thp, value: 'sometimes' }).refused.size).toBe(1);
});

it('says the same in whatever order settings come', () => {
  const all = [
    plannedSetting({ id: 'a', value: '1' }),
    plannedSetting({ id: 'b', kind: 'kubelet', name: 'cpuManagerPolicy', value: 'static' }),
    plannedSetting({ id: 'c', name: 'net.core.somaxconn', value: '8192' }),
    plannedSetting({ id: 'd', kind: 'huge-pages', name: '2M', value: '8' }),
  ];
  const whole = (settings: readonly PlannedSetting[]) => {
    const { placed, refused, ...rest } = nodeConfig(settings, IMAGE);
    return JSON.stringify([rest, [...placed], [...refused]]);
  };
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
      expect(whole(shuffled)).toBe(whole(all));
    }),
  );
});
