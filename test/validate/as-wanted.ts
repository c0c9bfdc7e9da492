import type { ResolvedRecipeDocument } from '../../src/recipe/resolved-document.ts';
import type { GpuData } from '../../src/snapshot/data/gpu.ts';
import type { K8sData } from '../../src/snapshot/data/k8s.ts';
import type { NetworkData } from '../../src/snapshot/data/network.ts';
import type { BootArgument, OsData } from '../../src/snapshot/data/os.ts';
import type { SystemdData } from '../../src/snapshot/data/systemd.ts';
import type { Setting } from '../../src/validate/settings/rule.ts';
import type { NamedSnapshot } from '../../src/validate/subject.ts';
import { aGpu, aNode, aSnapshot, nvidia } from '../snapshot/a-snapshot.ts';

const KERNEL = '6.14.0-1018-aws-64k';
const RELEASE_IDS: Readonly<Record<string, string>> = { al2023: 'amzn', oraclelinux: 'ol' };

/** What a cluster and each of its GPU nodes show when everything is as the recipe wants it: one snapshot of the cluster, one a node. */
export function asWanted(recipe: ResolvedRecipeDocument): NamedSnapshot[] {
  const names = Array.from({ length: Math.max(recipe.gpuNodes.count, 1) }, (_, i) => `gpu-${i + 1}`);
  return [clusterSnapshot(recipe, names), ...names.map((name) => nodeSnapshot(recipe, name))];
}

const constraintValue = ({ constraints }: ResolvedRecipeDocument, subject: string): string | undefined => {
  const found = constraints.find((one) => one.subject === subject);
  return found?.value ?? /[\d.]+/.exec(found?.range ?? '')?.[0];
};
const driverOf = (recipe: ResolvedRecipeDocument): string => constraintValue(recipe, 'driver') ?? '580.126.20';
const kubernetesOf = (recipe: ResolvedRecipeDocument): string => `v${recipe.inputs.kubernetes ?? '1.34.2'}`;

function clusterSnapshot(recipe: ResolvedRecipeDocument, names: readonly string[]): NamedSnapshot {
  const { gpus = 1, fabricInterfaces = 0, architecture, selector, taints, fabric } = recipe.gpuNodes;
  const has = (name: string): boolean => Object.hasOwn(recipe.components, name);
  const fabricName = fabric === 'infiniband' ? 'rdma/ib' : 'rdma/roce';
  const allocatable = {
    ...(recipe.ownership.allocation === 'device-plugin' ? { 'nvidia.com/gpu': String(gpus) } : {}),
    ...(has('aws-efa') ? { 'vpc.amazonaws.com/efa': String(fabricInterfaces) } : {}),
    ...(has('network-operator') ? { [fabricName]: String(fabricInterfaces) } : {}),
  };
  const custom = (component: string, key: string, status: object, spec: object = {}) =>
    has(component) ? { [key]: { apiVersion: 'v1', spec: { ...spec }, status: { ...status } } } : {};
  const k8s: Partial<K8sData> = {
    server: { version: kubernetesOf(recipe) },
    nodes: Object.fromEntries(
      names.map((name) => [
        name,
        aNode({
          kubelet: kubernetesOf(recipe),
          architecture,
          kernel: KERNEL,
          osImage: 'Ubuntu 24.04.3 LTS',
          allocatable,
          capacity: allocatable,
        }),
      ]),
    ),
    releases: Object.fromEntries(
      Object.entries(recipe.components).map(([name, props]) => {
        const { chart, git } = props as { chart?: { name: string; version: string }; git?: { tag: string } };
        const version = chart?.version ?? git?.tag;
        return [
          `Application/argocd/${name}`,
          {
            ...(chart ? { chart: chart.name } : {}),
            ...(version === undefined ? {} : { version }),
            namespace: String(props.namespace),
            ready: 'Healthy',
            synced: 'Synced',
          },
        ];
      }),
    ),
    customResources: {
      ...custom(
        'gpu-operator',
        'ClusterPolicy.nvidia.com//cluster-policy',
        { state: 'ready' },
        { driver: { version: driverOf(recipe) } },
      ),
      ...custom('network-operator', 'NicClusterPolicy.mellanox.com//nic-cluster-policy', { state: 'ready' }),
      ...custom('node-tuning', 'NodeWright.nodewright.nvidia.com//tuning', { status: 'complete' }),
      ...custom('compute-domain', 'ComputeDomain.resource.nvidia.com/default/nvlink', {}),
    },
    workloads: Object.fromEntries(
      ['rdma', 'tcpx', 'tcpxo'].flatMap((one) =>
        has(`gke-${one}`)
          ? [[`DaemonSet/kube-system/nccl-${one}-installer`, { desired: 2, ready: 2, images: [] }]]
          : [],
      ),
    ),
    customResourceDefinitions: [
      ...['gatewayclasses', 'gateways', 'grpcroutes', 'httproutes', 'referencegrants'].map(
        (n) => `${n}.gateway.networking.k8s.io`,
      ),
      ...['inferencepools', 'inferencemodels'].map((n) => `${n}.inference.networking.x-k8s.io`),
    ],
    resourceSlices:
      recipe.ownership.allocation === 'dra'
        ? { 'gpu.nvidia.com': Object.fromEntries(names.map((name) => [name, gpus])) }
        : {},
  };
  const labels = { ...selector, 'nvidia.com/gpu.count': String(gpus), 'nvidia.com/gpu.clique': 'rack-1.0' };
  return {
    file: 'cluster.yaml',
    snapshot: aSnapshot({
      k8s,
      topology: {
        nodes: names.length,
        labels: Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, { [value]: [...names] }])),
        taints: Object.fromEntries(
          taints.map(({ key, value, effect }) => [`${key}${value === '' ? '' : `=${value}`}:${effect}`, [...names]]),
        ),
      },
    }),
  };
}

