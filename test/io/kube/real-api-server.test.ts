import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { KubePage } from '../../../src/contract/kube-api.ts';
import { applyConfigMap, MAX_DATA_BYTES } from '../../../src/io/kube/apply-config-map.ts';
import type { Cluster } from '../../../src/io/kube/cluster.ts';
import { openCluster } from '../../../src/io/kube/open-cluster.ts';
import { isPlainMap } from '../../../src/plain.ts';
import type { K8sData } from '../../../src/snapshot/data/k8s.ts';
import { snapshotDocument } from '../../../src/snapshot/document.ts';
import { k8sCollector } from '../../../src/snapshot/k8s/collector.ts';
import { topologyCollector } from '../../../src/snapshot/topology/collector.ts';
import { collectFrom } from '../../snapshot/cluster/kube-stand-in.ts';
import { type ControlPlane, hasControlPlane, startControlPlane } from './control-plane.ts';
import { DIGEST } from './described-cluster.ts';
import { eventually, fill, type Write, writerTo } from './filled-cluster.ts';

let plane: ControlPlane | undefined;
let admin: Cluster;
let reader: Cluster;
let nobody: Cluster;
let write: Write;
/** What a server shows that nobody has written to: it has no CRD, no node and no pod. */
let untouched: Awaited<ReturnType<typeof collectFrom<K8sData>>>;

/** Says what was left out; the test that calls it ends there. */
function absent(): boolean {
  if (!hasControlPlane) console.log('skipped: KUBEBUILDER_ASSETS names no folder with etcd and kube-apiserver');
  return !hasControlPlane;
}

beforeAll(async () => {
  if (!hasControlPlane) return;
  plane = await startControlPlane();
  const open = (user: 'admin' | 'reader' | 'nobody'): Promise<Cluster> =>
    openCluster({ kubeconfig: plane?.kubeconfig(user) ?? '', env: {}, cwd: '/' });
  [admin, reader, nobody] = await Promise.all([open('admin'), open('reader'), open('nobody')]);
  await eventually(() => admin.get('/apis/rbac.authorization.k8s.io/v1/clusterroles/system:discovery'), 300);
  write = writerTo(admin.server, join(plane.folder, 'tls.crt'));
  untouched = await collectFrom(k8sCollector, admin);
  await fill(write);
}, 120_000);

afterAll(async () => {
  for (const cluster of [admin, reader, nobody]) cluster?.close();
  await plane?.stop();
}, 30_000);

it('a server that was just made is whole, and empty', () => {
  if (absent()) return;
  expect(untouched.missing).toEqual({});
  expect(untouched.data).toMatchObject({ nodes: {}, customResourceDefinitions: [], customResources: {} });
});

it('the built command takes a snapshot into a ConfigMap, and it is a valid document', async () => {
  if (absent()) return;
  const kubeconfig = plane?.kubeconfig('admin') ?? '';
  const words = ['snapshot', '--filter', 'k8s,topology', '--kubeconfig', kubeconfig, '--output', 'cm://default/taken'];
  const said = execFileSync(process.execPath, ['lib/cli/cnsctl.cjs', ...words], { encoding: 'utf8', stdio: 'pipe' });
  expect(said).toBe('');
  const { data } = await admin.get('/api/v1/namespaces/default/configmaps/taken');
  const text = isPlainMap(data) ? String(data['snapshot.yaml']) : '';
  expect(Object.keys(snapshotDocument.parse(parse(text)).measurements).sort()).toEqual(['k8s', 'topology']);
});

it('with the example role the collectors have everything', async () => {
  if (absent()) return;
  const { data, missing } = await collectFrom(k8sCollector, reader);
  expect(missing).toEqual({});
  expect(data.server.version).toMatch(/^v1\./);
  expect(data.apiGroups['resource.k8s.io']).toContain('v1');
  expect(data.nodes['gpu-1']).toMatchObject({
    kubelet: 'v1.34.2',
    allocatable: { 'nvidia.com/gpu': '8' },
    instanceType: 'p5.48xlarge',
  });
  expect(data.images).toEqual({ 'nvcr.io/nvidia/driver:1': { digests: [DIGEST('a')], pods: 1 } });
  expect(data.workloads['Deployment/gpu-operator/op']).toMatchObject({
    chart: 'gpu-operator-v26.3.3',
    desired: 2,
    ready: 0,
  });
  expect(data.releases['Application/argocd/gpu-operator']).toMatchObject({ chart: 'gpu-operator', version: 'v26.3.3' });
  expect(data.customResourceDefinitions).toEqual(['applications.argoproj.io', 'clusterpolicies.nvidia.com']);
  expect(data.customResources).toEqual({
    'ClusterPolicy.nvidia.com//cluster-policy': {
      apiVersion: 'nvidia.com/v1',
      spec: { driver: { version: '580.126.20' } },
      status: { state: 'ready' },
    },
  });
  expect(data.resourceSlices).toEqual({ 'gpu.nvidia.com': { 'gpu-1': 2 } });
  const again = await collectFrom(k8sCollector, reader);
  expect(JSON.stringify(again.data)).toBe(JSON.stringify(data));
});

