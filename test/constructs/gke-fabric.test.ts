import { execFileSync } from 'node:child_process';
import { App, Chart } from 'cdk8s';
import { expect, it } from 'vitest';
import { gkeRdma } from '../../constructs/gke-rdma.ts';
import { gkeTcpx } from '../../constructs/gke-tcpx.ts';
import { gkeTcpxo } from '../../constructs/gke-tcpxo.ts';
import type { Component } from '../../src/contract/component.ts';
import { parsePath, valueAt } from '../../src/path.ts';

type Props = Record<string, unknown>;
type Name = 'gke-tcpx' | 'gke-tcpxo' | 'gke-rdma';

const COMPONENTS: Record<Name, Component> = { 'gke-tcpx': gkeTcpx, 'gke-tcpxo': gkeTcpxo, 'gke-rdma': gkeRdma };

const objects = (name: Name, props: Props = {}): Record<string, unknown>[] => {
  const chart = new Chart(new App(), 'gke');
  COMPONENTS[name].create(chart, name, { namespace: 'kube-system', ...props });
  return chart.toJson();
};
const at = (name: Name, path: string, props?: Props): unknown => {
  const [head = '', ...rest] = path.split(' ');
  const object = objects(name, props).find((one) => valueAt(one, ['metadata', 'name']) === head);
  return valueAt(object, parsePath(rest.join(' ')) ?? []);
};
const POD = 'spec.template.spec';
const nets = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`vpc${i + 1}`, { vpc: `v${i + 1}`, subnet: `s${i + 1}` }]),
  );

