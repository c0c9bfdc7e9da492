import { App, Chart } from 'cdk8s';
import { expect, it } from 'vitest';
import { NetworkOperator, type NetworkOperatorProps, networkOperator } from '../../constructs/network-operator.ts';
import { HelmChart } from '../../src/contract/helm-chart.ts';
import { phaseOf } from '../../src/contract/phase.ts';
import { parsePath, valueAt } from '../../src/path.ts';

const pin = { repository: 'https://helm.ngc.nvidia.com/nvidia', name: 'network-operator', version: '26.4.1' };
type Props = Partial<NetworkOperatorProps>;

const synth = (props: Props = {}) => {
  const chart = new Chart(new App(), 'nno');
  new NetworkOperator(chart, 'nno', { namespace: 'nvidia-network-operator', chart: pin, ...props });
  const found = HelmChart.in(chart);
  if (!found) throw new Error('no Helm release was recorded');
  return { release: found.record, objects: chart.toJson(), chart };
};
const value = (path: string, props?: Props): unknown => valueAt(synth(props).release.values, parsePath(path) ?? []);
const policySpec = (path: string, props?: Props): unknown =>
  valueAt(synth(props).objects[0], ['spec', ...(parsePath(path) ?? [])]);
const object = (kind: string, props: Props) => synth(props).objects.find((one) => one.kind === kind);

const aks = { service: 'aks', fabric: 'infiniband' as const };
const vfs = { sriov: { policies: { vfs: { resourceName: 'vf', numVfs: 8 } } } };

