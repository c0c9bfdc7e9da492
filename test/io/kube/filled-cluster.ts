import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';
import { DIGEST, gpuNode, runningPod } from './described-cluster.ts';

/** Writes one object: method, path, body, content type. */
export type Write = (method: string, path: string, body: object, type?: string) => Promise<number>;

const agent = new Agent({ keepAlive: true });

/** Writes to an API server as the administrator of the control plane. */
export const writerTo =
  (server: string, caFile: string): Write =>
  (method, path, body, type = 'application/json') =>
    new Promise((resolve, reject) => {
      const headers = { authorization: 'Bearer token-of-admin', 'content-type': type };
      const sent = request(`${server}${path}`, { method, agent, ca: readFileSync(caFile), headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const { statusCode = 500 } = answer;
          if (statusCode < 300) resolve(statusCode);
          else reject(new Error(`${method} ${path}: ${Buffer.concat(chunks)}`));
        });
      });
      sent.on('error', reject);
      sent.end(JSON.stringify(body));
    });

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

/** A few GPU nodes, pods, a workload, operators' kinds with an object each, and the roles of the examples. */
export async function fill(write: Write): Promise<void> {
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
export async function eventually<T>(what: () => Promise<T>, times = 100): Promise<T> {
  for (let i = 1; ; i++) {
    try {
      return await what();
    } catch (error) {
      if (i === times) throw error;
      await sleepFor(200);
    }
  }
}
