import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { GkeTcpx, type GkeTcpxProps, gkeTcpx } from '../../constructs/gke-tcpx.ts';
import { valueAt } from '../../src/path.ts';
import { accelerators, gke, networks, toleration } from './gke.ts';

type Props = Partial<GkeTcpxProps>;

const { objects, pod, imagesIn } = gke<GkeTcpxProps>(GkeTcpx);
const parsed = (props: Props = {}) => gkeTcpx.props.parse({ namespace: 'kube-system', ...props });

it.each<[string, string, unknown, Props, unknown]>([
  [
    'nccl-tcpx-installer',
    'initContainers[0].image',
    'us-docker.pkg.dev/gce-ai-infra/gpudirect-tcpx/nccl-plugin-gpudirecttcpx-dev:v3.1.9',
    { pluginImage: 'r/plugin:v4' },
    'r/plugin:v4',
  ],
  ['nccl-tcpx-installer', accelerators, ['nvidia-h100-80gb'], { accelerator: 'x' }, ['x']],
  [
    'device-injector',
    'containers[0].image',
    'gcr.io/gke-release/nri-device-injector@sha256:6e79483d52abdc28454bf186320b10a56b0f117a10e8d65d5c74dbb821a76970',
    { deviceInjector: { image: 'r/injector:1' } },
    'r/injector:1',
  ],
  ['device-injector', 'tolerations', [toleration], { cluster: { gpuNodes: { tolerations: [] } } }, []],
  [
    'nccl-tcpx-installer',
    'containers[0].image',
    'gke.gcr.io/pause:3.8@sha256:880e63f94b145e46f1b1082bb71b85e21f16b99b180b9996407d61240ceb9830',
    { pauseImage: 'r/pause:3.10' },
    'r/pause:3.10',
  ],
  [
    'nccl-tcpx-installer',
    'tolerations',
    [toleration],
    { cluster: { gpuNodes: { tolerations: [{ key: 'gpu', operator: 'Exists' }] } } },
    [{ key: 'gpu', operator: 'Exists' }],
  ],
  ['nccl-tcpx-installer', 'imagePullSecrets', undefined, { cluster: { pullSecrets: ['a'] } }, [{ name: 'a' }]],
  [
    'nccl-tcpx-installer',
    'containers[0].image',
    'gke.gcr.io/pause:3.8@sha256:880e63f94b145e46f1b1082bb71b85e21f16b99b180b9996407d61240ceb9830',
    { cluster: { registryMirror: 'm.example.com' } },
    'm.example.com/gke.gcr.io/pause:3.8@sha256:880e63f94b145e46f1b1082bb71b85e21f16b99b180b9996407d61240ceb9830',
  ],
])('%s: %s is %j, and follows its prop', (daemon, path, standard, props, other) => {
  expect(pod(daemon, path)).toEqual(standard);
  expect(pod(daemon, path, props)).toEqual(other);
});

it('runs its daemons on the host, in the namespace it is given', () => {
  const made = objects();
  expect(made.map((one) => valueAt(one, ['metadata', 'name']))).toEqual(['nccl-tcpx-installer', 'device-injector']);
  for (const one of made) {
    expect(one).toMatchObject({
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { namespace: 'kube-system' },
      spec: { template: { spec: { hostNetwork: true, hostPID: true, priorityClassName: 'system-node-critical' } } },
    });
  }
  expect(gkeTcpx.readiness?.(parsed()).map(({ name }) => name)).toEqual(['nccl-tcpx-installer', 'device-injector']);
});

it('writes a network and its parameters for each VPC', () => {
  const made = objects({ networks: networks(4) });
  expect(made.filter(({ kind }) => kind === 'Network')).toHaveLength(4);
  expect(made.find(({ kind }) => kind === 'GKENetworkParamSet')).toEqual({
    apiVersion: 'networking.gke.io/v1',
    kind: 'GKENetworkParamSet',
    metadata: { name: 'vpc1' },
    spec: { vpc: 'v1', vpcSubnet: 's1', deviceMode: 'NetDevice' },
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

it.each(['initContainers[0].args[0]'])('the script at %s is one', (path) => {
  const text = pod('nccl-tcpx-installer', path);
  expect(text).toMatch(/^set -e/);
  execFileSync('sh', ['-n'], { input: text as string });
});

it('raises the memory of sockets', () => {
  const script = 'initContainers[0].args[0]';
  expect(pod('nccl-tcpx-installer', script)).toContain('echo 131072 > /proc/sys/net/core/optmem_max\n');
  expect(pod('nccl-tcpx-installer', script, { optmemMaxBytes: 262144 })).toContain('echo 262144 > ');
});

it('claims the injector, unless it is left out', () => {
  expect(gkeTcpx.claims?.(parsed())).toEqual(['gke-fabric', 'nri-device-injector']);
  const bare = { deviceInjector: { enabled: false } };
  expect(gkeTcpx.claims?.(parsed(bare))).toEqual(['gke-fabric']);
  expect(objects(bare)).toHaveLength(1);
  for (const props of [{}, bare]) {
    const listed = gkeTcpx.images?.(parsed(props)) ?? [];
    expect(listed.map(({ image }) => image).sort()).toEqual(imagesIn(props));
    expect(listed.every(({ nodeSide, architectures: [one] }) => nodeSide && one === 'amd64')).toBe(true);
  }
});

it.each<[Props, string]>([
  [{ networks: networks(8) }, 'a3-highgpu-8g has 4 GPU NICs and needs as many networks, not 8'],
  [{ optmemMaxBytes: 1024 }, 'PROPS_INVALID at components.gke-tcpx.optmemMaxBytes\n  got 1024'],
  [
    { deviceInjector: { image: 'r/injector' } },
    'PROPS_INVALID at components.gke-tcpx.deviceInjector.image\n  got "r/injector": an image with a tag or digest; latest moves',
  ],
])('refuses %j', (props, message) => {
  expect(() => objects(props)).toThrow(message);
});