const LAYERS: Readonly<Record<string, string>> = { efa: 'Unspecified', infiniband: 'InfiniBand' };

function nodeSnapshot(recipe: ResolvedRecipeDocument, node: string): NamedSnapshot {
  const { gpus = 1, fabricInterfaces = 0, architecture, fabric = 'none' } = recipe.gpuNodes;
  const os = recipe.criteria.os ?? 'ubuntu';
  const shown: Shown = {
    bootArguments: [{ name: 'quiet' }],
    sysctl: {},
    modules: { nvidia: { parameters: {} } },
    hugePages: { '1G': { total: 0, free: 0 } },
    parameters: {},
    units: {},
    settings: {},
    userLimits: {},
  };
  for (const setting of Object.values(recipe.tuning.gpu ?? {})) if (holds(setting)) show(shown, setting);
  const osData: Partial<OsData> = {
    release: { ID: RELEASE_IDS[os] ?? os, VERSION_ID: recipe.inputs.osVersion ?? '24.04' },
    kernel: { release: KERNEL, architecture },
    ...(recipe.inputs.pageSizeKiB === undefined ? {} : { pageSizeKiB: recipe.inputs.pageSizeKiB }),
    bootArguments: shown.bootArguments,
    sysctl: shown.sysctl,
    modules: shown.modules,
    hugePages: shown.hugePages,
    cpu: { governors: { performance: 96 } },
  };
  const gpu: GpuData = {
    nvidia: nvidia({
      driver: driverOf(recipe),
      gpus: Array.from({ length: gpus }, (_, i) => aGpu({ uuid: `GPU-${i}`, pciAddress: `00000000:${i}8:00.0` })),
      pciDevices: gpus,
      parameters: shown.parameters,
    }),
  };
  const rdma: NetworkData['rdma'] = Object.fromEntries(
    Array.from({ length: fabricInterfaces }, (_, i) => [
      `rdma${i}`,
      { ports: { '1': { linkLayer: LAYERS[fabric] ?? 'Ethernet', state: 'ACTIVE', interfaces: [] } } },
    ]),
  );
  const systemd: Partial<SystemdData> = {
    units: shown.units,
    kubelet: { settings: shown.settings },
    userLimits: shown.userLimits,
  };
  return { file: `${node}.yaml`, snapshot: aSnapshot({ node, os: osData, gpu, systemd, network: { rdma } }) };
}

interface Shown {
  readonly bootArguments: BootArgument[];
  readonly sysctl: OsData['sysctl'];
  readonly modules: OsData['modules'];
  readonly hugePages: OsData['hugePages'];
  readonly parameters: Record<string, string>;
  readonly units: SystemdData['units'];
  readonly settings: Record<string, string>;
  readonly userLimits: Record<string, string>;
}

/** The kernel of the nodes is 6.14: of settings that the node decides by its kernel, those for older ones do not hold. */
const holds = ({ state, when }: Setting): boolean =>
  state === 'applies' || (state === 'undecided' && !/^</.test(String(when?.kernel)));

/** Puts onto the node what a setting asks for. */
function show(to: Shown, setting: Setting): void {
  const { kind, name, value = '' } = setting;
  const [module = '', parameter = ''] = name.split('.');
  if (kind === 'kernel-argument') {
    const [base = '', option] = name.split('=');
    to.bootArguments.push({ name: base, value: option === undefined ? value : `${option}=${value}` });
  } else if (kind === 'sysctl') to.sysctl[name] = value;
  else if (kind === 'huge-pages') to.hugePages[name] = { total: Number(value), free: 0 };
  else if (kind === 'module') to.modules[name] = { parameters: {} };
  else if (kind === 'module-parameter') to.parameters[parameter.replace('NVreg_', '')] = value;
  else if (kind === 'kubelet') to.settings[name] = value;
  else if (kind === 'limit' && name.includes('.')) unit(to, `${module}.service`).limits[parameter] = value;
  else if (kind === 'limit') for (const type of ['hard', 'soft']) to.userLimits[`* ${type} ${name}`] = value;
  else if (kind === 'service')
    to.units[`${name}.service`] =
      setting.comparison === 'absent'
        ? { ...UNIT, loadState: 'not-found', activeState: 'inactive', unitFileState: '', limits: {}, properties: {} }
        : { ...UNIT, limits: {}, properties: {} };
}

const UNIT = { loadState: 'loaded', activeState: 'active', subState: 'running', unitFileState: 'enabled' };

function unit(to: Shown, name: string) {
  const known = to.units[name] ?? { ...UNIT, limits: {}, properties: {} };
  to.units[name] = known;
  return known;
}
