import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { GkeRdma, type GkeRdmaProps, gkeRdma } from '../../constructs/gke-rdma.ts';
import { valueAt } from '../../src/path.ts';
import { accelerators, gke, networks, toleration } from './gke.ts';

type Props = Partial<GkeRdmaProps>;

const { objects, pod, imagesIn } = gke<GkeRdmaProps>(GkeRdma);
const parsed = (props: Props = {}) => gkeRdma.props.parse({ namespace: 'kube-system', ...props });

it.each<[string, string, unknown, Props, unknown]>([
  [
    'nccl-rdma-installer',
    'initContainers[0].image',
    'us-docker.pkg.dev/gce-ai-infra/gpudirect-gib/nccl-plugin-gib:v1.1.1',
    { cluster: { architecture: 'arm64' } },
    'us-docker.pkg.dev/gce-ai-infra/gpudirect-gib/nccl-plugin-gib-arm64:v1.1.0',
  ],
  [
    'nccl-rdma-installer',
    'initContainers[0].image',
    'us-docker.pkg.dev/gce-ai-infra/gpudirect-gib/nccl-plugin-gib:v1.1.1',
    { pluginImage: 'r/gib:v2' },
    'r/gib:v2',
  ],
  ['nccl-rdma-installer', accelerators, ['nvidia-h200-141gb', 'nvidia-b200'], { accelerators: ['x', 'y'] }, ['x', 'y']],
  [
    'nccl-rdma-installer',
    accelerators,
    ['nvidia-h200-141gb', 'nvidia-b200'],
    { cluster: { architecture: 'arm64' } },
    ['nvidia-gb200'],
  ],
  [
    'nccl-rdma-installer',
    'containers[0].image',
    'gke.gcr.io/pause:3.8@sha256:880e63f94b145e46f1b1082bb71b85e21f16b99b180b9996407d61240ceb9830',
    { pauseImage: 'r/pause:3.10' },
    'r/pause:3.10',
  ],
  [
    'nccl-rdma-installer',
    'tolerations',
    [toleration],
    { cluster: { gpuNodes: { tolerations: [{ key: 'gpu', operator: 'Exists' }] } } },
    [{ key: 'gpu', operator: 'Exists' }],
  ],
  ['nccl-rdma-installer', 'imagePullSecrets', undefined, { cluster: { pullSecrets: ['a'] } }, [{ name: 'a' }]],
  [
    'nccl-rdma-installer',
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
  expect(made.map((one) => valueAt(one, ['metadata', 'name']))).toEqual(['nccl-rdma-installer']);
  for (const one of made) {
    expect(one).toMatchObject({
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { namespace: 'kube-system' },
      spec: { template: { spec: { hostNetwork: true, hostPID: true, priorityClassName: 'system-node-critical' } } },
    });
  }
  expect(gkeRdma.readiness?.(parsed()).map(({ name }) => name)).toEqual(['nccl-rdma-installer']);
});

it('writes a network and its parameters for each VPC', () => {
  const made = objects({ networks: networks(8) });
  expect(made.filter(({ kind }) => kind === 'Network')).toHaveLength(8);
  expect(made.find(({ kind }) => kind === 'GKENetworkParamSet')).toEqual({
    apiVersion: 'networking.gke.io/v1',
    kind: 'GKENetworkParamSet',
    metadata: { name: 'vpc1' },
    spec: { vpc: 'v1', vpcSubnet: 's1', deviceMode: 'RDMA' },
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
  const text = pod('nccl-rdma-installer', path);
  expect(text).toMatch(/^set -e/);
  execFileSync('sh', ['-n'], { input: text as string });
});

it('lets one network be an ordinary NIC', () => {
  const made = objects({ networks: { gvnic1: { vpc: 'v', subnet: 's', deviceMode: 'NetDevice' } } });
  expect(made.find(({ kind }) => kind === 'GKENetworkParamSet')).toMatchObject({ spec: { deviceMode: 'NetDevice' } });
});

it('says which architecture its image is for', () => {
  expect(gkeRdma.claims?.(parsed())).toEqual(['gke-fabric']);
  for (const architecture of ['amd64', 'arm64'] as const) {
    const props = { cluster: { architecture } };
    const listed = gkeRdma.images?.(parsed(props)) ?? [];
    expect(listed.map(({ image }) => image).sort()).toEqual(imagesIn(props));
    expect(listed.map(({ architectures }) => architectures)).toEqual([[architecture], [architecture]]);
  }
});

it.each<[Props, string]>([
  [{ pluginImage: 'r/plugin' }, 'got "r/plugin": an image with a tag or digest; latest moves'],
  [{ networks: { Bad_Name: { vpc: 'v', subnet: 's' } } }, 'key "Bad_Name" is not allowed: a name is a DNS label'],
])('refuses %j', (props, message) => {
  expect(() => objects(props)).toThrow(message);
});
