import type { ClusterContext } from '../contract/cluster.ts';
import { formatPath, parsePath } from '../path.ts';

type Where = (rest: string) => readonly string[];

const same =
  (path: string): Where =>
  (rest) => [rest === '' ? path : `${path}.${rest}`];

/** Where the user or a layer decides each part of what a construct knows of its cluster. A new part does not compile until it has its row. */
const ORIGINS = {
  name: same('name'),
  service: same('criteria.service'),
  accelerator: same('criteria.accelerator'),
  os: same('criteria.os'),
  intent: same('criteria.intent'),
  platform: same('criteria.platform'),
  kubernetes: same('inputs.kubernetes'),
  region: same('inputs.region'),
  partition: same('inputs.partition'),
  pageSizeKiB: same('inputs.pageSizeKiB'),
  instanceType: same('instance.name'),
  architecture: same('instance.architecture'),
  machine: same('instance.machine'),
  gpusPerNode: same('instance.gpus'),
  fabric: same('instance.fabric'),
  fabricInterfaces: same('instance.fabricInterfaces'),
  gpuNodes: (rest) => POOL[rest] ?? ['pools.gpu'],
  systemNodes: (rest) => (rest === 'selector' ? ['pools.system.labels'] : ['pools.system.taints']),
  ownership: same('ownership'),
  registryMirror: same('shared.registryMirror'),
  pullSecrets: same('shared.pullSecrets'),
  proxy: same('shared.proxy'),
  storageClass: same('shared.storageClass'),
  labels: same('shared.labels'),
  annotations: same('shared.annotations'),
  issuer: same('shared.issuer'),
  components: () => ['components'],
  namespaces: (rest) => [rest === '' ? 'components' : `components.${rest}.namespace`],
  versions: (rest) => [rest === '' ? 'components' : `components.${rest}.chart.version`],
  tuning: () => ['tuning.gpu'],
} as const satisfies Record<keyof ClusterContext, Where>;

const POOL: Readonly<Record<string, readonly string[]>> = {
  count: ['pools.gpu.count'],
  selector: ['pools.gpu.labels'],
  taints: ['pools.gpu.taints'],
  tolerations: ['pools.gpu.taints', 'pools.gpu.tolerations'],
};

/** Paths of the recipe that a prop below `cluster` comes from, e.g. `cluster.gpuNodes.tolerations` → `pools.gpu.taints`, …. */
export function contextPaths(prop: string): readonly string[] {
  const [, key = '', ...rest] = parsePath(prop) ?? [];
  const where: Where | undefined = Object.hasOwn(ORIGINS, key) ? ORIGINS[key as keyof ClusterContext] : undefined;
  return where?.(formatPath(rest)) ?? [prop];
}
