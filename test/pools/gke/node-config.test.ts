import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gkeNodeConfig } from '../../../src/pools/gke/node-config.ts';
import { SYSCTLS } from '../../../src/pools/gke/sysctls.ts';
import type { PlannedSetting } from '../../../src/pools/plan.ts';
import { plannedSetting } from '../planned-setting.ts';

const setting = (change: Partial<PlannedSetting>): PlannedSetting =>
  plannedSetting({ id: 'a', kind: 'kubelet', name: 'cpuManagerPolicy', value: 'static', ...change });

describe('node-pools.md 4.4: what a node pool takes, and where', () => {
  it.each`
    kind            | name                       | value            | field
    ${'kubelet'}    | ${'cpuManagerPolicy'}      | ${'static'}      | ${{ kubeletConfig: { cpuManagerPolicy: 'static' } }}
    ${'kubelet'}    | ${'topologyManagerPolicy'} | ${'best-effort'} | ${{ kubeletConfig: { topologyManager: { policy: 'best-effort' } } }}
    ${'kubelet'}    | ${'topologyManagerScope'}  | ${'pod'}         | ${{ kubeletConfig: { topologyManager: { scope: 'pod' } } }}
    ${'kubelet'}    | ${'memoryManagerPolicy'}   | ${'Static'}      | ${{ kubeletConfig: { memoryManager: { policy: 'Static' } } }}
    ${'kubelet'}    | ${'podPidsLimit'}          | ${'1024'}        | ${{ kubeletConfig: { podPidsLimit: 1024 } }}
    ${'kubelet'}    | ${'maxParallelImagePulls'} | ${'5'}           | ${{ kubeletConfig: { maxParallelImagePulls: 5 } }}
    ${'huge-pages'} | ${'2M'}                    | ${'4096'}        | ${{ linuxNodeConfig: { hugepagesConfig: { hugepageSize2m: 4096 } } }}
    ${'huge-pages'} | ${'1G'}                    | ${'16'}          | ${{ linuxNodeConfig: { hugepagesConfig: { hugepageSize1g: 16 } } }}
    ${'sysctl'}     | ${'vm.max_map_count'}      | ${'262144'}      | ${{ linuxNodeConfig: { sysctls: { 'vm.max_map_count': '262144' } } }}
  `('$kind $name', ({ kind, name, value, field }) => {
    const made = gkeNodeConfig([setting({ kind, name, value })]);
    expect(made.fields).toMatchObject(field);
    expect([...made.placed.keys()]).toEqual(['a']);
    expect(made.refused.size).toBe(0);
  });

  it.each`
    kind                 | name                              | value                | comparison   | why
    ${'sysctl'}          | ${'kernel.numa_balancing'}        | ${'0'}               | ${'equals'}  | ${/not on GKE's list/}
    ${'sysctl'}          | ${'kernel.threads-max'}           | ${'1'}               | ${'equals'}  | ${/not on GKE's list/}
    ${'sysctl'}          | ${'vm.nr_hugepages'}              | ${'1'}               | ${'equals'}  | ${/not on GKE's list/}
    ${'sysctl'}          | ${'vm.zone_reclaim_mode'}         | ${'0'}               | ${'equals'}  | ${/not on GKE's list/}
    ${'sysctl'}          | ${'net.ipv4.tcp_max_syn_backlog'} | ${'1'}               | ${'equals'}  | ${/not on GKE's list/}
    ${'sysctl'}          | ${'net.core.default_qdisc'}       | ${'fq'}              | ${'equals'}  | ${/not on GKE's list/}
    ${'sysctl'}          | ${'net.ipv4.conf.all.arp_ignore'} | ${'1'}               | ${'equals'}  | ${/not on GKE's list/}
    ${'sysctl'}          | ${'vm.min_free_kbytes'}           | ${'65536'}           | ${'atLeast'} | ${/exactly/}
    ${'kubelet'}         | ${'reservedSystemCPUs'}           | ${'0-1'}             | ${'equals'}  | ${/no field/}
    ${'kubelet'}         | ${'kubeReserved'}                 | ${'cpu=1'}           | ${'equals'}  | ${/no field/}
    ${'kubelet'}         | ${'cpuManagerPolicyOptions'}      | ${'full-pcpus-only'} | ${'equals'}  | ${/no field/}
    ${'kubelet'}         | ${'cpuManagerPolicy'}             | ${'dynamic'}         | ${'equals'}  | ${/none, static/}
    ${'kubelet'}         | ${'memoryManagerPolicy'}          | ${'static'}          | ${'equals'}  | ${/None, Static/}
    ${'kubelet'}         | ${'podPidsLimit'}                 | ${'1023'}            | ${'equals'}  | ${/1024 to 4194304/}
    ${'kubelet'}         | ${'podPidsLimit'}                 | ${'4194305'}         | ${'equals'}  | ${/1024 to 4194304/}
    ${'kubelet'}         | ${'maxParallelImagePulls'}        | ${'6'}               | ${'equals'}  | ${/2 to 5/}
    ${'huge-pages'}      | ${'64K'}                          | ${'1'}               | ${'equals'}  | ${/2M and 1G/}
    ${'huge-pages'}      | ${'2M'}                           | ${'many'}            | ${'equals'}  | ${/whole number/}
    ${'kernel-argument'} | ${'init_on_alloc'}                | ${'0'}               | ${'equals'}  | ${/no field/}
    ${'module'}          | ${'nvidia_peermem'}               | ${undefined}         | ${'present'} | ${/no field/}
    ${'sysctl'}          | ${'vm.max_map_count'}             | ${undefined}         | ${'absent'}  | ${/take .* away/}
  `('refuses $kind $name $value', ({ kind, name, value, comparison, why }) => {
    const made = gkeNodeConfig([setting({ kind, name, value, comparison })]);
    expect(made.refused.get('a')).toMatch(why);
    expect(made.placed.size).toBe(0);
    expect(made.fields).toEqual(gkeNodeConfig([]).fields);
  });
});

