import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { GkeTcpxo, type GkeTcpxoProps, gkeTcpxo } from '../../constructs/gke-tcpxo.ts';
import { valueAt } from '../../src/path.ts';
import { accelerators, gke, networks, toleration } from './gke.ts';

type Props = Partial<GkeTcpxoProps>;

const { objects, pod, imagesIn } = gke<GkeTcpxoProps>(GkeTcpxo);
const parsed = (props: Props = {}) => gkeTcpxo.props.parse({ namespace: 'kube-system', ...props });

it.each<[string, string, unknown, Props, unknown]>([
  [
    'nccl-tcpxo-installer',
    'initContainers[1].image',
    'us-docker.pkg.dev/gce-ai-infra/gpudirect-tcpxo/nccl-plugin-gpudirecttcpx-dev:v1.0.15',
    { pluginImage: 'r/plugin:v2' },
    'r/plugin:v2',
  ],
  [
    'nccl-tcpxo-installer',
    'initContainers[0].image',
    'docker.io/library/ubuntu:24.04',
    { hostToolsImage: 'r/tools:1' },
    'r/tools:1',
  ],
  ['nccl-tcpxo-installer', accelerators, ['nvidia-h100-mega-80gb'], { accelerator: 'x' }, ['x']],
  [
    'device-injector',
    'containers[0].image',
    'gcr.io/gke-release/nri-device-injector@sha256:6e79483d52abdc28454bf186320b10a56b0f117a10e8d65d5c74dbb821a76970',
    { deviceInjector: { image: 'r/injector:1' } },
    'r/injector:1',
  ],
  ['device-injector', 'tolerations', [toleration], { cluster: { gpuNodes: { tolerations: [] } } }, []],
  [
    'nccl-tcpxo-installer',
    'containers[0].image',
    'gke.gcr.io/pause:3.8@sha256:880e63f94b145e46f1b1082bb71b85e21f16b99b180b9996407d61240ceb9830',
    { pauseImage: 'r/pause:3.10' },
    'r/pause:3.10',
  ],
  [
    'nccl-tcpxo-installer',
    'tolerations',
    [toleration],
    { cluster: { gpuNodes: { tolerations: [{ key: 'gpu', operator: 'Exists' }] } } },
    [{ key: 'gpu', operator: 'Exists' }],
  ],
  ['nccl-tcpxo-installer', 'imagePullSecrets', undefined, { cluster: { pullSecrets: ['a'] } }, [{ name: 'a' }]],
  [
    'nccl-tcpxo-installer',
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
  expect(made.map((one) => valueAt(one, ['metadata', 'name']))).toEqual(['nccl-tcpxo-installer', 'device-injector']);
  for (const one of made) {
    expect(one).toMatchObject({
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { namespace: 'kube-system' },
      spec: { template: { spec: { hostNetwork: true, hostPID: true, priorityClassName: 'system-node-critical' } } },
    });
  }
  expect(gkeTcpxo.readiness?.(parsed()).map(({ name }) => name)).toEqual(['nccl-tcpxo-installer', 'device-injector']);
});

it('writes a network and its parameters for each VPC', () => {
  const made = objects({ networks: networks(8) });
  expect(made.filter(({ kind }) => kind === 'Network')).toHaveLength(8);
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

it.each(['initContainers[0].command[7]', 'initContainers[1].args[0]'])('the script at %s is one', (path) => {
  const text = pod('nccl-tcpxo-installer', path);
  expect(text).toMatch(/^set -e/);
  execFileSync('sh', ['-n'], { input: text as string });
});

it('claims the injector, unless it is left out', () => {
  expect(gkeTcpxo.claims?.(parsed())).toEqual(['gke-fabric', 'nri-device-injector']);
  const bare = { deviceInjector: { enabled: false } };
  expect(gkeTcpxo.claims?.(parsed(bare))).toEqual(['gke-fabric']);
  expect(objects(bare)).toHaveLength(1);
  for (const props of [{}, bare]) {
    const listed = gkeTcpxo.images?.(parsed(props)) ?? [];
    expect(listed.map(({ image }) => image).sort()).toEqual(imagesIn(props));
    expect(listed.every(({ nodeSide, architectures: [one] }) => nodeSide && one === 'amd64')).toBe(true);
  }
});

it.each<[Props, string]>([
  [
    { networks: networks(4) },
    'a3-megagpu-8g has 8 GPU NICs and needs as many networks, not 4; a further one would take a NIC from a GPU',
  ],
  [
    { pluginImage: 'r/plugin:latest' },
    'PROPS_INVALID at components.gke-tcpxo.pluginImage\n  got "r/plugin:latest": an image with a tag or digest; latest moves',
  ],
])('refuses %j', (props, message) => {
  expect(() => objects(props)).toThrow(message);
});