it.each<[Name, string, string, unknown, Props, unknown]>([
  [
    'gke-tcpxo',
    'nccl-tcpxo-installer',
    `${POD}.initContainers[1].image`,
    'us-docker.pkg.dev/gce-ai-infra/gpudirect-tcpxo/nccl-plugin-gpudirecttcpx-dev:v1.0.15',
    { pluginImage: 'r/plugin:v2' },
    'r/plugin:v2',
  ],
  [
    'gke-tcpxo',
    'nccl-tcpxo-installer',
    `${POD}.initContainers[0].image`,
    'docker.io/library/ubuntu:24.04',
    { hostToolsImage: 'r/tools:1' },
    'r/tools:1',
  ],
  [
    'gke-tcpxo',
    'nccl-tcpxo-installer',
    `${POD}.containers[0].image`,
    'gke.gcr.io/pause:3.8@sha256:880e63f94b145e46f1b1082bb71b85e21f16b99b180b9996407d61240ceb9830',
    { pauseImage: 'r/pause:3.10' },
    'r/pause:3.10',
  ],
  [
    'gke-tcpxo',
    'device-injector',
    `${POD}.containers[0].image`,
    'gcr.io/gke-release/nri-device-injector@sha256:6e79483d52abdc28454bf186320b10a56b0f117a10e8d65d5c74dbb821a76970',
    { deviceInjector: { image: 'r/injector:1' } },
    'r/injector:1',
  ],
  [
    'gke-tcpx',
    'nccl-tcpx-installer',
    `${POD}.initContainers[0].image`,
    'us-docker.pkg.dev/gce-ai-infra/gpudirect-tcpx/nccl-plugin-gpudirecttcpx-dev:v3.1.9',
    { pluginImage: 'r/plugin:v4' },
    'r/plugin:v4',
  ],
  [
    'gke-rdma',
    'nccl-rdma-installer',
    `${POD}.initContainers[0].image`,
    'us-docker.pkg.dev/gce-ai-infra/gpudirect-gib/nccl-plugin-gib:v1.1.1',
    { cluster: { architecture: 'arm64' } },
    'us-docker.pkg.dev/gce-ai-infra/gpudirect-gib/nccl-plugin-gib-arm64:v1.1.0',
  ],
  [
    'gke-rdma',
    'nccl-rdma-installer',
    `${POD}.initContainers[0].image`,
    'us-docker.pkg.dev/gce-ai-infra/gpudirect-gib/nccl-plugin-gib:v1.1.1',
    { pluginImage: 'r/gib:v2' },
    'r/gib:v2',
  ],
  ...(
    [
      ['gke-tcpxo', 'nccl-tcpxo-installer', 'nvidia-h100-mega-80gb', { accelerator: 'x' }, ['x']],
      ['gke-tcpx', 'nccl-tcpx-installer', 'nvidia-h100-80gb', { accelerator: 'x' }, ['x']],
      ['gke-rdma', 'nccl-rdma-installer', 'nvidia-h200-141gb,nvidia-b200', { accelerators: ['x', 'y'] }, ['x', 'y']],
      [
        'gke-rdma',
        'nccl-rdma-installer',
        'nvidia-h200-141gb,nvidia-b200',
        { cluster: { architecture: 'arm64' } },
        ['nvidia-gb200'],
      ],
    ] as [Name, string, string, Props, string[]][]
  ).map(([component, name, standard, props, other]): [Name, string, string, unknown, Props, unknown] => [
    component,
    name,
    `${POD}.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values`,
    standard.split(','),
    props,
    other,
  ]),
  [
    'gke-rdma',
    'nccl-rdma-installer',
    `${POD}.tolerations`,
    [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
    { cluster: { architecture: 'arm64', gpuNodes: { tolerations: [] } } },
    [{ key: 'kubernetes.io/arch', operator: 'Equal', value: 'arm64', effect: 'NoSchedule' }],
  ],
  [
    'gke-tcpxo',
    'device-injector',
    `${POD}.tolerations`,
    [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
    { cluster: { gpuNodes: { tolerations: [{ key: 'gpu', operator: 'Exists' }] } } },
    [{ key: 'gpu', operator: 'Exists' }],
  ],
  [
    'gke-tcpx',
    'nccl-tcpx-installer',
    `${POD}.imagePullSecrets`,
    undefined,
    { cluster: { pullSecrets: ['a'] } },
    [{ name: 'a' }],
  ],
  [
    'gke-tcpxo',
    'nccl-tcpxo-installer',
    `${POD}.initContainers[0].image`,
    'docker.io/library/ubuntu:24.04',
    { cluster: { registryMirror: 'm.example.com' } },
    'm.example.com/docker.io/library/ubuntu:24.04',
  ],
])('%s: %s has %s', (component, name, path, standard, props, other) => {
  expect(at(component, `${name} ${path}`)).toEqual(standard);
  expect(at(component, `${name} ${path}`, props)).toEqual(other);
});

it.each<[Name, string[]]>([
  ['gke-tcpxo', ['nccl-tcpxo-installer', 'device-injector']],
  ['gke-tcpx', ['nccl-tcpx-installer', 'device-injector']],
  ['gke-rdma', ['nccl-rdma-installer']],
])('%s runs its daemons on the host, in the namespace it is given', (component, names) => {
  const made = objects(component);
  expect(made.map((one) => valueAt(one, ['metadata', 'name']))).toEqual(names);
  for (const one of made) {
    expect(one).toMatchObject({
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { namespace: 'kube-system' },
      spec: { template: { spec: { hostNetwork: true, hostPID: true, priorityClassName: 'system-node-critical' } } },
    });
  }
  const parsed = COMPONENTS[component].props.parse({ namespace: 'kube-system' });
  expect(COMPONENTS[component].readiness?.(parsed).map(({ name }) => name)).toEqual(names);
});

it('raises the socket memory of TCPX', () => {
  const script = 'nccl-tcpx-installer spec.template.spec.initContainers[0].args[0]';
  expect(at('gke-tcpx', script)).toContain('echo 131072 > /proc/sys/net/core/optmem_max\n');
  expect(at('gke-tcpx', script, { optmemMaxBytes: 262144 })).toContain('echo 262144 > ');
});

it.each<[Name, string, string]>([
  ['gke-tcpxo', 'nccl-tcpxo-installer', 'initContainers[0].command[6]'],
  ['gke-tcpxo', 'nccl-tcpxo-installer', 'initContainers[1].args[0]'],
  ['gke-tcpx', 'nccl-tcpx-installer', 'initContainers[0].args[0]'],
  ['gke-rdma', 'nccl-rdma-installer', 'initContainers[0].args[0]'],
])('%s: the script of %s at %s is a shell script', (component, name, path) => {
  const text = at(component, `${name} ${POD}.${path}`);
  expect(text).toMatch(/^set -e/);
  execFileSync('sh', ['-n'], { input: text as string });
});

it.each<[Name, number, string]>([
  ['gke-tcpxo', 8, 'NetDevice'],
  ['gke-tcpx', 4, 'NetDevice'],
  ['gke-rdma', 8, 'RDMA'],
])('%s writes its %i networks', (component, count, deviceMode) => {
  const made = objects(component, { networks: nets(count) });
  expect(made.filter(({ kind }) => kind === 'Network')).toHaveLength(count);
  expect(made.find(({ kind }) => kind === 'GKENetworkParamSet')).toEqual({
    apiVersion: 'networking.gke.io/v1',
    kind: 'GKENetworkParamSet',
    metadata: { name: 'vpc1' },
    spec: { vpc: 'v1', vpcSubnet: 's1', deviceMode },
  });
  expect(made.find(({ kind }) => kind === 'Network')).toEqual({
    apiVersion: 'networking.gke.io/v1',
    kind: 'Network',
    metadata: { name: 'vpc1' },
    spec: {
      type: 'Device',
      parametersRef: { group: 'networking.gke.io', kind: 'GKENetworkParamSet', name: 'vpc1' },
    },
  });
});

it('lets one network of RDMA nodes be an ordinary NIC', () => {
  const made = objects('gke-rdma', { networks: { gvnic1: { vpc: 'v', subnet: 's', deviceMode: 'NetDevice' } } });
  expect(made.find(({ kind }) => kind === 'GKENetworkParamSet')).toMatchObject({ spec: { deviceMode: 'NetDevice' } });
});

it.each<[Name, string[], string[]]>([
  ['gke-tcpxo', ['gke-fabric', 'nri-device-injector'], ['amd64']],
  ['gke-tcpx', ['gke-fabric', 'nri-device-injector'], ['amd64']],
  ['gke-rdma', ['gke-fabric'], ['amd64']],
])('%s claims %j and runs on %j', (component, claims, architectures) => {
  const parsed = COMPONENTS[component].props.parse({ namespace: 'kube-system' });
  expect(COMPONENTS[component].claims?.(parsed)).toEqual(claims);
  expect(COMPONENTS[component].images?.(parsed)[0]?.architectures).toEqual(architectures);
});

it('says so when gIB is for Arm, and when the injector is left out', () => {
  const arm = gkeRdma.props.parse({ namespace: 'kube-system', cluster: { architecture: 'arm64' } });
  expect(gkeRdma.images?.(arm)[0]?.architectures).toEqual(['arm64']);
  const bare = { namespace: 'kube-system', deviceInjector: { enabled: false } };
  expect(gkeTcpxo.claims?.(gkeTcpxo.props.parse(bare))).toEqual(['gke-fabric']);
  expect(objects('gke-tcpxo', bare)).toHaveLength(1);
});

it.each<[Name, Props, string]>([
  [
    'gke-tcpxo',
    { networks: nets(4) },
    'PROPS_INVALID at components.gke-tcpxo.networks\n  got {"vpc1":{"vpc":"v1","subnet":"s1"},"vpc2":{"vpc":"v2","subnet":"s2"},"vpc3":{"...: a3-megagpu-8g has 8 GPU NICs and needs as many networks, not 4',
  ],
  ['gke-tcpx', { networks: nets(8) }, 'a3-highgpu-8g has 4 GPU NICs and needs as many networks, not 8'],
  [
    'gke-tcpx',
    { pluginImage: 'r/plugin:latest' },
    'PROPS_INVALID at components.gke-tcpx.pluginImage\n  got "r/plugin:latest": an image with a tag or digest; latest moves',
  ],
  ['gke-rdma', { pluginImage: 'r/plugin' }, 'got "r/plugin": an image with a tag or digest; latest moves'],
  [
    'gke-rdma',
    { networks: { Bad_Name: { vpc: 'v', subnet: 's' } } },
    'key "Bad_Name" is not allowed: a name is a DNS label',
  ],
])('%s refuses %j', (component, props, message) => {
  expect(() => objects(component, props)).toThrow(message);
});