it('always closes the read-only port of the kubelet and keeps CPU limits', () => {
  expect(gkeNodeConfig([]).fields).toEqual({
    kubeletConfig: { cpuCfsQuota: true, insecureKubeletReadonlyPortEnabled: 'FALSE' },
  });
});

it('gives a field one value, and says which setting lost', () => {
  const made = gkeNodeConfig([setting({ id: 'b', value: 'none' }), setting({ id: 'a' }), setting({ id: 'c' })]);
  expect(made.fields.kubeletConfig).toMatchObject({ cpuManagerPolicy: 'static' });
  expect([...made.placed.keys()]).toEqual(['a', 'c']);
  expect(made.refused.get('b')).toMatch(/a wants cpuManagerPolicy static/);
});

const KINDS = ['kernel-argument', 'sysctl', 'huge-pages', 'module', 'limit', 'kubelet', 'service'] as const;

it('node-pools.md 0.9: every setting is placed or refused, never both, and no sysctl outside the list is sent', () => {
  const any = fc.uniqueArray(
    fc.record({
      id: fc.stringMatching(/^[a-z]{1,4}$/),
      kind: fc.constantFrom(...KINDS),
      name: fc.oneof(fc.constantFrom(...SYSCTLS), fc.constantFrom('2M', '1G', 'podPidsLimit'), fc.string()),
      comparison: fc.constantFrom('equals' as const, 'atLeast' as const, 'absent' as const),
      value: fc.oneof(fc.nat().map(String), fc.string()),
    }),
    { selector: ({ id }) => id },
  );
  fc.assert(
    fc.property(any, (changes) => {
      const { fields, placed, refused } = gkeNodeConfig(changes.map(setting));
      expect([...placed.keys(), ...refused.keys()].sort()).toEqual(changes.map(({ id }) => id).sort());
      for (const name of Object.keys(fields.linuxNodeConfig?.sysctls ?? {})) expect(SYSCTLS).toContain(name);
      const limit = fields.kubeletConfig?.podPidsLimit;
      if (limit !== undefined) expect(limit).toSatisfy((n: number) => n >= 1024 && n <= 4_194_304);
    }),
  );
});
