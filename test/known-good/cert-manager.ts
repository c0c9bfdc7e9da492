import type { Row } from './row.ts';

const T = 'eks-h100-training';
const SYSTEM = { nodeGroup: 'system-worker' };

/** known-good §3 and §4, cert-manager. */
export const certManagerRows: readonly Row[] = [
  ['object names do not depend on the release', T, 'cert-manager: fullnameOverride', 'cert-manager'],
  ['the chart brings its CRDs', T, 'cert-manager: crds.enabled', true],
  ['CRDs stay when the release goes', T, 'cert-manager: crds.keep', true],
  ['resources of the controller', T, 'cert-manager: resources.requests', { cpu: '50m', memory: '90Mi' }],
  ['resources of the webhook', T, 'cert-manager: webhook.resources.requests', { cpu: '50m', memory: '40Mi' }],
  ['resources of the CA injector', T, 'cert-manager: cainjector.resources.requests', { cpu: '50m', memory: '320Mi' }],
  ['no ServiceMonitor', T, 'cert-manager: prometheus.servicemonitor.enabled', false],
  ['the check of the API runs at start', T, 'cert-manager: startupapicheck.enabled', true],
  ['selector of the controller', T, 'cert-manager: nodeSelector', SYSTEM],
  ['selector of the webhook', T, 'cert-manager: webhook.nodeSelector', SYSTEM],
  ['selector of the CA injector', T, 'cert-manager: cainjector.nodeSelector', SYSTEM],
  ['selector of the check', T, 'cert-manager: startupapicheck.nodeSelector', SYSTEM],
  ['tolerations of the controller', T, 'cert-manager: tolerations', []],
  ['tolerations of the webhook', T, 'cert-manager: webhook.tolerations', []],
  ['tolerations of the CA injector', T, 'cert-manager: cainjector.tolerations', []],
  ['tolerations of the check', T, 'cert-manager: startupapicheck.tolerations', []],
];
