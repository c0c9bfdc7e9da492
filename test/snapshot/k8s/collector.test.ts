import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CollectFailure } from '../../../src/contract/collector.ts';
import { KubeRefusal } from '../../../src/contract/kube-api.ts';
import { CnsError } from '../../../src/errors.ts';
import { k8sCollector } from '../../../src/snapshot/k8s/collector.ts';
import { DIGEST } from '../../io/kube/described-cluster.ts';
import { GPU_CLUSTER } from '../cluster/gpu-cluster.ts';
import { collectFrom, kubeStandIn, type StandInOptions } from '../cluster/kube-stand-in.ts';

const collect = (options: StandInOptions = {}) => collectFrom(k8sCollector, kubeStandIn(GPU_CLUSTER, options));

describe('what a cluster is', () => {
  it('server, groups and CRDs', async () => {
    const { data, missing, context } = await collect();
    expect(missing).toEqual({});
    expect(data.server).toEqual({ version: 'v1.34.2-eks-1234567', platform: 'linux/amd64' });
    expect(data.apiGroups).toMatchObject({ 'nvidia.com': ['v1', 'v1alpha1'], 'resource.k8s.io': ['v1beta1'] });
    expect(data.customResourceDefinitions).toEqual(['applications.argoproj.io', 'clusterpolicies.nvidia.com']);
    expect(Object.keys(context).sort()).toEqual(Object.keys(data).sort());
  });

  it('nodes without what varies', async () => {
    const { data } = await collect();
    expect(data.nodes['gpu-1']).toEqual({
      conditions: { MemoryPressure: 'False', Ready: 'True' },
      unschedulable: false,
      kubelet: 'v1.34.2',
      runtime: 'containerd://2.1.4',
      kernel: '6.14.0-1018-aws',
      osImage: 'Ubuntu 24.04.3 LTS',
      architecture: 'amd64',
      providerId: 'aws:///us-east-2a/gpu-1',
      instanceType: 'p5.48xlarge',
      allocatable: { cpu: '191450m', 'nvidia.com/gpu': '8' },
      capacity: { cpu: '192', 'nvidia.com/gpu': '8' },
    });
  });

  it('images of every kind of container, counted once a pod, with digests of registries', async () => {
    const { data } = await collect();
    expect(data.images).toMatchObject({
      'nvcr.io/nvidia/driver:580.126.20-ubuntu24.04': { digests: [DIGEST('a'), DIGEST('b')], pods: 2 },
      'local:1': { digests: [], pods: 1 },
      'main:1': { digests: [], pods: 1 },
      'init:1': { digests: [DIGEST('e')], pods: 1 },
      'debug:1': { digests: [DIGEST('f')], pods: 1 },
    });
  });

  it('workloads with chart, version and release', async () => {
    const labels = {
      chart: 'gpu-operator-v26.3.3',
      appVersion: 'v26.3.3',
      release: 'gpu-operator',
      images: ['a', 'b'],
    };
    expect((await collect()).data.workloads).toEqual({
      'DaemonSet/gpu-operator/driver': { ...labels, desired: 2, ready: 2 },
      'Deployment/gpu-operator/gpu-operator': { ...labels, desired: 2, ready: 1 },
      'StatefulSet/user/db': { release: 'mine', desired: 1, ready: 0, images: [] },
    });
  });

  it('releases of Argo CD, with one source and with several, and of Flux', async () => {
    expect((await collect()).data.releases).toEqual({
      'Application/argocd/gpu-operator': {
        chart: 'gpu-operator',
        version: 'v26.3.3',
        applied: 'v26.3.3',
        namespace: 'gpu-operator',
        ready: 'Healthy',
        synced: 'Synced',
      },
      'Application/argocd/many': {
        chart: 'thing',
        version: '1.2.3',
        applied: '1.2.2',
        ready: 'Degraded',
        synced: 'OutOfSync',
        message: 'SyncError: no',
        sources: [
          { repository: 'https://git.example/values', path: 'x', version: 'main', applied: '0123abc' },
          { repository: 'https://charts.example', chart: 'thing', version: '1.2.3', applied: '1.2.2' },
        ],
      },
      'HelmRelease/flux-system/cert-manager': {
        chart: 'cert-manager',
        version: 'v1.21.1',
        applied: '1.20.0',
        namespace: 'cert-manager',
        ready: 'False',
        message: 'upgrade failed',
      },
    });
  });

  it("operators' resources: the spec as it came, the status without times and counters", async () => {
    const { customResources } = (await collect()).data;
    expect(Object.keys(customResources)).toEqual([
      'ClusterPolicy.nvidia.com//cluster-policy',
      'DeviceClass.resource.k8s.io//gpu.nvidia.com',
      'Skyhook.skyhook.nvidia.com//tuning',
    ]);
    expect(customResources['ClusterPolicy.nvidia.com//cluster-policy']).toEqual({
      apiVersion: 'nvidia.com/v1',
      spec: { driver: { enabled: true, version: '580.126.20' }, validFrom: '2026-03-01T10:00:00Z' },
      status: { state: 'ready', conditions: [{ type: 'Ready', status: 'True' }] },
    });
  });

  it('devices of the newest generation of each pool, by the version that is served', async () => {
    expect((await collect()).data.resourceSlices).toEqual({ 'gpu.nvidia.com': { '*': 2, 'gpu-1': 7, 'gpu-2': 8 } });
  });
});

