import { App, Chart } from 'cdk8s';
import { expect, it } from 'vitest';
import {
  DraDriverNvidiaGpu,
  type DraDriverNvidiaGpuProps,
  draDriverNvidiaGpu,
} from '../../constructs/dra-driver-nvidia-gpu.ts';
import { HelmChart, type HelmRelease } from '../../src/contract/helm-chart.ts';
import { parsePath, valueAt } from '../../src/path.ts';

const pin = {
  repository: 'oci://registry.k8s.io/dra-driver-nvidia/charts',
  name: 'dra-driver-nvidia-gpu',
  version: '0.4.1',
};
type Props = Partial<DraDriverNvidiaGpuProps>;

const release = (props: Props = {}): HelmRelease => {
  const chart = new Chart(new App(), 'dra');
  new DraDriverNvidiaGpu(chart, 'dra', { namespace: 'dra-driver-nvidia-gpu', chart: pin, ...props });
  const found = HelmChart.in(chart);
  if (!found) throw new Error('no Helm release was recorded');
  return found.record;
};
const value = (path: string, props?: Props): unknown => valueAt(release(props).values, parsePath(path) ?? []);
const dra = { ownership: { allocation: 'dra' as const } };

it.each<[string, unknown, Props, unknown]>([
  ['resources.gpus.enabled', false, { cluster: dra }, true],
  ['gpuResourcesEnabledOverride', false, { cluster: dra }, true],
  ['resources.computeDomains.enabled', true, { cluster: dra }, false],
  ['resources.computeDomains.enabled', true, { cluster: { ...dra, accelerator: 'gb200' } }, true],
  ['resources.computeDomains.enabled', true, { computeDomains: false, cluster: dra }, false],
  ['nvidiaDriverRoot', '/run/nvidia/driver', { cluster: { ownership: { driver: 'image' } } }, '/'],
  [
    'nvidiaDriverRoot',
    '/run/nvidia/driver',
    { cluster: { service: 'gke', ownership: { driver: 'provider' } } },
    '/home/kubernetes/bin/nvidia',
  ],
  ['nvidiaDriverRoot', '/run/nvidia/driver', { cluster: { service: 'aks', ownership: { driver: 'provider' } } }, '/'],
  ['nvidiaDriverRoot', '/run/nvidia/driver', { nvidiaDriverRoot: '/opt/driver' }, '/opt/driver'],
  ['resourceApiVersion', 'resource.k8s.io/v1', { cluster: { kubernetes: '1.33.4' } }, 'resource.k8s.io/v1beta2'],
  ['resourceApiVersion', 'resource.k8s.io/v1', { cluster: { kubernetes: '1.32' } }, 'resource.k8s.io/v1beta1'],
  ['resourceApiVersion', 'resource.k8s.io/v1', { cluster: { kubernetes: '1.34' } }, 'resource.k8s.io/v1'],
  ['featureGates', {}, { featureGates: { DynamicMIG: true } }, { DynamicMIG: true }],
  ['logVerbosity', '4', { logVerbosity: 6 }, '6'],
  ['imagePullSecrets', undefined, { cluster: { pullSecrets: ['a', 'b'] } }, [{ name: 'a' }, { name: 'b' }]],
  ['controller.replicas', 1, { controllerReplicas: 2 }, 2],
  ['controller.leaderElection.enabled', false, { controllerReplicas: 2 }, true],
  ['controller.priorityClassName', '', { priorityClassName: 'system-node-critical' }, 'system-node-critical'],
  ['kubeletPlugin.priorityClassName', '', { priorityClassName: 'system-node-critical' }, 'system-node-critical'],
  ['controller.metrics.enabled', true, { metrics: false }, false],
  ['kubeletPlugin.metrics.enabled', true, { metrics: false }, false],
  ['controller.networkPolicy.enabled', false, { networkPolicy: true }, true],
  ['kubeletPlugin.networkPolicy.enabled', false, { networkPolicy: true }, true],
  ['controller.nodeSelector', {}, { cluster: { systemNodes: { selector: { a: 'b' } } } }, { a: 'b' }],
  [
    'controller.tolerations',
    [],
    { cluster: { systemNodes: { tolerations: [{ key: 'dedicated', operator: 'Exists' }] } } },
    [{ key: 'dedicated', operator: 'Exists' }],
  ],
  ['kubeletPlugin.nodeSelector', {}, { cluster: { gpuNodes: { selector: { pool: 'gpu' } } } }, { pool: 'gpu' }],
  [
    'kubeletPlugin.tolerations',
    [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
    { cluster: { gpuNodes: { tolerations: [{ key: 'gpu', operator: 'Exists' }] } } },
    [{ key: 'gpu', operator: 'Exists' }],
  ],
  [
    'kubeletPlugin.kubeletRegistrarDirectoryPath',
    '/var/lib/kubelet/plugins_registry',
    { kubeletRoot: '/data/kubelet' },
    '/data/kubelet/plugins_registry',
  ],
  ['kubeletPlugin.kubeletPluginsDirectoryPath', '/var/lib/kubelet/plugins', { kubeletRoot: '/k' }, '/k/plugins'],
  ['nameOverride', undefined, { formerNames: true }, 'nvidia-dra-driver-gpu'],
  ['webhook.enabled', false, { webhook: true }, true],
  [
    'webhook.tls.certManager',
    undefined,
    { webhook: true, cluster: { issuer: { kind: 'ClusterIssuer', name: 'ca' } } },
    { issuerType: 'clusterissuer', issuerName: 'ca' },
  ],
  [
    'image.repository',
    undefined,
    { cluster: { registryMirror: 'm.example.com' } },
    'm.example.com/registry.k8s.io/dra-driver-nvidia/dra-driver-nvidia-gpu',
  ],
])('%s is %j, and follows its prop', (path, standard, props, other) => {
  expect(value(path) ?? (path.endsWith('nodeSelector') || path === 'featureGates' ? {} : undefined)).toEqual(standard);
  expect(value(path, props)).toEqual(other);
});

it('claims the GPUs only when it hands them out, as the GPU Operator does otherwise', () => {
  const claims = (cluster: object) =>
    draDriverNvidiaGpu.claims?.(draDriverNvidiaGpu.props.parse({ namespace: 'ns', chart: pin, cluster }));
  expect(claims({})).toEqual([]);
  expect(claims(dra)).toEqual(['nvidia-gpu-allocation']);
});

it.each<[Props, string[]]>([
  [{}, ['dra-driver-nvidia-gpu-controller', 'dra-driver-nvidia-gpu-kubelet-plugin']],
  [{ cluster: dra }, ['dra-driver-nvidia-gpu-kubelet-plugin']],
  [{ formerNames: true }, ['nvidia-dra-driver-gpu-controller', 'nvidia-dra-driver-gpu-kubelet-plugin']],
])('with %j it is ready when %j are', (props, names) => {
  const parsed = draDriverNvidiaGpu.props.parse({ namespace: 'ns', chart: pin, ...props });
  expect(draDriverNvidiaGpu.readiness?.(parsed).map(({ name }) => name)).toEqual(names);
});

it('runs on both architectures', () => {
  const parsed = draDriverNvidiaGpu.props.parse({ namespace: 'ns', chart: pin });
  expect(draDriverNvidiaGpu.images?.(parsed)[0]?.architectures).toEqual(['amd64', 'arm64']);
});

it.each<[Props, string]>([
  [
    { cluster: { ...dra, kubernetes: '1.34.1' } },
    'PROPS_INVALID at components.dra-driver-nvidia-gpu.cluster.ownership.allocation\n  got "dra": GPUs by DRA need Kubernetes 1.34.2 or later; the cluster has 1.34.1',
  ],
  [
    { computeDomains: false },
    'PROPS_INVALID at components.dra-driver-nvidia-gpu.computeDomains\n  got false: GPUs come from the device plugin, so without ComputeDomains the driver has nothing to serve',
  ],
  [{ featureGates: { DynamicMig: true } as never }, 'DynamicMig'],
  [
    { values: { resources: { gpus: { enabled: true } } } },
    'VALUE_OWNED at values.resources.gpus.enabled\n  the construct of dra-driver-nvidia-gpu sets resources.gpus.enabled itself\n  hint: set cluster.ownership.allocation instead',
  ],
])('refuses %j', (props, message) => {
  expect(() => release(props)).toThrow(message);
});
