import { defineCheck } from '../../contract/check.ts';
import type { ReportItem } from '../../contract/report.ts';
import { tolerate } from '../../contract/scheduling.ts';
import { gpuNodeNames, ofGpuNodes } from '../api-nodes.ts';
import { gpuNodes, sortedByNode } from '../gpu-nodes.ts';
import { itemOf } from '../item.ts';
import { judged, metIf, notMet, unknown, type Verdict } from '../outcome.ts';
import { readings } from '../readings.ts';
import type { Subject } from '../subject.ts';
import { kernelFlavour } from '../versions.ts';

export const AREA = 'readiness';
const NO_CLUSTER = 'no snapshot measured the nodes of the cluster';

/** Nodes as the recipe plans them: how many, ready, of the right kind, tainted. */
export const nodes = defineCheck<Subject>({
  name: 'nodes',
  summary: 'GPU nodes: count, ready, schedulable, kubelet, architecture, operating system, taints',
  area: AREA,
  reads: ['k8s', 'topology', 'os', 'gpu', 'cloud'],
  run: (subject) => [
    count(subject),
    ready(subject),
    skew(subject),
    architecture(subject),
    ...operatingSystem(subject),
    ...kernel(subject),
    ...taints(subject),
  ],
});

function count(subject: Subject): ReportItem {
  const { count: planned, selector } = subject.recipe.gpuNodes;
  const labels = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
  return itemOf(
    {
      id: 'nodes/count',
      area: AREA,
      title: 'GPU nodes',
      severity: 'critical',
      expected: `${planned} or more${labels.length > 0 ? ` with ${labels.join(', ')}` : ''}`,
      why: 'The cluster file plans them.',
      source: 'pools.gpu.count of the cluster file',
      remediation: 'Grow the GPU pool, see why its nodes do not join, or lower pools.gpu.count of the cluster file.',
    },
    judged(gpuNodes(subject), (names) => metIf(names.length >= planned, `${names.length}`)),
    NO_CLUSTER,
  );
}

const ready = (subject: Subject): ReportItem =>
  itemOf(
    {
      id: 'nodes/ready',
      area: AREA,
      title: 'GPU nodes are ready and schedulable',
      severity: 'critical',
      expected: 'Ready, not cordoned',
      why: 'No job runs on a node that is not.',
      source: 'https://kubernetes.io/docs/concepts/architecture/nodes/#condition',
      remediation: 'Look at `kubectl describe node`; uncordon what maintenance left behind.',
    },
    ofGpuNodes(subject, 'conditions', ({ conditions, unschedulable }): Verdict => {
      const state = Object.hasOwn(conditions, 'Ready') ? conditions.Ready : undefined;
      if (state === undefined) return unknown('the node shows no condition Ready');
      if (state !== 'True') return notMet(`Ready is ${state}`);
      return metIf(!unschedulable, unschedulable ? 'cordoned' : 'ready');
    }),
    NO_CLUSTER,
  );

/** A kubelet may be three minor versions older than its API server, and never newer: https://kubernetes.io/releases/version-skew-policy/ */
const MAX_SKEW = 3;

function skew(subject: Subject): ReportItem {
  const servers = readings(subject.snapshots, { of: 'k8s', path: ['server'], read: ({ server }) => server.version });
  const minors = servers.map((reading) => (reading.state === 'said' ? minorOf(reading.value) : undefined));
  const [server] = minors;
  return itemOf(
    {
      id: 'nodes/kubelet',
      area: AREA,
      title: 'kubelet of GPU nodes',
      severity: 'high',
      expected: `not newer than the API server, and at most ${MAX_SKEW} minor versions older`,
      why: 'Kubernetes supports no other pairs.',
      source: 'https://kubernetes.io/releases/version-skew-policy/',
      remediation: 'Upgrade the GPU pool to the version of the control plane.',
    },
    ofGpuNodes(subject, 'kubelet', ({ kubelet }): Verdict => {
      const minor = kubelet === undefined ? undefined : minorOf(kubelet);
      if (kubelet === undefined || minor === undefined) return unknown('the node shows no version of its kubelet');
      if (server === undefined || new Set(minors).size !== 1)
        return unknown('the version of the API server is not known', kubelet);
      return metIf(minor <= server && server - minor <= MAX_SKEW, kubelet);
    }),
    NO_CLUSTER,
  );
}

const minorOf = (version: string): number | undefined => {
  const [, major = '', minor = ''] = /^v?(\d{1,4})\.(\d{1,4})/.exec(version) ?? [];
  return major === '1' && minor !== '' ? Number(minor) : undefined;
};

const architecture = (subject: Subject): ReportItem => {
  const wanted = subject.recipe.gpuNodes.architecture;
  return itemOf(
    {
      id: 'nodes/architecture',
      area: AREA,
      title: 'architecture of GPU nodes',
      severity: 'critical',
      expected: wanted,
      why: 'Images and settings of the recipe are those of this architecture.',
      source: 'recipes/instances',
      remediation: 'Choose a node pool of the instance type of the recipe.',
    },
    ofGpuNodes(subject, 'architecture', ({ architecture: found }) =>
      found === undefined ? unknown('the node shows no architecture') : metIf(found === wanted, found),
    ),
    NO_CLUSTER,
  );
};

