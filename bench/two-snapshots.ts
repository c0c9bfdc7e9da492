import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fastJsonPatch from 'fast-json-patch';
import { createPatch } from 'rfc6902';
import { toYaml } from '../src/deploy/yaml.ts';
import { jsonPatch } from '../src/diff/json-patch.ts';

/** A node as the Kubernetes collector describes it; some two kilobytes. */
const node = (n: number): object => ({
  conditions: { DiskPressure: 'False', MemoryPressure: 'False', PIDPressure: 'False', Ready: 'True' },
  unschedulable: false,
  kubelet: 'v1.34.2',
  runtime: 'containerd://2.1.4',
  kernel: '6.14.0-1018-aws',
  osImage: 'Ubuntu 24.04.3 LTS',
  architecture: 'amd64',
  providerId: `aws:///us-east-2a/i-${n.toString(16).padStart(17, '0')}`,
  instanceType: 'p5.48xlarge',
  ...Object.fromEntries(
    ['allocatable', 'capacity'].map((what) => [
      what,
      Object.fromEntries([
        ['cpu', '191450m'],
        ['memory', '2060418084Ki'],
        ['nvidia.com/gpu', '8'],
        ...Array.from({ length: 12 }, (_, i) => [`example.com/resource-${i}`, String(n * i)]),
      ]),
    ]),
  ),
});

/** A snapshot of a large cluster: nodes as a map, an operator's resources with a list of 8,600 states. */
function snapshot(nodes: number, changed: (n: number) => boolean): object {
  const nameOf = (n: number): string => `ip-10-${n >> 8}-${n & 255}.us-east-2.compute.internal`;
  return {
    apiVersion: 'cns.dev/v1alpha1',
    kind: 'Snapshot',
    metadata: { taken: '2026-06-01T00:00:00Z', cnsctl: '0.1.0', redacted: false },
    collectors: { k8s: { state: 'collected', missing: {} } },
    measurements: {
      k8s: {
        server: { version: 'v1.34.2' },
        nodes: Object.fromEntries(
          Array.from({ length: nodes }, (_, n) => [
            nameOf(n),
            changed(n) ? { ...node(n), kubelet: 'v1.34.1' } : node(n),
          ]),
        ),
        customResources: {
          'Fabric.example.com//main': {
            apiVersion: 'example.com/v1',
            spec: {},
            status: {
              links: Array.from({ length: 8600 }, (_, n) => ({ link: n, up: true })).filter(
                ({ link }) => !changed(link),
              ),
            },
          },
        },
      },
    },
  };
}

/** Writes two snapshots of a cluster, as YAML and as JSON, that differ at one node and one link of 478 each. Unit: nodes. */
export function writeSnapshots(folder: string, nodes: number): void {
  mkdirSync(folder, { recursive: true });
  const both = { a: snapshot(nodes, () => false), b: snapshot(nodes, (n) => n % 478 === 3) };
  for (const [name, value] of Object.entries(both)) {
    writeFileSync(join(folder, `${name}.yaml`), toYaml(value));
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(value, null, 2)}\n`);
  }
}

export interface PatchTimes {
  readonly ours: { readonly ms: number; readonly operations: number };
  /** `rfc6902` ends with a RangeError on long lists with many edits; then there is no time of it. */
  readonly rfc6902: { readonly ms: number; readonly operations: number } | undefined;
  readonly fastJsonPatch: { readonly ms: number; readonly operations: number };
}

/** Patches of the same two parsed documents, each the shortest of three runs. */
export function patchTimes(nodes: number): PatchTimes {
  const [a, b] = [snapshot(nodes, () => false), snapshot(nodes, (n) => n % 478 === 3)];
  return {
    ours: best(() => jsonPatch(a, b)),
    rfc6902: attempt(() => best(() => createPatch(a, b))),
    fastJsonPatch: best(() => fastJsonPatch.compare(a, b)),
  };
}

function best(work: () => readonly unknown[]): { readonly ms: number; readonly operations: number } {
  let ms = Number.POSITIVE_INFINITY;
  let operations = 0;
  for (let i = 0; i < 3; i++) {
    const started = performance.now();
    operations = work().length;
    ms = Math.min(ms, performance.now() - started);
  }
  return { ms, operations };
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
