import type { Left, Row } from './row.ts';

const T = 'aks-h100-training';
const POLICY = 'network-operator NicClusterPolicy/nic-cluster-policy: spec';

/** known-good §3, §4 and §9.6, network-operator. */
export const networkOperatorRows: readonly Row[] = [
  ['names do not depend on the release', T, 'network-operator: operator.fullnameOverride', 'network-operator'],
  ['feature discovery is that of the GPU operator', T, 'network-operator: nfd.enabled', false],
  ['explicit tolerations of the operator', T, 'network-operator: operator.tolerations', []],
  ['selector of the operator', T, 'network-operator: operator.nodeSelector', { nodeGroup: 'system-worker' }],
  [
    'the policy is for nodes with NVIDIA NICs',
    T,
    `${POLICY}.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions`,
    [{ key: 'feature.node.kubernetes.io/pci-15b3.present', operator: 'In', values: ['true'] }],
  ],
  ['AKS: the driver container of DOCA', T, `${POLICY}.ofedDriver.image`, 'doca-driver'],
  ['AKS: a node is drained before its driver is replaced', T, `${POLICY}.ofedDriver.upgradePolicy.drain.enable`, true],
  [
    'AKS: pods ask for rdma/ib',
    T,
    `${POLICY}.sriovDevicePlugin.config`,
    `${JSON.stringify(
      {
        resourceList: [
          {
            resourcePrefix: 'rdma',
            resourceName: 'ib',
            selectors: { vendors: ['15b3'], linkTypes: ['infiniband'], isRdma: true },
          },
        ],
      },
      undefined,
      2,
    )}\n`,
  ],
  ['its daemons tolerate the taint of GPU nodes', T, `${POLICY}.tolerations[0].key`, 'nvidia.com/gpu'],
  ['OKE: the NIC driver is of the image', 'oke-h100-training', `${POLICY}.ofedDriver`, undefined],
];

export const networkOperatorLeft: readonly Left[] = [
  ['operator tolerations Exists', 'correction 16: explicit tolerations, those of the system pool'],
  [
    'deployCR, nicClusterPolicy, secondaryNetwork, nvIpam as values',
    'correction 6: no chart since 24.10 reads them; they stand in the policy',
  ],
];
