import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Snapshot, snapshotDocument } from '../../../src/snapshot/document.ts';
import { redact } from '../../../src/snapshot/redact/redact.ts';

const known = new Set(['gpu-operator', 'kube-system', 'monitoring', 'cluster-policy', 'default']);
const NODE = 'ip-10-0-12-34.us-east-2.compute.internal';
const UUID = 'GPU-1a2b3c4d-0001-0002-0003-1a2b3c4d5e6f';

const node = {
  conditions: { Ready: 'True' },
  unschedulable: false,
  allocatable: { 'nvidia.com/gpu': '8' },
  capacity: {},
};
const workload = { desired: 1, ready: 1, images: [] };
const empty = { server: { version: 'v1.34.2-eks-3025e55' }, apiGroups: {}, customResourceDefinitions: [] };

const snapshot: Snapshot = {
  apiVersion: 'cns.dev/v1alpha1',
  kind: 'Snapshot',
  metadata: { taken: '2026-01-02T03:00:00.000Z', cnsctl: '0.1.0', node: NODE, redacted: false },
  collectors: {
    k8s: { state: 'partial', missing: { [`nodes["${NODE}"].kubelet`]: 'no answer from 10.0.12.34:10250' } },
  },
  measurements: {
    k8s: {
      ...empty,
      nodes: {
        [NODE]: { ...node, providerId: 'aws:///us-east-2a/i-0123456789abcdef0', kernel: '6.14.0-1018-aws-64k' },
        gpu: node,
      },
      images: {
        'nvcr.io/nvidia/driver:580.126.20-ubuntu24.04': { digests: ['sha256:ab'], pods: 2 },
        'registry.acme.example:5000/vision/secret-model:1.2': { digests: [], pods: 1 },
        '123456789012.dkr.ecr.us-east-2.amazonaws.com/train@sha256:cd': { digests: [], pods: 1 },
      },
      workloads: {
        'Deployment/gpu-operator/gpu-operator': { ...workload, chart: 'gpu-operator-v26.3.3', release: 'gpu-operator' },
        'StatefulSet/team-blue/secret-model': {
          ...workload,
          images: ['registry.acme.example:5000/vision/secret-model:1.2'],
        },
      },
      releases: { 'Application/argocd/team-blue-app': { namespace: 'team-blue', message: `on ${NODE}` } },
      customResources: {
        'ClusterPolicy.nvidia.com//cluster-policy': {
          apiVersion: 'nvidia.com/v1',
          spec: {},
          status: { state: 'ready' },
        },
        'ComputeDomain.resource.nvidia.com/team-blue/rack-a': {
          apiVersion: 'resource.nvidia.com/v1beta1',
          spec: {},
          status: {},
        },
      },
      resourceSlices: { 'gpu.nvidia.com': { [NODE]: 8 } },
    },
    topology: {
      nodes: 2,
      labels: {
        'nvidia.com/gpu.product': { 'NVIDIA-H100-80GB-HBM3': [NODE] },
        'acme.example/cost-centre': { true: ['gpu', NODE] },
      },
      taints: { 'nvidia.com/gpu=present:NoSchedule': [NODE] },
      zones: { 'us-east-2a': [NODE] },
      fabricDomains: {},
    },
    gpu: {
      nvidia: {
        driver: '580.126.20',
        gpus: [
          {
            uuid: UUID,
            serial: '1652922001234',
            product: 'NVIDIA H100 80GB HBM3',
            vbios: '96.00.74.00.01',
            pcie: {},
            migDevices: {},
            eccUncorrected: {},
            pciAddress: '00000000:18:00.0',
          },
        ],
        topology: {},
        affinity: {},
        nics: {},
        parameters: {},
        uvmParameters: {},
      },
    },
    systemd: {
      present: true,
      units: {},
      kubelet: { settings: {} },
      userLimits: { '* hard memlock': 'unlimited', '@secretlab soft nofile': '1024' },
    },
    network: {
      rdma: {
        mlx5_0: { firmware: '28.39.1002', nodeGuid: '0c42:a103:00f6:1234', pciAddress: '0000:0e:00.0', ports: {} },
      },
      interfaces: { eth0: { address: '02:ab:cd:ef:01:23', mtu: 9001 } },
    },
    cloud: {
      provider: 'aws',
      from: 'metadata',
      instanceId: 'i-0123456789abcdef0',
      instanceType: 'p5.48xlarge',
      region: 'us-east-2',
      fabric: { placementGroup: 'acme-train' },
      cluster: {
        service: 'eks',
        name: 'acme-prod',
        details: { arn: 'arn:aws:eks:us-east-2:123456789012:cluster/acme-prod' },
      },
    },
  },
};

