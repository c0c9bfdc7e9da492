import type { Left, Row } from './row.ts';

const T = 'eks-h100-training';

/** known-good §3 and §4, nvsentinel. */
export const nvsentinelRows: readonly Row[] = [
  ['its daemons run on every tainted node', T, 'nvsentinel: global.tolerations', [{ operator: 'Exists' }]],
  ['no network policy', T, 'nvsentinel: networkPolicy.enabled', false],
  [
    'requests of the connector',
    T,
    'nvsentinel: platformConnector.resources.requests',
    { cpu: '200m', memory: '512Mi' },
  ],
  ['limits of the connector', T, 'nvsentinel: platformConnector.resources.limits', { cpu: '200m', memory: '512Mi' }],
  ['selector of its controllers', T, 'nvsentinel: global.systemNodeSelector', { nodeGroup: 'system-worker' }],
  ['tolerations of its controllers', T, 'nvsentinel: global.systemNodeTolerations', []],
];

export const nvsentinelLeft: readonly Left[] = [
  [
    'fullnameOverride',
    'chart v1.19.0 names its objects by constants such as platform-connectors: no template reads it',
  ],
  [
    'platformConnector update strategy RollingUpdate, maxUnavailable 1',
    'what a DaemonSet does without being told; no template of v1.19.0 reads a value for it',
  ],
];
