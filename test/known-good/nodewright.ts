import type { Left, Row } from './row.ts';

const EKS = 'eks-h100-training';
const GKE = 'gke/h100/cos/training';
const CR = 'node-tuning NodeWright/tuning: spec';
const manager = (path: string) => `nodewright: controllerManager.${path}`;
const GPU = [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }];

/** known-good §3, §4 and §5, skyhook-operator and skyhook-customizations, under their new name NodeWright. */
export const nodewrightRows: readonly Row[] = [
  ['requests of the manager', EKS, manager('manager.resources.requests'), { cpu: '1', memory: '2000Mi' }],
  ['limits of the manager', EKS, manager('manager.resources.limits'), { cpu: '1', memory: '4000Mi' }],
  ['limits of package pods', EKS, 'nodewright: limitRange.default', { cpu: '1', memory: '1Gi' }],
  ['requests of package pods', EKS, 'nodewright: limitRange.defaultRequest', { cpu: '500m', memory: '512Mi' }],
  ['GKE: packages are copied where COS can write', GKE, manager('manager.env.copyDirRoot'), '/etc/nodewright'],
  ['GKE: applied again at each boot', GKE, manager('manager.env.reapplyOnReboot'), 'true'],
  ["elsewhere the folder is the chart's own", EKS, manager('manager.env.copyDirRoot'), undefined],
  ['elsewhere applied once', EKS, manager('manager.env.reapplyOnReboot'), 'false'],
  ['selector of the manager', EKS, manager('selectors'), { nodeGroup: 'system-worker' }],
  ['tolerations of the manager', EKS, manager('tolerations'), []],
  ['size by GPU nodes', EKS, 'nodewright: estimatedNodeCount', 4],
  [
    'the gate taint, under the new key',
    EKS,
    manager('manager.env.runtimeRequiredTaint'),
    'nodewright.nvidia.com=runtime-required:NoSchedule',
  ],
  ['workloads wait for the tuning', EKS, `${CR}.runtimeRequired`, true],
  ['new nodes are tainted', EKS, `${CR}.autoTaintNewNodes`, true],
  ['package pods tolerate what GPU nodes carry', EKS, `${CR}.additionalTolerations`, GPU],
  ['only GPU nodes are tuned', EKS, `${CR}.nodeSelectors.matchLabels`, { nodeGroup: 'gpu-worker' }],
  [
    'tuned comes as a package',
    EKS,
    `${CR}.packages.nvidia-tuned.image`,
    'ghcr.io/nvidia/nodewright-packages/nvidia-tuned',
  ],
  ['the remainder may reboot', EKS, `${CR}.packages.remainder-script.interrupt`, { type: 'reboot' }],
  ['one node at a time', EKS, `${CR}.interruptionBudget`, { count: 1 }],
  [
    'AKS: host preparation',
    'aks-h100-training',
    `${CR}.packages.nvidia-setup.configMap`,
    { accelerator: 'h100', service: 'aks' },
  ],
  ['GKE: no gate, the image is immutable', GKE, `${CR}.runtimeRequired`, false],
  ['GKE: its own package', GKE, `${CR}.packages.nvidia-tuning-gke.version`, '0.1.1'],
  [
    "GKE: by NVIDIA's word for the intent",
    GKE,
    `${CR}.packages.nvidia-tuning-gke.configMap`,
    { accelerator: 'h100', intent: 'multiNodeTraining' },
  ],
  [
    'GKE: no reboot',
    GKE,
    `${CR}.packages.nvidia-tuning-gke.interrupt`,
    { type: 'service', services: ['systemd-sysctl'] },
  ],
  ['GB200 is tuned, not skipped', 'eks-gb200-training', `${CR}.packages.nvidia-tuned.version`, '0.10.0'],
];

export const nodewrightLeft: readonly Left[] = [
  [
    'fullnameOverride',
    'the release is called as the chart, so names are the same; readiness refers to nodewright-controller-manager',
  ],
  [
    'nvidia-setup on EKS',
    'upgrades every package, fetches at run time and pins one kernel: recipes/overlays/combined/eks-ubuntu.yaml says why not',
  ],
  ['Skyhook `no-op` on GB200', 'hardware-tuning.md overrides: NVIDIA has packages for arm64 now'],
  [
    'podNonInterruptLabels from workload labels',
    'a prop of node-tuning; no sample sets it, test/constructs/node-tuning.test.ts does',
  ],
  ['kind: 250m/512Mi', 'kind is no service of ours yet'],
  [
    'nvidia-tuning-gke for inference',
    'half of its inference profile are sysctls that kernels no longer have: recipes/overlays/combined/gke-cos-training.yaml',
  ],
];
