import { describe, expect, it } from 'vitest';
import { snapshotText } from '../../src/report/snapshot.ts';
import { aGpu, aNode, aSnapshot, nvidia, type SnapshotParts } from '../snapshot/a-snapshot.ts';

const glance = (parts: SnapshotParts, collector: string): string =>
  snapshotText(aSnapshot(parts))
    .split('\n')
    .find((line) => line.startsWith(collector))
    ?.replace(/\s{2,}/g, ' | ') ?? '';

describe('a snapshot at a glance', () => {
  it.each<[string, SnapshotParts, string]>([
    [
      'a cluster',
      { k8s: { nodes: { a: aNode(), b: aNode() } } },
      'k8s | collected | Kubernetes v1.34.2, 2 nodes, 0 images, 0 releases',
    ],
    [
      'one whose nodes may not be listed: they are not none',
      { k8s: {}, states: { k8s: { state: 'partial', missing: { nodes: 'may not list nodes' } } } },
      'k8s | partial | Kubernetes v1.34.2, nodes unknown, 0 images, 0 releases',
    ],
    [
      'a collector that failed',
      { states: { k8s: { state: 'failed', why: 'no cluster' } } },
      'k8s | failed | no cluster',
    ],
    [
      'eight GPUs',
      { gpu: { nvidia: nvidia({ gpus: Array.from({ length: 8 }, () => aGpu()) }) } },
      'gpu | collected | 8 × NVIDIA H100 80GB HBM3, driver 580.126.20',
    ],
    [
      'a driver that does not answer',
      { gpu: { nvidia: nvidia({ gpus: [] }) } },
      'gpu | collected | no GPU that answers, driver 580.126.20',
    ],
    ['no GPU', { gpu: {} }, 'gpu | collected | no GPU'],
    ['no systemd', { systemd: { present: false } }, 'systemd | collected | no systemd'],
    [
      'a cloud',
      { cloud: { from: 'metadata', provider: 'aws', instanceType: 'p5.48xlarge', zone: 'us-east-2a' } },
      'cloud | collected | aws, p5.48xlarge, us-east-2a',
    ],
    [
      'topology',
      { topology: { nodes: 1, zones: { a: ['n'] } } },
      'topology | collected | 1 node in 1 zone, 0 taints, 0 fabric domains',
    ],
  ])('%s', (_, parts, line) => {
    expect(glance(parts, line.split(' ')[0] ?? '')).toBe(line);
  });

  it('lists what could not be read, with the reason', () => {
    const states = { os: { state: 'partial', missing: { 'cpu.governors': 'permission is denied' } } } as const;
    expect(snapshotText(aSnapshot({ os: {}, states, node: 'gpu-1' }))).toContain(
      'Could not be read:\n  os.cpu.governors: permission is denied\n',
    );
  });
});
