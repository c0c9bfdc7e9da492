import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { KubePage } from '../../../src/contract/kube-api.ts';
import { applyConfigMap, MAX_DATA_BYTES } from '../../../src/io/kube/apply-config-map.ts';
import type { Cluster } from '../../../src/io/kube/cluster.ts';
import { openCluster } from '../../../src/io/kube/open-cluster.ts';
import { k8sCollector } from '../../../src/snapshot/k8s/collector.ts';
import { topologyCollector } from '../../../src/snapshot/topology/collector.ts';
import { collectFrom } from '../../snapshot/cluster/kube-stand-in.ts';
import { type ControlPlane, hasControlPlane, startControlPlane } from './control-plane.ts';
import { DIGEST, gpuNode, runningPod } from './described-cluster.ts';

let plane: ControlPlane | undefined;
let admin: Cluster;
let reader: Cluster;
let nobody: Cluster;
const agent = new Agent({ keepAlive: true });

/** Says what was left out; the test that calls it ends there. */
function absent(): boolean {
  if (!hasControlPlane) console.log('skipped: KUBEBUILDER_ASSETS names no folder with etcd and kube-apiserver');
  return !hasControlPlane;
}

/** Writes as the administrator. */
function write(method: string, path: string, body: object, type = 'application/json'): Promise<number> {
  return new Promise((resolve, reject) => {
    const ca = readFileSync(join(plane?.folder ?? '', 'tls.crt'));
    const headers = { authorization: 'Bearer token-of-admin', 'content-type': type };
    const sent = request(`${admin.server}${path}`, { method, agent, ca, headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => (text += chunk));
      answer.on('end', () =>
        (answer.statusCode ?? 500) < 300
          ? resolve(answer.statusCode ?? 0)
          : reject(new Error(`${method} ${path}: ${text}`)),
      );
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}

const crd = (group: string, version: string, kind: string, plural: string, scope: string): object => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.${group}` },
  spec: {
    group,
    scope,
    names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
    versions: [
      {
        name: version,
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
});

async function fill(): Promise<void> {
  for (const name of ['gpu-operator', 'argocd']) await write('POST', '/api/v1/namespaces', { metadata: { name } });
  for (const name of ['gpu-1', 'gpu-2', 'gpu-3']) {
    const { metadata, spec, status } = gpuNode(name, {
      labels: { 'nvidia.com/gpu.clique': 'a.1' },
      taints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }],
    });
    const { uid: _uid, resourceVersion: _version, ...named } = metadata;
    await write('POST', '/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: named, spec });
    await write(
      'PATCH',
      `/api/v1/nodes/${name}/status`,
      { status: { ...(status as object), images: [] } },
      'application/merge-patch+json',
    );
  }
  for (const [name, phase] of [
    ['driver', 'Running'],
    ['over', 'Succeeded'],
  ] as const) {
    const { spec, status } = runningPod(
      'gpu-operator',
      name,
      [['nvcr.io/nvidia/driver:1', `nvcr.io/nvidia/driver@${DIGEST('a')}`]],
      phase,
    );
    await write('POST', '/api/v1/namespaces/gpu-operator/pods', { metadata: { name }, spec });
    await write(
      'PATCH',
      `/api/v1/namespaces/gpu-operator/pods/${name}/status`,
      { status },
      'application/merge-patch+json',
    );
  }
  const labels = { app: 'op', 'helm.sh/chart': 'gpu-operator-v26.3.3' };
  const template = {
    metadata: { labels },
    spec: { containers: [{ name: 'op', image: 'nvcr.io/nvidia/gpu-operator:v26.3.3' }] },
  };
  await write('POST', '/apis/apps/v1/namespaces/gpu-operator/deployments', {
    metadata: { name: 'op', labels },
    spec: { replicas: 2, selector: { matchLabels: { app: 'op' } }, template },
  });
  await write('POST', '/apis/resource.k8s.io/v1/resourceslices', {
    metadata: { name: 'slice' },
    spec: {
      driver: 'gpu.nvidia.com',
      nodeName: 'gpu-1',
      pool: { name: 'gpu-1', generation: 1, resourceSliceCount: 1 },
      devices: [{ name: 'gpu-0' }, { name: 'gpu-1' }],
    },
  });
  await write(
    'POST',
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    crd('nvidia.com', 'v1', 'ClusterPolicy', 'clusterpolicies', 'Cluster'),
  );
  await write(
    'POST',
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    crd('argoproj.io', 'v1alpha1', 'Application', 'applications', 'Namespaced'),
  );
  await eventually(() =>
    write('POST', '/apis/nvidia.com/v1/clusterpolicies', {
      apiVersion: 'nvidia.com/v1',
      kind: 'ClusterPolicy',
      metadata: { name: 'cluster-policy' },
      spec: { driver: { version: '580.126.20' } },
      status: { state: 'ready', at: '2026-01-01T00:00:00Z' },
    }),
  );
  await eventually(() =>
    write('POST', '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'gpu-operator' },
      spec: { source: { chart: 'gpu-operator', targetRevision: 'v26.3.3' } },
    }),
  );
  for (const role of ['reader', 'writer'])
    for (const document of parseAllDocuments(readFileSync(`docs/examples/rbac/snapshot-${role}.yaml`, 'utf8'))) {
      const object = document.toJS() as { kind: string; metadata: { name: string } };
      const at = object.kind === 'Role' ? '/namespaces/gpu-operator' : '';
      const api = '/apis/rbac.authorization.k8s.io/v1';
      await write('POST', `${api}${at}/${object.kind.toLowerCase()}s`, object);
      const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: object.kind, name: object.metadata.name };
      const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'reader' }];
      await write('POST', `${api}${at}/${object.kind.toLowerCase()}bindings`, {
        metadata: { name: object.metadata.name },
        roleRef,
        subjects,
      });
    }
}

/** Tries again until it succeeds: a kind is served a moment after its definition. */
async function eventually<T>(what: () => Promise<T>, times = 100): Promise<T> {
  for (let i = 1; ; i++) {
    try {
      return await what();
    } catch (error) {
      if (i === times) throw error;
      await sleepFor(200);
    }
  }
}

beforeAll(async () => {
  if (!hasControlPlane) return;
  plane = await startControlPlane();
  const open = (user: 'admin' | 'reader' | 'nobody'): Promise<Cluster> =>
    openCluster({ kubeconfig: plane?.kubeconfig(user) ?? '', env: {}, cwd: '/' });
  [admin, reader, nobody] = await Promise.all([open('admin'), open('reader'), open('nobody')]);
  await eventually(() => admin.get('/apis/rbac.authorization.k8s.io/v1/clusterroles/system:discovery'), 300);
  await fill();
}, 120_000);

afterAll(async () => {
  agent.destroy();
  for (const cluster of [admin, reader, nobody]) cluster?.close();
  await plane?.stop();
}, 30_000);

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
