import { type ClusterContext, clusterContext } from '../../src/contract/cluster.ts';
import type { HelmRelease } from '../../src/contract/helm-chart.ts';
import type { ComponentManifests, KubeObject } from '../../src/contract/manifests.ts';
import type { PlainMap } from '../../src/plain.ts';
import type { CheckInput } from '../../src/synth/check-input.ts';
import type { Upstream } from '../../src/synth/upstream.ts';
import { CHART } from './components.ts';
import { fakeUpstream } from './upstream.ts';

export const release = (values: PlainMap, more: Partial<HelmRelease> = {}): HelmRelease => ({
  ...CHART,
  release: 'charted',
  namespace: 'n',
  values,
  timeoutSeconds: 600,
  wait: true,
  attribution: new Map(),
  ...more,
});

export const unit = (
  component: string,
  objects: readonly KubeObject[] = [],
  more: Partial<ComponentManifests> = {},
): ComponentManifests => ({
  component,
  title: component,
  summary: `${component}.`,
  homepage: 'https://example.com',
  namespace: 'n',
  dependsOn: [],
  wave: 1,
  objects: { before: [], main: objects, after: [] },
  readiness: [],
  images: [],
  scheduling: { system: [], accelerated: [] },
  ...more,
});

export const configMap = (name: string, more: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'n' },
  ...more,
});

/** Units in a cluster that has the namespace `n`. */
export const checkInput = (
  units: readonly ComponentManifests[],
  context: object = {},
  upstream: Upstream = fakeUpstream(),
): CheckInput => ({
  synthesized: { namespaces: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } }], units },
  context: clusterContext.parse(context) satisfies ClusterContext,
  upstream,
});