const text = (value: unknown): string => JSON.stringify(value);

describe('redact', () => {
  const redacted = redact(snapshot, known);

  it('is a snapshot that says that it was redacted', () => {
    expect(snapshotDocument.parse(redacted)).toEqual(redacted);
    expect(redacted.metadata).toEqual({ ...snapshot.metadata, node: 'node-2', redacted: true });
  });

  it.each([
    NODE,
    '10.0.12.34',
    'i-0123456789abcdef0',
    '123456789012',
    'acme',
    'team-blue',
    'secret-model',
    'rack-a',
    'cost-centre',
    '1a2b3c4d',
    '1652922001234',
    '0c42:a103',
    '02:ab:cd',
    'acme-train',
    'secretlab',
  ])('leaves nothing of %s', (name) => {
    expect(text(redacted)).not.toContain(name);
  });

  it.each([
    'v1.34.2-eks-3025e55',
    '6.14.0-1018-aws-64k',
    'nvcr.io/nvidia/driver:580.126.20-ubuntu24.04',
    'gpu-operator-v26.3.3',
    '96.00.74.00.01',
    '28.39.1002',
    '00000000:18:00.0',
    '0000:0e:00.0',
    'NVIDIA-H100-80GB-HBM3',
    'nvidia.com/gpu=present:NoSchedule',
    'p5.48xlarge',
    'us-east-2a',
    'Deployment/gpu-operator/gpu-operator',
    'ClusterPolicy.nvidia.com//cluster-policy',
    ':1.2',
    'sha256:cd',
    '* hard memlock',
  ])('keeps %s', (name) => {
    expect(text(redacted)).toContain(name);
  });

  it('names one thing alike wherever it stands', () => {
    const { k8s, topology } = redacted.measurements;
    expect(Object.keys(k8s?.nodes ?? {})).toEqual(['node-2', 'node-1']);
    expect(topology?.zones).toEqual({ 'us-east-2a': ['node-2'] });
    expect(k8s?.resourceSlices).toEqual({ 'gpu.nvidia.com': { 'node-2': 8 } });
    expect(redacted.collectors.k8s?.missing).toEqual({ 'nodes["node-2"].kubelet': 'no answer from ip-1:10250' });
    expect(k8s?.releases).toEqual({
      'Application/namespace-1/workload-2': { namespace: 'namespace-2', message: 'on node-2' },
    });
  });

  it('does not take a word for a name because a node or a label is called so', () => {
    expect(text(redacted)).toContain('nvidia.com/gpu.product');
    expect(redacted.measurements.k8s?.nodes['node-1']).toEqual(node);
    expect(redacted.metadata.redacted).toBe(true);
  });

  it('gives the same text for the same snapshot, and changes nothing the second time', () => {
    expect(redact(snapshot, known)).toEqual(redacted);
    expect(redact(redacted, known)).toEqual(redacted);
  });

  it('finds addresses in any text, and takes no version for one', () => {
    fc.assert(
      fc.property(
        fc.ipV4(),
        fc.constantFrom(' ', 'https://', '"', '=', ''),
        fc.constantFrom('', ':443', '/x', ', ', '/24'),
        (ip, before, after) => {
          const said = {
            ...snapshot,
            collectors: { k8s: { state: 'failed' as const, why: `${before}${ip}${after}`, missing: {} } },
          };
          expect(redact(said, known).collectors.k8s?.why).not.toContain(ip);
        },
      ),
      { numRuns: 100 },
    );
    fc.assert(
      fc.property(fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999)), (parts) => {
        const why = `driver ${parts.join('.')} of v${parts.join('.')}-1`;
        const said = { ...snapshot, collectors: { k8s: { state: 'failed' as const, why, missing: {} } } };
        expect(redact(said, known).collectors.k8s?.why).toBe(why);
      }),
      { numRuns: 50 },
    );
  });
});
