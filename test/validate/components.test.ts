import { describe, expect, it } from 'vitest';
import type { K8sData } from '../../src/snapshot/data/k8s.ts';
import { components } from '../../src/validate/components.ts';
import { aSnapshot, type SnapshotParts } from '../snapshot/a-snapshot.ts';
import { aRecipe } from './a-recipe.ts';

const CHART = { chart: { name: 'gpu-operator', version: 'v26.3.3' }, namespace: 'gpu-operator' };

/** Outcome and words of version and readiness of one component. */
function said(
  props: Record<string, unknown>,
  k8s: Partial<K8sData>,
  states: SnapshotParts['states'] = {},
  name = 'gpu-operator',
): string[] {
  const recipe = aRecipe({ components: { [name]: props } });
  const items = components.run({ recipe, snapshots: [{ file: 'a.yaml', snapshot: aSnapshot({ k8s, states }) }] });
  return items.map(({ outcome, found, because }) => `${outcome} ${because ?? found}`);
}

const workload = (parts: Partial<K8sData['workloads'][string]>) => ({
  workloads: { 'Deployment/gpu-operator/gpu-operator': { desired: 1, ready: 1, images: [], ...parts } },
});
const release = (parts: Partial<K8sData['releases'][string]>, key = 'HelmRelease/gpu-operator/gpu-operator') => ({
  releases: { [key]: parts },
});

describe('versions', () => {
  it.each([
    ['a label', workload({ chart: 'gpu-operator-v26.3.3' }), 'met v26.3.3'],
    ['a label without v', workload({ chart: 'gpu-operator-26.3.3' }), 'met 26.3.3'],
    [
      'a label of another version',
      workload({ chart: 'gpu-operator-v26.3.2' }),
      'not-met v26.3.2 (Deployment/gpu-operator/gpu-operator)',
    ],
    [
      'a label of a longer name',
      workload({ chart: 'gpu-operator-crds-v26.3.3' }),
      'not-met not installed: no workload of chart gpu-operator',
    ],
    [
      'a release of Flux',
      release({ chart: 'gpu-operator', version: '26.3.3', applied: '26.3.3', ready: 'True' }),
      'met 26.3.3',
    ],
    [
      'a release that is applied in another version',
      release({ chart: 'gpu-operator', version: 'v26.3.3', applied: 'v26.3.1' }),
      'not-met v26.3.1 (HelmRelease/gpu-operator/gpu-operator)',
    ],
    [
      'a release without a chart name',
      release({ version: 'main', ready: 'True' }),
      'unknown HelmRelease/gpu-operator/gpu-operator shows no version',
    ],
    [
      'a workload that Helm named without its chart',
      workload({ release: 'gpu-operator' }),
      'unknown Deployment/gpu-operator/gpu-operator shows no version',
    ],
    [
      'other releases alone',
      release({ chart: 'cert-manager' }),
      'not-met not installed: neither Argo CD nor Flux has a release of gpu-operator',
    ],
    ['nothing', {}, 'not-met not installed: no workload of chart gpu-operator'],
  ])('%s', (_, k8s, expected) => {
    expect(said(CHART, k8s)[0]).toBe(expected);
  });

  it('build metadata is + in a version and _ in a label', () => {
    const props = { ...CHART, chart: { name: 'gpu-operator', version: '1.2.3+build.7' } };
    expect(said(props, workload({ chart: 'gpu-operator-1.2.3_build.7' }))[0]).toBe('met 1.2.3_build.7');
  });

  it('a label that Kubernetes cut is known by what is left of it', () => {
    const name = 'a-chart-whose-name-is-as-long-as-names-of-charts-may-be';
    const props = { ...CHART, chart: { name, version: '1.2.3-rc.1+20261120' } };
    expect(said(props, workload({ chart: `${name}-1.2.3-rc.1+20261120`.slice(0, 63) }))[0]).toMatch(/^met /);
  });

  it('two versions at once are not met', () => {
    const k8s = {
      ...workload({ chart: 'gpu-operator-v25.3.0' }),
      ...release({ chart: 'gpu-operator', version: 'v26.3.3' }),
    };
    expect(said(CHART, k8s)[0]).toBe('not-met v25.3.0 (Deployment/gpu-operator/gpu-operator)');
  });
});