/** ID in /etc/os-release of each operating system that recipes know. */
const RELEASE_IDS: Readonly<Record<string, string>> = {
  ubuntu: 'ubuntu',
  al2023: 'amzn',
  bottlerocket: 'bottlerocket',
  cos: 'cos',
  azurelinux: 'azurelinux',
  oraclelinux: 'ol',
};

function operatingSystem(subject: Subject): ReportItem[] {
  const { os = '' } = subject.recipe.criteria;
  const wanted = Object.hasOwn(RELEASE_IDS, os) ? RELEASE_IDS[os] : undefined;
  if (wanted === undefined) return [];
  return [
    itemOf(
      {
        id: 'nodes/os',
        area: AREA,
        title: 'operating system of GPU nodes',
        severity: 'high',
        expected: os,
        why: 'Settings and their way onto the node are those of this operating system.',
        source: 'criteria.os of the recipe',
        remediation: 'Choose the node image of the recipe, or the recipe of the operating system that runs.',
      },
      judged(
        readings(sortedByNode(subject).gpu, {
          of: 'os',
          path: ['release'],
          read: ({ release }) => release.ID,
          otherwise: '/etc/os-release has no ID',
        }),
        (id) => metIf(id === wanted, id),
      ),
      'no snapshot shows the operating system of a GPU node',
    ),
  ];
}

/** Page size and flavour of the kernel, where the recipe says them. */
function kernel(subject: Subject): ReportItem[] {
  const { pageSizeKiB, kernel: release } = subject.recipe.inputs;
  const { gpu } = sortedByNode(subject);
  const words = {
    area: AREA,
    severity: 'high' as const,
    source: 'inputs of the cluster file',
    remediation: 'Choose a node image with such a kernel, and replace the nodes.',
  };
  const flavour = release === undefined ? '' : kernelFlavour(release);
  const nobody = 'no snapshot shows the kernel of a GPU node';
  return [
    ...(pageSizeKiB === undefined
      ? []
      : [
          itemOf(
            {
              ...words,
              id: 'nodes/page-size',
              title: 'memory page size of GPU nodes',
              expected: `${pageSizeKiB} KiB`,
              why: 'Huge pages and the memory of GPUs depend on it.',
            },
            judged(readings(gpu, { of: 'os', path: ['pageSizeKiB'], read: (data) => data.pageSizeKiB }), (found) =>
              metIf(found === pageSizeKiB, `${found} KiB`),
            ),
            nobody,
          ),
        ]),
    ...(flavour === ''
      ? []
      : [
          itemOf(
            {
              ...words,
              id: 'nodes/kernel-flavour',
              title: 'kernel flavour of GPU nodes',
              expected: flavour,
              why: 'The suffix says which kernel it is, such as one with 64 KiB pages; version ranges do not see it.',
            },
            judged(
              readings(gpu, { of: 'os', path: ['kernel', 'release'], read: (data) => data.kernel.release }),
              (found) => metIf(kernelFlavour(found) === flavour, found),
            ),
            nobody,
          ),
        ]),
  ];
}

function taints(subject: Subject): ReportItem[] {
  const planned = subject.recipe.gpuNodes.taints;
  const names = gpuNodeNames(subject);
  return planned.map(({ key, value, effect }) => {
    // Clouds put the key of GPUs on nodes with values of their own; what tolerates it does not look at the value.
    const anyValue = tolerate({ key, value, effect }).operator === 'Exists';
    const text = `${key}${value === '' ? '' : `=${value}`}:${effect}`;
    const fits = (taint: string): boolean =>
      taint === text ||
      (anyValue && new RegExp(`^(?:=[^:]*)?:${effect}$`).test(taint.startsWith(key) ? taint.slice(key.length) : ' '));
    return itemOf(
      {
        id: `nodes/taint/${key}:${effect}`,
        area: AREA,
        title: `taint ${key} of GPU nodes`,
        severity: 'medium',
        expected: text,
        why: 'Pods without a GPU must not take the room of those with one.',
        source: 'pools.gpu.taints of the cluster file',
        remediation: 'Set the taint on the GPU node pool, not on single nodes, so that new nodes have it.',
      },
      judged(
        readings(subject.snapshots, { of: 'topology', path: ['taints'], read: (data) => data.taints }),
        (there): Verdict => {
          if ('because' in names) return unknown(names.because);
          const has = new Set(Object.entries(there).flatMap(([taint, list]) => (fits(taint) ? list : [])));
          const bare = names.filter((name) => !has.has(name));
          if (names.length === 0) return unknown('there is no GPU node');
          return metIf(
            bare.length === 0,
            bare.length === 0 ? text : `not on ${bare.length} of ${names.length} GPU nodes`,
          );
        },
      ),
      NO_CLUSTER,
    );
  });
}