it.each<[string, unknown, Props, unknown]>([
  ['nfd.enabled', false, { nodeFeatureRules: true }, false],
  ['nfd.deployNodeFeatureRules', false, { nodeFeatureRules: true }, true],
  ['nfd.deployNodeFeatureRules', false, { cluster: { components: ['node-feature-discovery'] } }, true],
  ['upgradeCRDs', true, { upgradeCrds: false }, false],
  ['imagePullSecrets', undefined, { cluster: { pullSecrets: ['nvcr'] } }, ['nvcr']],
  ['operator.fullnameOverride', 'network-operator', {}, 'network-operator'],
  ['operator.nodeSelector', undefined, { cluster: { systemNodes: { selector: { a: 'b' } } } }, { a: 'b' }],
  [
    'operator.tolerations',
    [],
    { cluster: { systemNodes: { tolerations: [{ key: 'dedicated', operator: 'Exists' }] } } },
    [{ key: 'dedicated', operator: 'Exists' }],
  ],
  [
    'operator.resources',
    { requests: { cpu: '5m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } },
    { operator: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2', memory: '2Gi' } } },
    { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2', memory: '2Gi' } },
  ],
  ['operator.cniBinDirectory', '/opt/cni/bin', { operator: { cniBinDirectory: '/home/cni' } }, '/home/cni'],
  ['operator.cniNetworkDirectory', '/etc/cni/net.d', { operator: { cniNetworkDirectory: '/var/cni' } }, '/var/cni'],
  [
    'operator.repository',
    undefined,
    { cluster: { registryMirror: 'm.example.com' } },
    'm.example.com/nvcr.io/nvidia/cloud-native',
  ],
  [
    'operator.ofedDriver.initContainer.repository',
    undefined,
    { cluster: { registryMirror: 'm.example.com' } },
    'm.example.com/nvcr.io/nvidia/mellanox',
  ],
  ['sriovNetworkOperator.enabled', false, vfs, true],
  ['sriovNetworkOperator.enabled', false, { sriov: { enabled: true } }, true],
  ['sriov-network-operator.operator.resourcePrefix', undefined, vfs, 'nvidia.com'],
  [
    'sriov-network-operator.sriovOperatorConfig.disableDrain',
    undefined,
    { sriov: { enabled: true, disableDrain: true } },
    true,
  ],
  [
    'sriov-network-operator.images.sriovCni',
    undefined,
    { ...vfs, cluster: { registryMirror: 'm.example.com' } },
    'm.example.com/nvcr.io/nvidia/mellanox/sriov-cni:network-operator-v26.4.1',
  ],
])('%s is %j, and follows its prop', (path, standard, props, other) => {
  expect(value(path)).toEqual(standard);
  expect(value(path, props)).toEqual(other);
});

it('gives AKS InfiniBand nodes a driver and rdma/ib, after the operator', () => {
  const { objects, chart } = synth({ cluster: aks });
  expect(objects).toHaveLength(1);
  expect(objects[0]).toMatchObject({
    apiVersion: 'mellanox.com/v1alpha1',
    kind: 'NicClusterPolicy',
    metadata: { name: 'nic-cluster-policy' },
  });
  expect(objects[0].metadata).not.toHaveProperty('namespace');
  const policy = chart.node.findAll().find(({ node }) => node.id === 'Policy');
  expect(policy && phaseOf(policy)).toBe('after');
  expect(policySpec('nodeAffinity', { cluster: aks })).toEqual({
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [
        {
          matchExpressions: [{ key: 'feature.node.kubernetes.io/pci-15b3.present', operator: 'In', values: ['true'] }],
        },
      ],
    },
  });
  expect(policySpec('ofedDriver', { cluster: aks })).toEqual({
    image: 'doca-driver',
    repository: 'nvcr.io/nvidia/mellanox',
    version: 'doca3.4.1-26.04-1.1.0.0-1',
    imagePullSecrets: [],
    forcePrecompiled: false,
    env: [],
    upgradePolicy: {
      autoUpgrade: true,
      maxParallelUpgrades: 1,
      drain: { enable: true, force: true, deleteEmptyDir: true, timeoutSeconds: 300 },
    },
  });
  expect(JSON.parse(policySpec('sriovDevicePlugin.config', { cluster: aks }) as string)).toEqual({
    resourceList: [
      {
        resourcePrefix: 'rdma',
        resourceName: 'ib',
        selectors: { vendors: ['15b3'], linkTypes: ['infiniband'], isRdma: true },
      },
    ],
  });
});

it('leaves the driver of OKE to the host image and hands out RoCE devices', () => {
  const cluster = { service: 'oke', fabric: 'roce' as const };
  expect(policySpec('ofedDriver', { cluster })).toBeUndefined();
  expect(JSON.parse(policySpec('sriovDevicePlugin.config', { cluster }) as string).resourceList[0]).toEqual({
    resourcePrefix: 'rdma',
    resourceName: 'roce',
    selectors: { vendors: ['15b3'], linkTypes: ['ether'], isRdma: true },
  });
});

it.each<[string, Props, unknown]>([
  ['ofedDriver.version', { policy: { ofedDriver: { enabled: true, version: 'doca9' } } }, 'doca9'],
  ['ofedDriver', { policy: { ofedDriver: { enabled: false } }, cluster: aks }, undefined],
  ['ofedDriver.forcePrecompiled', { cluster: aks, policy: { ofedDriver: { forcePrecompiled: true } } }, true],
  [
    'ofedDriver.env',
    {
      policy: { ofedDriver: { env: { A: 'b' } } },
      cluster: { ...aks, proxy: { https: 'http://proxy:3128', noProxy: '.svc' } },
    },
    [
      { name: 'HTTPS_PROXY', value: 'http://proxy:3128' },
      { name: 'NO_PROXY', value: '.svc' },
      { name: 'A', value: 'b' },
    ],
  ],
  ['ofedDriver.upgradePolicy.autoUpgrade', { cluster: aks, policy: { ofedDriver: { autoUpgrade: false } } }, false],
  [
    'ofedDriver.upgradePolicy.maxParallelUpgrades',
    { cluster: aks, policy: { ofedDriver: { maxParallelUpgrades: 4 } } },
    4,
  ],
  [
    'ofedDriver.upgradePolicy.drain',
    {
      cluster: aks,
      policy: { ofedDriver: { drain: { enabled: false, force: false, deleteEmptyDir: false, timeoutSeconds: 60 } } },
    },
    { enable: false, force: false, deleteEmptyDir: false, timeoutSeconds: 60 },
  ],
  ['sriovDevicePlugin', {}, undefined],
  [
    'rdmaSharedDevicePlugin.config',
    { policy: { rdmaSharedDevicePlugin: { shared_ib: { linkTypes: ['infiniband'] } } } },
    `${JSON.stringify(
      {
        configList: [
          { resourceName: 'shared_ib', rdmaHcaMax: 63, selectors: { vendors: ['15b3'], linkTypes: ['infiniband'] } },
        ],
      },
      undefined,
      2,
    )}\n`,
  ],
  ['nvIpam.image', { policy: { nvIpam: true } }, 'nvidia-k8s-ipam'],
  ['secondaryNetwork.multus.version', { policy: { secondaryNetwork: { multus: true } } }, 'network-operator-v26.4.1'],
  ['secondaryNetwork.cniPlugins.image', { policy: { secondaryNetwork: { cniPlugins: true } } }, 'plugins'],
  ['secondaryNetwork.ipoib.image', { policy: { secondaryNetwork: { ipoib: true } } }, 'ipoib-cni'],
  ['secondaryNetwork', {}, undefined],
  ['nicFeatureDiscovery.image', { policy: { nicFeatureDiscovery: true } }, 'nic-feature-discovery'],
  [
    'nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].key',
    { policy: { nodeLabels: { rdma: 'yes' } } },
    'rdma',
  ],
  ['tolerations', {}, [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }]],
  [
    'deploymentTolerations',
    { cluster: { systemNodes: { tolerations: [{ key: 'd', operator: 'Exists' }] } } },
    [{ key: 'd', operator: 'Exists' }],
  ],
  [
    'sriovDevicePlugin.repository',
    { cluster: { ...aks, registryMirror: 'm.example.com' } },
    'm.example.com/nvcr.io/nvidia/mellanox',
  ],
  ['sriovDevicePlugin.imagePullSecrets', { cluster: { ...aks, pullSecrets: ['nvcr'] } }, ['nvcr']],
])('the policy has %s', (path, props, expected) => {
  expect(policySpec(path, props)).toEqual(expected);
});

const multus = { policy: { nvIpam: true, secondaryNetwork: { multus: true } } };
const pools = { ipPools: { rail: { subnet: '10.0.0.0/16', perNodeBlockSize: 32 } } };

it.each<[string, Props, object]>([
  [
    'HostDeviceNetwork',
    {
      ...multus,
      ...pools,
      networks: {
        hostDevice: { hd: { namespace: 'train', resourceName: 'ib', ipam: { type: 'nv-ipam', poolName: 'rail' } } },
      },
    },
    {
      metadata: { name: 'hd' },
      spec: { networkNamespace: 'train', resourceName: 'ib', ipam: '{"type":"nv-ipam","poolName":"rail"}' },
    },
  ],
  [
    'IPoIBNetwork',
    { ...multus, networks: { ipoib: { ib: { namespace: 'train', master: 'ibP257p0s0' } } } },
    { metadata: { name: 'ib' }, spec: { networkNamespace: 'train', master: 'ibP257p0s0' } },
  ],
  [
    'MacvlanNetwork',
    { ...multus, networks: { macvlan: { mv: { namespace: 'train', master: 'eth1', mtu: 9000 } } } },
    { metadata: { name: 'mv' }, spec: { networkNamespace: 'train', master: 'eth1', mode: 'bridge', mtu: 9000 } },
  ],
  [
    'SriovNetwork',
    { ...multus, networks: { sriov: { sn: { namespace: 'train', resourceName: 'vf', trust: 'on' } } } },
    {
      metadata: { name: 'sn', namespace: 'nvidia-network-operator' },
      spec: { networkNamespace: 'train', resourceName: 'vf', vlan: 0, trust: 'on' },
    },
  ],
  [
    'SriovIBNetwork',
    { ...multus, networks: { sriovIb: { si: { namespace: 'train', resourceName: 'vf' } } } },
    {
      metadata: { name: 'si', namespace: 'nvidia-network-operator' },
      spec: { networkNamespace: 'train', resourceName: 'vf' },
    },
  ],
  [
    'SriovNetworkNodePolicy',
    vfs,
    {
      metadata: { name: 'vfs', namespace: 'nvidia-network-operator' },
      spec: {
        resourceName: 'vf',
        numVfs: 8,
        linkType: 'eth',
        isRdma: true,
        externallyManaged: false,
        priority: 99,
        deviceType: 'netdevice',
        nodeSelector: { 'feature.node.kubernetes.io/pci-15b3.present': 'true' },
        nicSelector: { vendor: '15b3' },
      },
    },
  ],
  [
    'IPPool',
    { ...multus, ...pools },
    {
      metadata: { name: 'rail', namespace: 'nvidia-network-operator' },
      spec: { subnet: '10.0.0.0/16', perNodeBlockSize: 32 },
    },
  ],
])('writes a %s', (kind, props, expected) => {
  const { metadata, spec } = object(kind, props) ?? {};
  expect({ metadata, spec }).toEqual(expected);
});

it('claims the driver and multus where it brings them', () => {
  const claims = (props: Props) =>
    networkOperator.claims?.(networkOperator.props.parse({ namespace: 'ns', chart: pin, ...props }));
  expect(claims({})).toEqual([]);
  expect(claims({ cluster: aks, ...multus })).toEqual(['nic-driver', 'multus']);
});

it.each<[Props, string[]]>([
  [{}, ['network-operator', 'nic-cluster-policy']],
  [vfs, ['network-operator', 'network-operator-sriov-network-operator', 'nic-cluster-policy']],
])('with %j it is ready when %j are', (props, names) => {
  const parsed = networkOperator.props.parse({ namespace: 'ns', chart: pin, ...props });
  expect(networkOperator.readiness?.(parsed).map(({ name }) => name)).toEqual(names);
  expect(networkOperator.images?.(parsed).every(({ architectures }) => architectures.includes('arm64'))).toBe(true);
});

it.each<[Props, string]>([
  [
    { chart: { ...pin, version: '26.4.2' } },
    'PROPS_INVALID at components.network-operator.chart.version\n  got "26.4.2": the images of these releases are known: 26.4.1',
  ],
  [
    { networks: { ipoib: { ib: { namespace: 'a', master: 'ib0' } } } },
    'PROPS_INVALID at components.network-operator.policy.secondaryNetwork.multus\n  is missing: the network ib is attached by it',
  ],
  [
    {
      ...multus,
      ...pools,
      networks: { ipoib: { ib: { namespace: 'a', master: 'ib0', ipam: { type: 'nv-ipam', poolName: 'rial' } } } },
    },
    'PROPS_INVALID at components.network-operator.networks.ipoib.ib.ipam.poolName\n  got "rial": allowed: rail',
  ],
  [pools, 'PROPS_INVALID at components.network-operator.policy.nvIpam\n  is missing: address pools need it'],
  [
    { sriov: { policies: { p: { resourceName: 'a-b', numVfs: 1 } } } },
    'got "a-b": letters, digits and underscores: no dashes',
  ],
  [
    { values: { nfd: { enabled: true } } },
    'VALUE_OWNED at values.nfd.enabled\n  the construct of network-operator sets nfd.enabled itself\n  hint: remove it: the construct fixes nfd.enabled',
  ],
])('refuses %j', (props, message) => {
  expect(() => synth(props)).toThrow(message);
});