describe('readiness', () => {
  it.each([
    ['all pods', workload({ chart: 'gpu-operator-v26.3.3' }), 'met ready'],
    [
      'a pod too few',
      workload({ chart: 'gpu-operator-v26.3.3', desired: 3, ready: 2 }),
      'not-met Deployment/gpu-operator/gpu-operator has 2 of 3 pods ready',
    ],
    [
      'a release that failed',
      release({ chart: 'gpu-operator', ready: 'False', message: 'timeout' }),
      'not-met HelmRelease/gpu-operator/gpu-operator is False: timeout',
    ],
    [
      'an application out of sync',
      release({ chart: 'gpu-operator', ready: 'Healthy', synced: 'OutOfSync' }),
      'not-met HelmRelease/gpu-operator/gpu-operator is OutOfSync',
    ],
  ])('%s', (_, k8s, expected) => {
    expect(said(CHART, k8s)[1]).toBe(expected);
  });
});

describe('components without a chart', () => {
  it.each([
    ['compute-domain', {}, 'not-met not installed: no ComputeDomain.resource.nvidia.com'],
    [
      'gke-rdma',
      { workloads: { 'DaemonSet/kube-system/nccl-rdma-installer': { desired: 1, ready: 1, images: [] } } },
      'met installed',
    ],
    [
      'hardware-h100-efa',
      {},
      'unknown it has no workload of its own, and there is neither Argo CD nor Flux to say that it was applied',
    ],
    [
      'hardware-h100-efa',
      release({ version: 'main', ready: 'Healthy' }, 'Application/argocd/hardware-h100-efa'),
      'met installed',
    ],
  ])('%s', (name, k8s: Partial<K8sData>, expected) => {
    expect(said({}, k8s, {}, name)[0]).toBe(expected);
  });

  it('CRDs carry no version, so a pinned one is unknown without a release', () => {
    const crds = ['gatewayclasses', 'gateways', 'grpcroutes', 'httproutes', 'referencegrants'];
    const k8s = { customResourceDefinitions: crds.map((name) => `${name}.gateway.networking.k8s.io`) };
    expect(said({ git: { tag: 'v1.3.0' } }, k8s, {}, 'gateway-api-crds')[0]).toBe(
      'unknown its objects are there, and none of them shows a version',
    );
    expect(said({ git: { tag: 'v1.3.0' } }, {}, {}, 'gateway-api-crds')[0]).toMatch(
      /^not-met not installed: no gatewayclasses/,
    );
  });
});

describe('what could not be listed', () => {
  const partial = { k8s: { state: 'partial' as const, missing: { releases: 'forbidden' } } };
  it('hides what is good', () => {
    expect(said(CHART, workload({ chart: 'gpu-operator-v26.3.3' }), partial)[0]).toBe(
      'unknown collector k8s could not read releases: forbidden',
    );
  });
  it('hides that nothing is there', () => {
    expect(said(CHART, {}, partial)[0]).toMatch(/^unknown/);
  });
  it('does not hide what is wrong', () => {
    expect(said(CHART, workload({ chart: 'gpu-operator-v25.1.0' }), partial)[0]).toMatch(/^not-met v25.1.0/);
  });
  it('of something else does not matter', () => {
    const other = { k8s: { state: 'partial' as const, missing: { resourceSlices: 'forbidden' } } };
    expect(said(CHART, workload({ chart: 'gpu-operator-v26.3.3' }), other)[0]).toBe('met v26.3.3');
  });
});

it('what the provider brings does not concern us', () => {
  const recipe = aRecipe({ components: { dns: CHART }, provided: { dns: { why: 'it does', source: 'docs' } } });
  expect(components.run({ recipe, snapshots: [] }).map(({ id, outcome }) => [id, outcome])).toEqual([
    ['component/dns/provided', 'not-applicable'],
  ]);
});

it.each(['__proto__', 'constructor'])('a component called %s is one like others', (name) => {
  const recipe = aRecipe({ components: JSON.parse(`{${JSON.stringify(name)}: {"namespace": "x"}}`) });
  const items = components.run({ recipe, snapshots: [{ file: 'a', snapshot: aSnapshot({ k8s: {} }) }] });
  expect(items.map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown']);
});
