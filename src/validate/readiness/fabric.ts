import { defineCheck } from '../../contract/check.ts';
import type { NetworkData } from '../../snapshot/data/network.ts';
import { gpuNodeNames } from '../api-nodes.ts';
import { sortedByNode } from '../gpu-nodes.ts';
import { itemOf } from '../item.ts';
import { judged, met, metIf, notMet, someOf, unknown, type Verdict } from '../outcome.ts';
import { readings } from '../readings.ts';
import type { Subject } from '../subject.ts';
import { AREA } from './nodes.ts';

/** Fabrics that show RDMA devices on the node, with the link layer of their ports. TCPX and TCPXO go over ordinary interfaces. */
const LINK_LAYERS: Readonly<Record<string, string>> = {
  efa: 'Unspecified',
  infiniband: 'InfiniBand',
  rdma: 'Ethernet',
  roce: 'Ethernet',
};

/** What jobs between nodes talk over: RDMA ports of each node, and NVLink domains of racks. */
export const fabric = defineCheck<Subject>({
  name: 'fabric',
  summary: 'RDMA ports of each GPU node, and the NVLink domain of racks',
  area: AREA,
  reads: ['network', 'k8s', 'topology', 'gpu', 'cloud'],
  run: (subject) => [...ports(subject), ...domains(subject)],
});

function ports(subject: Subject) {
  const { fabric: name = 'none', fabricInterfaces = 0 } = subject.recipe.gpuNodes;
  const layer = Object.hasOwn(LINK_LAYERS, name) ? LINK_LAYERS[name] : undefined;
  if (layer === undefined) return [];
  return [
    itemOf(
      {
        id: 'fabric/ports',
        area: AREA,
        title: `RDMA ports of each GPU node (${name})`,
        severity: 'critical',
        expected: `${fabricInterfaces === 0 ? 'all' : `${fabricInterfaces} or more, all`} ACTIVE`,
        why: 'A port that is down takes a rail of every job with it.',
        source: 'https://docs.kernel.org/admin-guide/abi-stable.html (/sys/class/infiniband)',
        remediation:
          'See the link of that device (`rdma link`, `ibstat`) and its cable or interface; drain the node until it is up.',
      },
      judged(
        readings(sortedByNode(subject).gpu, { of: 'network', path: ['rdma'], read: ({ rdma }) => rdma }),
        (devices) => portsVerdict(devices, layer, fabricInterfaces),
      ),
      'no snapshot shows the network of a GPU node',
    ),
  ];
}

function portsVerdict(devices: NetworkData['rdma'], layer: string, wanted: number): Verdict {
  const all = Object.entries(devices).flatMap(([device, { ports: list }]) =>
    Object.entries(list)
      // A port that somebody switched off, as spare ports are, is none that is down.
      .filter(([, port]) => port.physicalState !== 'Disabled' && (port.linkLayer ?? layer) === layer)
      .map(([number, { state }]) => ({ port: `${device}/${number}`, state })),
  );
  const down = all.filter(({ state }) => state !== undefined && state !== 'ACTIVE');
  if (down.length > 0) return notMet(someOf(down.map(({ port, state }) => `${port} is ${state}`)));
  if (all.length < wanted || all.length === 0) return notMet(`${all.length} of ${Math.max(wanted, 1)} ports`);
  const silent = all.filter(({ state }) => state === undefined);
  if (silent.length > 0) return unknown(`${someOf(silent.map(({ port }) => port))} do not say their state`);
  return met(`${all.length} ACTIVE`);
}

const CLIQUE = 'nvidia.com/gpu.clique';

/** Nodes of NVLink racks know their domain: without it no ComputeDomain places a job. */
function domains(subject: Subject) {
  if (!Object.hasOwn(subject.recipe.components, 'compute-domain')) return [];
  const names = gpuNodeNames(subject);
  return [
    itemOf(
      {
        id: 'fabric/domains',
        area: AREA,
        title: 'NVLink domain of GPU nodes',
        severity: 'high',
        expected: `label ${CLIQUE} on every GPU node`,
        why: 'Jobs over NVLink between nodes are placed by it.',
        source: 'https://github.com/kubernetes-sigs/dra-driver-nvidia-gpu',
        remediation:
          'See GPU feature discovery of component gpu-operator, and the state of the NVLink fabric on the node.',
      },
      judged(
        readings(subject.snapshots, {
          of: 'topology',
          path: ['labels'],
          also: [['fabricDomains']],
          read: (data) => data,
        }),
        ({ labels, fabricDomains }): Verdict => {
          if ('because' in names) return unknown(names.because);
          if (names.length === 0) return unknown('there is no GPU node');
          const byLabel = Object.hasOwn(labels, CLIQUE) ? Object.values(labels[CLIQUE] ?? {}) : [];
          const byDomain = Object.entries(fabricDomains).flatMap(([key, list]) =>
            key.startsWith(`${CLIQUE}=`) ? [list] : [],
          );
          const has = new Set([...byLabel, ...byDomain].flat());
          const bare = names.filter((name) => !has.has(name));
          return metIf(bare.length === 0, bare.length === 0 ? `on ${names.length} nodes` : `not on ${someOf(bare)}`);
        },
      ),
      'no snapshot shows the labels of the nodes',
    ),
  ];
}
