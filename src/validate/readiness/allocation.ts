import { defineCheck } from '../../contract/check.ts';
import type { ReportItem } from '../../contract/report.ts';
import { valueAt } from '../../path.ts';
import { isPlainMap } from '../../plain.ts';
import { gpuNodeNames, ofGpuNodes } from '../api-nodes.ts';
import { itemOf } from '../item.ts';
import { judged, metIf, notMet, someOf, unknown, type Verdict } from '../outcome.ts';
import { readings } from '../readings.ts';
import type { Subject } from '../subject.ts';
import { AREA } from './nodes.ts';

const GPU = 'nvidia.com/gpu';
const DRIVER = 'gpu.nvidia.com';
const NO_CLUSTER = 'no snapshot measured the nodes of the cluster';

/** What pods may ask for: GPUs from one of the two that hand them out, and the devices of the fabric. */
export const allocation = defineCheck<Subject>({
  name: 'allocation',
  summary: 'what pods may ask for: GPUs by the device plugin or by DRA, never both, and fabric devices',
  area: AREA,
  reads: ['k8s', 'topology'],
  run: (subject) => [
    subject.recipe.ownership.allocation === 'dra' ? slices(subject) : devicePlugin(subject),
    never(subject),
    ...fabric(subject),
  ],
});

const amount = (map: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(map, name) ? map[name] : undefined;

/** GPUs are handed out whole; anything but a plain number is told as it stands. */
const asCount = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;

/** @param gpus of each node; absent where the recipe knows no instance type: then one is enough */
const enough = (count: number, gpus: number | undefined): boolean => (gpus === undefined ? count > 0 : count === gpus);

const expectedGpus = (gpus: number | undefined): string => (gpus === undefined ? 'one or more' : `${gpus} each`);

function devicePlugin(subject: Subject): ReportItem {
  const { gpus } = subject.recipe.gpuNodes;
  return itemOf(
    {
      id: 'allocation/gpus',
      area: AREA,
      title: `${GPU} of GPU nodes`,
      severity: 'critical',
      expected: expectedGpus(gpus),
      why: 'A GPU that is not offered is lost to every job.',
      source: 'recipes/instances',
      remediation:
        'See the pods of the device plugin and, with the GPU Operator, of its validator on that node; then `nvidia-smi` there.',
    },
    ofGpuNodes(subject, `allocatable["${GPU}"]`, ({ allocatable }): Verdict => {
      const said = amount(allocatable, GPU);
      const slice = Object.keys(allocatable).find((name) => name.startsWith('nvidia.com/mig-'));
      if (said === undefined && slice !== undefined) return unknown(`the node offers MIG slices (${slice})`, slice);
      const found = asCount(said);
      if (said === undefined) return notMet('none');
      return found === undefined ? unknown(`${JSON.stringify(said)} is no count`) : metIf(enough(found, gpus), said);
    }),
    NO_CLUSTER,
  );
}

function slices(subject: Subject): ReportItem {
  const { gpus } = subject.recipe.gpuNodes;
  const names = gpuNodeNames(subject);
  return itemOf(
    {
      id: 'allocation/gpus',
      area: AREA,
      title: `ResourceSlices of ${DRIVER}`,
      severity: 'critical',
      expected: expectedGpus(gpus),
      why: 'A GPU that is not offered is lost to every job.',
      source: 'recipes/instances',
      remediation: 'See the kubelet plugin of component dra-driver-nvidia-gpu on that node.',
    },
    judged(
      readings(subject.snapshots, { of: 'k8s', path: ['resourceSlices'], read: (data) => data.resourceSlices }),
      (all): Verdict => {
        if ('because' in names) return unknown(names.because);
        if (names.length === 0) return unknown('there is no GPU node');
        const offered = Object.hasOwn(all, DRIVER) ? all[DRIVER] : undefined;
        const wrong = names.filter((name) => !enough(countOn(offered, name), gpus));
        return wrong.length === 0
          ? metIf(true, `${gpus ?? 'some'} each`)
          : notMet(someOf(wrong.map((name) => `${countOn(offered, name)} on ${name}`)));
      },
    ),
    NO_CLUSTER,
  );
}

const countOn = (offered: Readonly<Record<string, number>> | undefined, node: string): number =>
  offered && Object.hasOwn(offered, node) ? (offered[node] ?? 0) : 0;

const never = (subject: Subject): ReportItem =>
  itemOf(
    {
      id: 'allocation/one-owner',
      area: AREA,
      title: 'GPUs are handed out by one alone',
      severity: 'critical',
      expected: `${GPU} or ResourceSlices of ${DRIVER}, never both on a node`,
      why: 'Two that know nothing of each other give one GPU to two pods.',
      source: 'ownership.allocation of the recipe',
      remediation: `Keep what ownership.allocation says (${subject.recipe.ownership.allocation}) and take the other out.`,
    },
    judged(
      readings(subject.snapshots, {
        of: 'k8s',
        path: ['nodes'],
        also: [['resourceSlices']],
        read: (data) => data,
      }),
      ({ nodes, resourceSlices }) => {
        const offered = Object.hasOwn(resourceSlices, DRIVER) ? resourceSlices[DRIVER] : undefined;
        const both = Object.entries(nodes)
          .filter(
            ([name, { allocatable }]) =>
              asCount(amount(allocatable, GPU)) !== 0 &&
              amount(allocatable, GPU) !== undefined &&
              countOn(offered, name) > 0,
          )
          .map(([name]) => name)
          .sort();
        return metIf(both.length === 0, both.length === 0 ? 'one' : `both on ${someOf(both)}`);
      },
    ),
    NO_CLUSTER,
  );

function fabric(subject: Subject): ReportItem[] {
  const { fabricInterfaces } = subject.recipe.gpuNodes;
  return fabricResources(subject).map(({ name, component, each }) =>
    itemOf(
      {
        id: `allocation/${name}`,
        area: AREA,
        title: `${name} of GPU nodes`,
        severity: 'critical',
        expected: each && fabricInterfaces ? `${fabricInterfaces} each` : 'one or more',
        why: 'Without it jobs between nodes fall back to TCP, silently.',
        source: 'recipes/instances',
        remediation: `See the pods of component ${component} on that node, and the devices of the instance type.`,
      },
      ofGpuNodes(subject, `allocatable[${JSON.stringify(name)}]`, ({ allocatable }): Verdict => {
        const said = amount(allocatable, name);
        const found = asCount(said);
        if (said === undefined) return notMet('none');
        if (found === undefined) return unknown(`${JSON.stringify(said)} is no count`);
        return metIf(each && fabricInterfaces ? found === fabricInterfaces : found > 0, said);
      }),
      NO_CLUSTER,
    ),
  );
}

interface FabricResource {
  readonly name: string;
  readonly component: string;
  /** One for each interface, so that the count is known. */
  readonly each: boolean;
}

/** What the components of the recipe advertise: those of the constructs aws-efa and network-operator. */
function fabricResources({ recipe }: Subject): FabricResource[] {
  const { components, gpuNodes } = recipe;
  const has = (name: string): boolean => Object.hasOwn(components, name);
  const efa = has('aws-efa') && gpuNodes.fabric === 'efa';
  return [
    ...(efa ? [{ name: 'vpc.amazonaws.com/efa', component: 'aws-efa', each: true }] : []),
    ...(has('network-operator') ? nicResources(recipe.components['network-operator'], gpuNodes.fabric) : []),
  ];
}

function nicResources(props: unknown, fabricName: string | undefined): FabricResource[] {
  const given = valueAt(props, ['policy', 'sriovDevicePlugin']);
  const shared = valueAt(props, ['policy', 'rdmaSharedDevicePlugin']);
  const component = 'network-operator';
  const own = isPlainMap(given)
    ? Object.entries(given).map(([name, resource]) => {
        const prefix = isPlainMap(resource) && typeof resource.prefix === 'string' ? resource.prefix : 'rdma';
        return { name: `${prefix}/${name}`, component, each: false };
      })
    : // The construct's own default.
      {
        infiniband: [{ name: 'rdma/ib', component, each: true }],
        roce: [{ name: 'rdma/roce', component, each: true }],
      }[fabricName === 'infiniband' ? 'infiniband' : 'roce'].filter(
        () => fabricName === 'infiniband' || fabricName === 'roce',
      );
  return [
    ...own,
    ...(isPlainMap(shared)
      ? Object.keys(shared).map((name) => ({ name: `rdma/${name}`, component, each: false }))
      : []),
  ];
}
