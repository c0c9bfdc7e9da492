import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatData } from '../src/ops/format-data.ts';
import { schemaOf } from '../src/ops/schemas.ts';
import { measure, type Row } from './measure.ts';

const PEER = fileURLToPath(new URL('./plain-ajv.mjs', import.meta.url));

/**
 * `cnsctl validate --schema` over snapshots of 5 MB, whole commands, beside a plain script of ajv over the same files: that one reads
 * with JSON.parse or js-yaml, compiles the same schema and says `valid` or how many errors, without lines, columns or hints.
 *
 * @param cli path of the built command line
 * @param folder scratch folder
 */
export function schemaRows(cli: string, folder: string): readonly Row[] {
  mkdirSync(folder, { recursive: true });
  const schema = join(folder, 'snapshot.schema.json');
  writeFileSync(schema, JSON.stringify(schemaOf('Snapshot')));
  return (['json', 'yaml'] as const).flatMap((format) =>
    [true, false].flatMap((valid) => {
      const file = join(folder, `${valid ? 'valid' : 'invalid'}.${format}`);
      writeFileSync(file, snapshotText(5_000_000, format, valid));
      const how = { cwd: folder, runs: 7, status: valid ? 0 : 1 };
      const ours = measure(process.execPath, () => [cli, 'validate', file, '--schema', 'v1'], how);
      const peer = measure(process.execPath, () => [PEER, schema, file], how);
      const what = `${valid ? 'a valid' : 'an invalid'} snapshot of 5 MB, ${format.toUpperCase()}`;
      return [
        { what: `\`validate --schema\`: ${what}`, measured: ours, ratio: '', aim: valid ? '1 s' : '5 s' },
        {
          what: `ajv alone: ${what}`,
          measured: peer,
          ratio: `${(peer.ms / ours.ms).toFixed(2)} × ours`,
          aim: 'a peer',
        },
      ];
    }),
  );
}

/** A snapshot of at least so many characters; an invalid one has a mistake in every node. */
function snapshotText(size: number, format: 'json' | 'yaml', valid: boolean): string {
  const perNode = formatData({ [nodeName(0)]: nodeOf(0, valid) }, format).length;
  // Deeper in the document each line has more blanks before it.
  for (let count = Math.ceil(size / perNode / 2); ; count = Math.ceil(count * 1.1)) {
    const text = formatData(snapshotOf(count, valid), format);
    if (text.length >= size) return text;
  }
}

const nodeName = (i: number): string => `ip-10-0-${i >> 8}-${i & 255}.us-east-2.compute.internal`;

function nodeOf(i: number, valid: boolean): object {
  const amounts = { 'nvidia.com/gpu': '8', cpu: '191450m', memory: '2097152Ki', pods: '110' };
  return {
    conditions: { Ready: 'True', MemoryPressure: 'False', DiskPressure: 'False', PIDPressure: 'False' },
    unschedulable: valid ? false : 'no',
    kubelet: 'v1.34.2',
    runtime: 'containerd://2.1.4',
    kernel: '6.14.0-1018-aws',
    osImage: 'Ubuntu 24.04.3 LTS',
    architecture: 'amd64',
    providerId: `aws:///us-east-2a/i-${i.toString(16).padStart(17, '0')}`,
    instanceType: 'p5.48xlarge',
    allocatable: amounts,
    capacity: amounts,
  };
}

function snapshotOf(nodes: number, valid: boolean): object {
  return {
    apiVersion: 'cns.dev/v1alpha1',
    kind: 'Snapshot',
    metadata: { taken: '2026-01-15T09:30:00Z', cnsctl: '0.1.0' },
    collectors: { k8s: { state: 'collected' } },
    measurements: {
      k8s: {
        server: { version: 'v1.34.2' },
        apiGroups: { 'resource.k8s.io': ['v1'] },
        nodes: Object.fromEntries(Array.from({ length: nodes }, (_, i) => [nodeName(i), nodeOf(i, valid)])),
        ...{ images: {}, workloads: {}, releases: {}, customResourceDefinitions: [], customResources: {} },
        resourceSlices: {},
      },
    },
  };
}