it('topology is found, and nothing that the role does not say', async () => {
  if (absent()) return;
  const { data, missing } = await collectFrom(topologyCollector, reader);
  expect(missing).toEqual({});
  const all = ['gpu-1', 'gpu-2', 'gpu-3'];
  expect(data).toMatchObject({
    nodes: 3,
    zones: { 'us-east-2a': all },
    fabricDomains: { 'nvidia.com/gpu.clique=a.1': all },
  });
  expect(data.taints['nvidia.com/gpu:NoSchedule']).toEqual(all);
  const secrets = reader.list({ group: '', version: 'v1', resource: 'secrets' })[Symbol.asyncIterator]();
  await expect(secrets.next()).rejects.toMatchObject({ status: 403 });
});

it('without a role everything is missing, with its rule; kinds that are not served are not', async () => {
  if (absent()) return;
  const { data, missing } = await collectFrom(k8sCollector, nobody);
  expect(data.server.version).toMatch(/^v1\./);
  expect(missing.nodes).toBe(
    'may not list nodes: add the rule {apiGroups: [""], resources: [nodes], verbs: [list]} to its ClusterRole',
  );
  expect(Object.keys(missing)).toEqual([
    'customResourceDefinitions',
    'customResources',
    'images',
    'nodes',
    'releases',
    'resourceSlices',
    'workloads',
  ]);
  expect(missing.customResources).toMatch(/clusterpolicies\.nvidia\.com.*deviceclasses\.resource\.k8s\.io/);
  expect(missing.customResources).not.toMatch(/skyhook|nvidiadrivers/);
});

it('a list that expires in the middle is begun anew', async () => {
  if (absent()) return;
  const pages: KubePage[] = [];
  for await (const page of admin.list({ group: '', version: 'v1', resource: 'nodes' }, { pageSize: 2 })) {
    if (pages.push(page) > 1) continue;
    // etcd forgets a second after something else was written, twice.
    for (let i = 0; i < 5; i++) {
      await write('POST', '/api/v1/namespaces', { metadata: { name: `later-${i}` } });
      await sleepFor(1_000);
    }
  }
  expect(pages.map(({ items, restarted }) => [items.length, restarted])).toEqual([
    [2, false],
    [2, true],
    [1, false],
  ]);
}, 30_000);

it('a ConfigMap is written by its role, takes what the limit says and no more, and is not taken from others', async () => {
  if (absent()) return;
  const output = {
    namespace: 'gpu-operator',
    name: 'snapshot',
    format: 'yaml',
    timestamp: '2026-01-01T00:00:00Z',
  } as const;
  const room = MAX_DATA_BYTES - output.format.length - output.timestamp.length;
  await applyConfigMap(reader, { ...output, text: 'x'.repeat(room) });
  await applyConfigMap(reader, { ...output, text: 'kind: Snapshot\n' });
  const at = '/api/v1/namespaces/gpu-operator/configmaps/snapshot';
  expect((await admin.get(at)).data).toEqual({
    'snapshot.yaml': 'kind: Snapshot\n',
    format: 'yaml',
    timestamp: output.timestamp,
  });
  // The same limit is the server's own.
  const kind = { group: '', version: 'v1', resource: 'configmaps' };
  const tooMuch = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace: 'gpu-operator', name: 'large' },
    data: { k: 'x'.repeat(MAX_DATA_BYTES + 1) },
  };
  await expect(admin.apply(kind, tooMuch, { fieldManager: 'test' })).rejects.toMatchObject({
    status: 422,
    message: expect.stringMatching(/Too long/),
  });
  await admin.apply(kind, { ...tooMuch, data: { k: 'x'.repeat(MAX_DATA_BYTES) } }, { fieldManager: 'test' });
  await write('PATCH', `${at}?fieldManager=somebody`, { data: { format: 'theirs' } }, 'application/merge-patch+json');
  await expect(applyConfigMap(reader, { ...output, text: 'y' })).rejects.toThrow(
    /\.data\.format: conflict with "somebody"/,
  );
  await expect(applyConfigMap(admin, { ...output, namespace: 'absent', text: 'y' })).rejects.toThrow(
    /kubectl create namespace absent/,
  );
  await expect(applyConfigMap(nobody, { ...output, text: 'y' })).rejects.toThrow(
    /verbs: \[create, patch\]\} to a Role in gpu-operator/,
  );
});
