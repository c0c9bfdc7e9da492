import { defineCheck } from '../../contract/check.ts';
import type { ReportItem } from '../../contract/report.ts';
import type { NvidiaGpu } from '../../snapshot/data/gpu.ts';
import { sortedByNode } from '../gpu-nodes.ts';
import { itemOf } from '../item.ts';
import { judged, met, metIf, notApplicable, notMet, someOf, unknown, type Verdict } from '../outcome.ts';
import { readings } from '../readings.ts';
import { persistence } from '../settings/service.ts';
import type { Subject } from '../subject.ts';
import { AREA } from './nodes.ts';

const NOBODY = 'no snapshot shows the GPUs of a GPU node';
const TOOL = 'https://docs.nvidia.com/deploy/nvidia-smi/index.html';

/** The GPUs of every node that was looked at: all there, healthy, connected and set alike. */
export const gpus = defineCheck<Subject>({
  name: 'gpus',
  summary: 'GPUs of each node: count, memory errors, NVLink, fabric, MIG, persistence',
  area: AREA,
  reads: ['gpu', 'k8s', 'topology', 'cloud'],
  run: (subject) => [
    count(subject),
    ...ITEMS.map(({ judge, ...words }) =>
      itemOf(
        { ...words, area: AREA },
        ofGpus(subject, (list) => judge(list, subject)),
        NOBODY,
      ),
    ),
    ...persistenceItem(subject),
  ],
});

const ofGpus = (subject: Subject, judge: (list: readonly NvidiaGpu[]) => Verdict) =>
  judged(
    readings(sortedByNode(subject).gpu, {
      of: 'gpu',
      path: ['nvidia', 'gpus'],
      read: ({ nvidia }) => (nvidia && nvidia.gpus.length > 0 ? nvidia.gpus : undefined),
      otherwise: 'nvidia-smi shows no GPU',
    }),
    judge,
  );

function count(subject: Subject): ReportItem {
  const { gpus: wanted } = subject.recipe.gpuNodes;
  return itemOf(
    {
      id: 'gpus/count',
      area: AREA,
      title: 'GPUs of each node',
      severity: 'critical',
      expected: wanted === undefined ? 'one or more' : `${wanted}`,
      why: 'A GPU that fell off the bus is missed by nobody until a job waits for it.',
      source: 'recipes/instances',
      remediation: 'Look for Xid errors in the kernel log of the node; drain it and have it replaced.',
    },
    judged(
      readings(sortedByNode(subject).gpu, {
        of: 'gpu',
        path: ['nvidia', 'gpus'],
        also: [['nvidia', 'pciDevices']],
        read: ({ nvidia }) => ({ seen: nvidia?.gpus.length ?? 0, onBus: nvidia?.pciDevices }),
      }),
      ({ seen, onBus }) => {
        const lost = onBus !== undefined && onBus > seen ? `; ${onBus} on the PCI bus` : '';
        return metIf((wanted === undefined ? seen > 0 : seen === wanted) && lost === '', `${seen}${lost}`);
      },
    ),
    NOBODY,
  );
}

type Item = Pick<ReportItem, 'id' | 'title' | 'severity' | 'expected' | 'why' | 'source' | 'remediation'> & {
  readonly judge: (list: readonly NvidiaGpu[], subject: Subject) => Verdict;
};

/** Holds what each GPU says of one thing. Those that say nothing are unknown, and where none does the GPU has no such thing. */
function each<T>(
  list: readonly NvidiaGpu[],
  read: (gpu: NvidiaGpu) => T | undefined,
  fault: (value: T) => string | undefined,
  absent: string,
): Verdict {
  const said = list.map((gpu) => ({ gpu, value: read(gpu) }));
  const faults = said.flatMap(({ gpu, value }) => {
    const text = value === undefined ? undefined : fault(value);
    return text === undefined ? [] : [`${gpu.pciAddress ?? gpu.uuid}: ${text}`];
  });
  if (faults.length > 0) return notMet(someOf(faults));
  const silent = said.filter(({ value }) => value === undefined).length;
  if (silent === list.length) return notApplicable(absent);
  if (silent > 0) return unknown(`${silent} of ${list.length} GPUs do not say it`);
  return met(`all ${list.length} GPUs`);
}

const alike = (text: string, other: string): boolean => text.toLowerCase() === other.toLowerCase();

