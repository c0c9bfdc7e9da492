import { execFileSync } from 'node:child_process';
import { App, Chart } from 'cdk8s';
import { expect, it } from 'vitest';
import { NodeTuning, type NodeTuningProps, nodeTuning } from '../../constructs/node-tuning.ts';
import type { ResolvedSetting } from '../../src/contract/cluster.ts';
import { parsePath, valueAt } from '../../src/path.ts';

const setting = (part: Partial<ResolvedSetting> & Pick<ResolvedSetting, 'kind' | 'name'>): ResolvedSetting => ({
  id: part.name,
  comparison: 'equals',
  reboot: false,
  channel: 'agent',
  why: 'test',
  tradeOff: 'none',
  source: 'https://example.com',
  verify: 'none',
  ...part,
});

const sysctl = setting({ kind: 'sysctl', name: 'kernel.numa_balancing', value: '0' });
const kernel = setting({ kind: 'kernel-argument', name: 'iommu', value: 'pt', reboot: true });
const tuned = {
  name: 'nvidia-tuned',
  image: 'ghcr.io/nvidia/nodewright-packages/nvidia-tuned',
  version: '0.10.0',
  configMap: { accelerator: 'h100', intent: 'multiNodeTraining', service: 'eks' },
  dependsOn: ['nvidia-setup-kernel'],
  interrupt: 'reboot' as const,
};
const setup = {
  name: 'nvidia-setup-kernel',
  image: 'ghcr.io/nvidia/nodewright-packages/nvidia-setup',
  version: '0.8.0',
  configMap: { service: 'eks', accelerator: 'h100' },
  env: { NVIDIA_SETUP_INSTALL_KERNEL: 'true' },
  interrupt: 'reboot' as const,
  resources: { cpuRequest: '2000m', cpuLimit: '4000m', memoryRequest: '4096Mi', memoryLimit: '8192Mi' },
};

type Options = Partial<Omit<NodeTuningProps, 'cluster'>> & { cluster?: NodeTuningProps['cluster'] };
const cluster = (tuning: object, more: object = {}): NodeTuningProps['cluster'] => ({
  gpuNodes: { selector: { nodeGroup: 'gpu-worker' } },
  tuning,
  ...more,
});

const objects = (props: Options = {}): Record<string, unknown>[] => {
  const chart = new Chart(new App(), 'tuning');
  new NodeTuning(chart, 'tuning', { namespace: 'nodewright', ...props });
  return chart.toJson();
};
const object = (props: Options = {}) =>
  objects({ cluster: cluster({ settings: [sysctl] }), ...props })[0] as Record<string, unknown>;
const at = (path: string, props?: Options) => valueAt(object(props), parsePath(path) ?? []);

it('renders nothing when there is nothing to apply, and then waits for nothing', () => {
  expect(objects()).toEqual([]);
  expect(nodeTuning.readiness?.(nodeTuning.props.parse({ namespace: 'nodewright' }))).toEqual([]);
});