it('says how far it came', async () => {
  const said: string[] = [];
  await collectFrom(k8sCollector, kubeStandIn(GPU_CLUSTER, { pageSize: 2 }), { progress: (text) => said.push(text) });
  expect(said.filter((text) => text.startsWith('pods'))).toEqual(['pods 2', 'pods 4']);
  expect(said.filter((text) => text.startsWith('secrets'))).toEqual([]);
});

describe('what may not be read', () => {
  it('is missing with its reason, and everything else is there', async () => {
    const { data, missing } = await collect({ forbidden: ['nodes', 'daemonsets', 'deployments', 'clusterpolicies'] });
    expect(missing).toEqual({
      nodes: 'may not list nodes',
      workloads: 'may not list daemonsets; may not list deployments',
      customResources: 'may not list clusterpolicies',
    });
    expect(Object.keys(data.workloads)).toEqual(['StatefulSet/user/db']);
    expect(Object.keys(data.customResources)).toHaveLength(2);
  });

  it('is all that groups would tell, where the groups may not be read', async () => {
    const { missing } = await collect({ forbidden: ['/apis'] });
    expect(Object.keys(missing)).toEqual(['apiGroups', 'customResources', 'releases', 'resourceSlices']);
  });

  it('is the whole collector, where the version may not be read', async () => {
    await expect(collect({ forbidden: ['/version'] })).rejects.toBeInstanceOf(CollectFailure);
  });

  it.each`
    error                                                                           | transient
    ${new KubeRefusal(429, 'TooManyRequests', 'busy')}                              | ${true}
    ${new KubeRefusal(410, 'Expired', 'too old')}                                   | ${true}
    ${new KubeRefusal(400, 'BadRequest', 'what?')}                                  | ${false}
    ${new CnsError({ code: 'CLUSTER_UNREACHABLE', message: 'gone', hint: 'look' })} | ${true}
  `('$error.message is a failure, transient: $transient', async ({ error, transient }) => {
    await expect(collect({ fails: error })).rejects.toMatchObject({ name: 'CollectFailure', transient });
  });

  it('stops between pages when its time is over', async () => {
    const ended = AbortSignal.abort(new Error('over'));
    await expect(collectFrom(k8sCollector, kubeStandIn(GPU_CLUSTER), { signal: ended })).rejects.toThrow('over');
  });
});

describe('laws', () => {
  it('neither page size, order, nor lists that expire change anything', async () => {
    const expected = JSON.stringify(await collect());
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.integer(),
        fc.subarray(['nodes', 'pods', 'resourceslices', 'deployments']),
        async (pageSize, seed, expires) => {
          const order = (count: number) =>
            fc.sample(fc.shuffledSubarray([...Array(count).keys()], { minLength: count }), { numRuns: 1, seed })[0] ??
            [];
          expect(JSON.stringify(await collect({ pageSize, expires, order }))).toBe(expected);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('objects of any shape neither end it nor reach a prototype', async () => {
    const names = fc.constantFrom('a', '__proto__', 'constructor', 'toString');
    const object = fc.record({
      metadata: fc.oneof(fc.record({ name: names, namespace: names, labels: fc.jsonValue() }), fc.jsonValue()),
      spec: fc.jsonValue(),
      status: fc.jsonValue(),
    });
    await fc.assert(
      fc.asyncProperty(object, async (any) => {
        const kinds = GPU_CLUSTER.kinds.map((kind) => ({ ...kind, objects: [any as (typeof kind.objects)[number]] }));
        await collectFrom(k8sCollector, kubeStandIn({ ...GPU_CLUSTER, kinds }));
        expect(({} as Record<string, unknown>).pods).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });
});