const ITEMS: readonly Item[] = [
  {
    id: 'gpus/ecc',
    title: 'GPU memory without uncorrected errors',
    severity: 'high',
    expected: 'none since the driver was loaded',
    why: 'An uncorrected error ends the job that owned the memory.',
    source: TOOL,
    remediation: 'Drain the node and reset the GPU; replace it when the errors come back.',
    judge: (list) =>
      each(
        list,
        ({ eccUncorrected }) => eccUncorrected.volatile,
        (errors) => (errors > 0 ? `${errors} uncorrected errors` : undefined),
        'the GPUs count no memory errors',
      ),
  },
  {
    id: 'gpus/remapped-rows',
    title: 'GPU memory rows',
    severity: 'high',
    expected: 'no remapping pending, none failed',
    why: 'A pending remapping waits for a reset; a failed one is a GPU to be returned.',
    source: 'https://docs.nvidia.com/deploy/a100-gpu-mem-error-mgmt/index.html',
    remediation: 'Pending: drain the node and reset the GPU. Failed: have the GPU replaced.',
    judge: (list) =>
      each(
        list,
        ({ remappedRows }) => remappedRows,
        ({ pending, failed }) => (failed ? 'remapping failed' : pending ? 'remapping pending' : undefined),
        'the GPUs have no row remapping',
      ),
  },
  {
    id: 'gpus/nvlink',
    title: 'NVLink',
    severity: 'critical',
    expected: 'every link up',
    why: 'One link that is down slows every collective of the node.',
    source: TOOL,
    remediation:
      'See `nvidia-smi nvlink -s` and the fabric manager; reset the GPUs of the node, then have it replaced.',
    judge: (list) =>
      each(
        list,
        ({ nvlink }) => nvlink,
        ({ up, total }) => (up < total || total === 0 ? `${up} of ${total} links up` : undefined),
        'the GPUs have no NVLink',
      ),
  },
  {
    id: 'gpus/fabric',
    title: 'NVLink fabric',
    severity: 'critical',
    expected: 'Completed, Success',
    why: 'Until a GPU is registered with the fabric, CUDA does not start on it.',
    source: 'https://docs.nvidia.com/datacenter/tesla/fabric-manager-user-guide/index.html',
    remediation: 'See nvidia-fabricmanager on the node, or on NVLink racks the subnet manager of the switches.',
    judge: (list, { recipe }) => {
      const verdict = each(
        list,
        ({ fabric }) => fabric,
        ({ state, status }) =>
          alike(state, 'Completed') && (status === undefined || alike(status, 'Success'))
            ? undefined
            : [state, status ?? []].flat().join(', '),
        'the GPUs are in no fabric',
      );
      // GPUs of a rack are always in one: silence is no absence there.
      return verdict.outcome === 'not-applicable' && recipe.criteria.accelerator === 'gb200'
        ? unknown('the GPUs do not say it')
        : verdict;
    },
  },
  {
    id: 'gpus/mig',
    title: 'MIG mode',
    severity: 'medium',
    expected: 'the same on every GPU, with no change pending',
    why: 'Pods that ask for a whole GPU wait in vain for one that is cut up.',
    source: 'https://docs.nvidia.com/datacenter/tesla/mig-user-guide/index.html',
    remediation:
      'Set one `nvidia.com/mig.config` for the node and let the MIG manager apply it; a pending change needs a reset.',
    judge: (list) => {
      const modes = new Set(list.flatMap(({ mig }) => (mig ? [mig.current.toLowerCase()] : [])));
      if (modes.size > 1) return notMet([...modes].sort().join(' and '));
      return each(
        list,
        ({ mig }) => mig,
        ({ current, pending }) => (alike(current, pending) ? undefined : `${current}, ${pending} pending`),
        'the GPUs have no MIG',
      );
    },
  },
];

/** Where a setting of the recipe asks for it, it is held there. */
function persistenceItem(subject: Subject): ReportItem[] {
  const asked = Object.values(subject.recipe.tuning).some((settings) =>
    Object.values(settings).some(
      ({ kind, name, state }) => kind === 'service' && name === 'nvidia-persistenced' && state === 'applies',
    ),
  );
  if (asked) return [];
  return [
    itemOf(
      {
        id: 'gpus/persistence',
        area: AREA,
        title: 'persistence mode',
        severity: 'low',
        expected: 'on for every GPU',
        why: 'Without it the driver tears a GPU down when its last user leaves.',
        source: 'https://docs.nvidia.com/deploy/driver-persistence/index.html',
        remediation: 'Run nvidia-persistenced on the node.',
      },
      sortedByNode(subject).gpu.flatMap((node) => persistence(node)),
      NOBODY,
    ),
  ];
}