it.each<[string, unknown, Options, unknown]>([
  ['apiVersion', 'nodewright.nvidia.com/v1alpha1', { operatorVersion: 'v0.15.1' }, 'skyhook.nvidia.com/v1alpha1'],
  ['kind', 'NodeWright', { operatorVersion: 'v0.15.1' }, 'Skyhook'],
  ['metadata.name', 'tuning', { name: 'gb200' }, 'gb200'],
  ['spec.interruptionBudget', { count: 1 }, { interruptionBudget: { percent: 10 } }, { percent: 10 }],
  ['spec.runtimeRequired', true, { runtimeRequired: false }, false],
  ['spec.runtimeRequired', true, { cluster: cluster({ settings: [sysctl] }, { os: 'cos' }) }, false],
  ['spec.autoTaintNewNodes', true, { autoTaintNewNodes: false }, false],
  ['spec.autoTaintNewNodes', true, { runtimeRequired: false }, false],
  [
    'spec.nodeSelectors',
    { matchLabels: { nodeGroup: 'gpu-worker' } },
    { nodeSelector: { a: 'b' } },
    { matchLabels: { a: 'b' } },
  ],
  [
    'spec.podNonInterruptLabels',
    undefined,
    { podNonInterruptLabels: { job: 'train' } },
    { matchLabels: { job: 'train' } },
  ],
  [
    'spec.additionalTolerations',
    [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
    { tolerations: [{ key: 'dedicated', operator: 'Exists' }] },
    [{ key: 'dedicated', operator: 'Exists' }],
  ],
  ['spec.priority', 200, { priority: 100 }, 100],
  ['spec.sequencing', 'node', { sequencing: 'all' }, 'all'],
  ['spec.serial', false, { serial: true }, true],
  [
    'spec.drainConfig',
    undefined,
    { drain: { force: true } },
    { force: true, deleteEmptyDirData: false, timeout: '60m' },
  ],
  [
    'spec.packages.tuning.image',
    'ghcr.io/nvidia/skyhook-packages/tuning',
    { general: { image: 'r/tuning', version: '2.0.0' } },
    'r/tuning',
  ],
  ['spec.packages.tuning.version', '1.1.4', { general: { image: 'r/tuning', version: '2.0.0' } }, '2.0.0'],
])('%s is %j, and follows its prop', (path, standard, props, other) => {
  expect(at(path)).toEqual(standard);
  expect(at(path, props)).toEqual(other);
});

it.each<[string, ResolvedSetting[], Record<string, string>, unknown]>([
  ['a sysctl needs no interrupt', [sysctl], { 'sysctl.conf': 'kernel.numa_balancing=0' }, undefined],
  [
    'kernel arguments keep the named defaults, and reboot',
    [
      kernel,
      setting({ kind: 'kernel-argument', name: 'quiet', comparison: 'absent' }),
      setting({ kind: 'huge-pages', name: '2M', value: '5128' }),
    ],
    { 'grub.conf': 'console=ttyS0\niommu=pt\nhugepagesz=2M\nhugepages=5128' },
    { type: 'reboot' },
  ],
  [
    'a limit of a unit restarts the unit',
    [setting({ kind: 'limit', name: 'containerd.LimitMEMLOCK', value: 'infinity', comparison: 'atLeast' })],
    { 'service_containerd.conf': '[Service]\nLimitMEMLOCK=infinity' },
    { type: 'service', services: ['containerd'] },
  ],
  [
    'a session limit goes to ulimit',
    [setting({ kind: 'limit', name: 'memlock', value: 'unlimited' })],
    { 'ulimit.conf': 'memlock=unlimited' },
    undefined,
  ],
])('%s', (_, settings, configMap, interrupt) => {
  const props = { keepKernelArguments: ['quiet', 'console=ttyS0'], cluster: cluster({ settings }) };
  expect(at('spec.packages.tuning.configMap', props)).toEqual(configMap);
  expect(at('spec.packages.tuning.interrupt', props)).toEqual(interrupt);
});

it('writes fixed packages with canonical quantities, their own versions in dependsOn and a proxy where they download', () => {
  const packages = at('spec.packages', {
    cluster: cluster({ packages: [setup, tuned] }, { proxy: { https: 'http://proxy:3128', noProxy: '.svc' } }),
  }) as Record<string, Record<string, unknown>>;
  expect(packages['nvidia-setup-kernel']).toEqual({
    version: '0.8.0',
    image: 'ghcr.io/nvidia/nodewright-packages/nvidia-setup',
    configMap: { service: 'eks', accelerator: 'h100' },
    env: [
      { name: 'https_proxy', value: 'http://proxy:3128' },
      { name: 'HTTPS_PROXY', value: 'http://proxy:3128' },
      { name: 'no_proxy', value: '.svc' },
      { name: 'NO_PROXY', value: '.svc' },
      { name: 'NVIDIA_SETUP_INSTALL_KERNEL', value: 'true' },
    ],
    interrupt: { type: 'reboot' },
    resources: { cpuRequest: '2', cpuLimit: '4', memoryRequest: '4Gi', memoryLimit: '8Gi' },
  });
  expect(packages['nvidia-tuned']?.dependsOn).toEqual({ 'nvidia-setup-kernel': '0.8.0' });
  expect(packages['nvidia-tuned']?.configMap).toEqual(tuned.configMap);
});

it('restarts services where a package asks for nothing larger, spelled as the API does', () => {
  const gke = {
    name: 'tuning-gke',
    image: 'ghcr.io/nvidia/nodewright-packages/nvidia-tuning-gke',
    version: '0.1.2',
    configMap: { accelerator: 'h100', intent: 'inference' },
    interruptServices: ['systemd-sysctl'],
  };
  expect(at('spec.packages.tuning-gke.interrupt', { cluster: cluster({ packages: [gke] }, { os: 'cos' }) })).toEqual({
    type: 'service',
    services: ['systemd-sysctl'],
  });
  expect(
    at('spec.packages.a.interrupt', {
      cluster: cluster({ packages: [{ ...gke, name: 'a', interrupt: 'restartAllServices' }] }),
    }),
  ).toEqual({ type: 'restartAllServices' });
});

it('puts the remainder into a listed general package, after the fixed ones', () => {
  const general = { name: 'rest', image: 'ghcr.io/nvidia/nodewright-packages/tuning', version: '1.1.5' };
  const packages = at('spec.packages', { cluster: cluster({ packages: [general, setup], settings: [sysctl] }) });
  expect(Object.keys(packages as object)).toEqual(['nvidia-setup-kernel', 'rest']);
  expect(valueAt(packages, ['rest'])).toEqual({
    version: '1.1.5',
    image: general.image,
    configMap: { 'sysctl.conf': 'kernel.numa_balancing=0' },
    dependsOn: { 'nvidia-setup-kernel': '0.8.0' },
  });
});

it('mirrors package images', () => {
  const props = { cluster: cluster({ settings: [sysctl], packages: [setup] }, { registryMirror: 'm.example.com' }) };
  expect(at('spec.packages.tuning.image', props)).toBe('m.example.com/ghcr.io/nvidia/skyhook-packages/tuning');
  expect(at('spec.packages.nvidia-setup-kernel.image', props)).toBe(
    'm.example.com/ghcr.io/nvidia/nodewright-packages/nvidia-setup',
  );
});

it('brings kernel arguments by script beside a tuned profile, which owns the default arguments', () => {
  const props = { cluster: cluster({ packages: [setup, tuned], settings: [kernel] }) };
  expect(at('spec.packages.tuning', props)).toBeUndefined();
  const script = at('spec.packages.remainder-script', props);
  expect(valueAt(script, ['interrupt'])).toEqual({ type: 'reboot' });
  expect(valueAt(script, ['dependsOn'])).toEqual({ 'nvidia-setup-kernel': '0.8.0', 'nvidia-tuned': '0.10.0' });
  expect(valueAt(script, ['configMap', 'apply.sh'])).toContain(
    'GRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX iommu=pt"\nCNS_END\nupdate-grub',
  );
  expect(valueAt(script, ['configMap', 'post_interrupt_check.sh'])).toContain("grep -qwF -- 'iommu=pt' /proc/cmdline");
});

it.each<[string, ResolvedSetting, string, unknown]>([
  [
    'a bound',
    setting({ kind: 'sysctl', name: 'vm.max_map_count', value: '262144', comparison: 'atLeast' }),
    'bound atLeast vm.max_map_count 262144',
    undefined,
  ],
  [
    'a bound of a unit',
    setting({ kind: 'limit', name: 'containerd.LimitNOFILE', value: '1048576', comparison: 'atLeast' }),
    'unit_bound atLeast containerd LimitNOFILE 1048576\nsystemctl daemon-reload',
    { type: 'service', services: ['containerd'] },
  ],
  ['a module', setting({ kind: 'module', name: 'ib_umad', comparison: 'present' }), 'modprobe ib_umad', undefined],
  [
    'a blocked module',
    setting({ kind: 'module-blocklist', name: 'nouveau', comparison: 'present', reboot: true }),
    'blacklist nouveau',
    { type: 'reboot' },
  ],
  [
    'a module parameter',
    setting({ kind: 'module-parameter', name: 'nvidia_uvm.uvm_disable_hmm', value: '1' }),
    'options nvidia_uvm uvm_disable_hmm=1',
    undefined,
  ],
  [
    'the governor',
    setting({ kind: 'governor', name: 'governor', value: 'performance' }),
    '- - - - performance',
    undefined,
  ],
  [
    'an unwanted service',
    setting({ kind: 'service', name: 'nvidia-imex.service', comparison: 'absent' }),
    'systemctl mask nvidia-imex.service',
    undefined,
  ],
  [
    'a wanted service',
    setting({ kind: 'service', name: 'nvidia-persistenced.service', comparison: 'present' }),
    'systemctl enable --now nvidia-persistenced.service',
    undefined,
  ],
])('brings %s by script', (_, one, line, interrupt) => {
  const script = at('spec.packages.remainder-script', { cluster: cluster({ settings: [one] }) });
  expect(valueAt(script, ['configMap', 'apply.sh'])).toContain(line);
  expect(valueAt(script, ['interrupt'])).toEqual(interrupt);
  for (const text of Object.values(valueAt(script, ['configMap']) as Record<string, string>)) {
    execFileSync('bash', ['-n'], { input: text });
  }
});

it.each<[string, Options, string]>([
  [
    'an empty selector',
    { cluster: { tuning: { settings: [sysctl] } } },
    'PROPS_INVALID at components.node-tuning.nodeSelector\n  is missing: without a selector the tuning would reach every node',
  ],
  [
    'a selector that waits for the driver',
    { nodeSelector: { 'nvidia.com/gpu.present': 'true' } },
    'PROPS_INVALID at components.node-tuning.nodeSelector["nvidia.com/gpu.present"]\n  got "true": comes from feature discovery, which waits for the driver, which waits for this tuning',
  ],
  [
    'kernel arguments without the defaults to keep',
    { cluster: cluster({ settings: [kernel] }) },
    "PROPS_INVALID at components.node-tuning.keepKernelArguments\n  is missing: kernel arguments are to be set (iommu=pt), and the general package replaces the distribution's default arguments",
  ],
  [
    'kernel arguments on Container-Optimized OS',
    { keepKernelArguments: [], cluster: cluster({ settings: [kernel] }, { os: 'cos' }) },
    'TUNING_UNMATCHED at cluster.tuning.settings\n  the agent sets kernel arguments by update-grub, which cos does not have: iommu=pt',
  ],
  [
    'a setting that reboots on Container-Optimized OS',
    {
      cluster: cluster(
        { settings: [setting({ kind: 'module-blocklist', name: 'nouveau', comparison: 'present', reboot: true })] },
        { os: 'cos' },
      ),
    },
    'TUNING_UNMATCHED at cluster.tuning.settings\n  got a setting that needs a reboot: on Container-Optimized OS it would be applied and rebooted again for ever',
  ],
  [
    'a rebooting package on Container-Optimized OS',
    { cluster: cluster({ packages: [setup] }, { os: 'cos' }) },
    'PROPS_INVALID at cluster.tuning.packages[0].interrupt\n  got reboot: on Container-Optimized OS a package that reboots never ends',
  ],
  [
    'a kubelet setting',
    { cluster: cluster({ settings: [setting({ kind: 'kubelet', name: 'cpuManagerPolicy', value: 'static' })] }) },
    'TUNING_UNMATCHED at cluster.tuning.settings.cpuManagerPolicy\n  the node agent cannot set cpuManagerPolicy of the kubelet',
  ],
  [
    'a value that a shell would read',
    { cluster: cluster({ settings: [setting({ kind: 'sysctl', name: 'kernel.core_pattern', value: '$(reboot)' })] }) },
    'got "kernel.core_pattern=$(reboot)": quotes, dollars and line breaks do not survive the way to the node',
  ],
  [
    'an argument that a profile owns',
    {
      cluster: cluster({
        packages: [{ ...tuned, dependsOn: [] }],
        settings: [setting({ kind: 'kernel-argument', name: 'nokaslr', comparison: 'absent' })],
      }),
    },
    'the kernel argument nokaslr cannot be taken away: the package nvidia-tuned owns the command line',
  ],
  [
    'a package with a tag',
    { cluster: cluster({ packages: [{ ...setup, image: 'ghcr.io/x/y:1' }] }) },
    'PROPS_INVALID at cluster.tuning.packages[0].image\n  got ghcr.io/x/y:1: an image path without tag or digest\n  hint: the tag goes into version',
  ],
  [
    'a dependency that is not there',
    { cluster: cluster({ packages: [tuned] }) },
    'PROPS_INVALID at cluster.tuning.packages[0].dependsOn\n  got nvidia-setup-kernel; allowed: ',
  ],
  [
    'drain options of the old operator',
    { operatorVersion: 'v0.15.1', drain: {} },
    'operators before 0.18 have no drain options',
  ],
  [
    'an operator without a row',
    { operatorVersion: 'v0.17.0' },
    'got "v0.17.0": v0.17.0 is no chart version of 0.15 or 0.20, whose resources are known',
  ],
  [
    'a budget of nothing',
    { interruptionBudget: { count: 0 } },
    'PROPS_INVALID at components.node-tuning.interruptionBudget.count\n  got 0: Too small',
  ],
])('refuses %s', (_, props, message) => {
  expect(() => objects({ cluster: cluster({ settings: [sysctl] }), ...props })).toThrow(message);
});

it.each([
  ['v0.20.0', 'nodewright.nvidia.com/v1alpha1', 'NodeWright'],
  ['v0.15.1', 'skyhook.nvidia.com/v1alpha1', 'Skyhook'],
])('%s is ready when its resource is complete', (operatorVersion, apiVersion, kind) => {
  const parsed = nodeTuning.props.parse({
    namespace: 'nodewright',
    operatorVersion,
    name: 'rack',
    cluster: cluster({ settings: [sysctl] }),
  });
  expect(nodeTuning.readiness?.(parsed)).toEqual([
    {
      apiVersion,
      kind,
      name: 'rack',
      field: { path: 'status.status', ready: 'complete', failed: ['erroring', 'blocked'] },
      needsNodes: true,
    },
  ]);
  expect(nodeTuning.images?.(parsed).every(({ architectures }) => architectures.includes('arm64'))).toBe(true);
});
