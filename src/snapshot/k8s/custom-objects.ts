import type { KubeKind, KubeObjectData } from '../../contract/kube-api.ts';
import { isPlainMap, type PlainMap } from '../../plain.ts';
import { mapAt, mapsAt, sortedRecord, textAt } from '../cluster/object-fields.ts';
import type { K8sData } from '../data/k8s.ts';
import type { CustomKind } from './custom-resources.ts';
import { withoutSecrets } from './without-secrets.ts';
import { asItCame, withoutTimes } from './without-times.ts';

type CustomObject = K8sData['customResources'][string];

/** Adds a custom resource: what is wanted, and what its controller says, without times and counters. */
export function addCustomObject(
  { kind }: CustomKind,
  { group, version }: KubeKind,
  objects: Map<string, CustomObject>,
  object: KubeObjectData,
): void {
  const metadata = mapAt(object, 'metadata');
  const name = textAt(metadata, 'name');
  if (name === undefined) return;
  objects.set(`${kind}.${group}/${textAt(metadata, 'namespace') ?? ''}/${name}`, {
    apiVersion: `${group}/${version}`,
    spec: withoutSecrets(asMap(asItCame(object.spec))),
    status: withoutSecrets(asMap(withoutTimes(object.status))),
  });
}

const asMap = (value: unknown): PlainMap => (isPlainMap(value) ? value : {});

/** Driver → node → the newest pool generation that was seen of each pool, with its devices. */
export type Slices = Map<string, Map<string, Map<string, { readonly generation: number; readonly devices: number }>>>;

/** Devices of no one node, such as those on a fabric, are counted under this. */
const NO_NODE = '*';

/**
 * Counts the devices of a slice. Slices of an older generation of their pool are being replaced and do not count.
 * https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-slice-v1/
 */
export function addSlice(slices: Slices, object: KubeObjectData): void {
  const spec = mapAt(object, 'spec');
  const driver = textAt(spec, 'driver');
  if (driver === undefined) return;
  const node = textAt(spec, 'nodeName') ?? NO_NODE;
  const pool = mapAt(spec, 'pool');
  const name = textAt(pool, 'name') ?? '';
  const generation = typeof pool.generation === 'number' ? pool.generation : 0;
  const devices = mapsAt(spec, 'devices').length;
  const nodes = slices.get(driver) ?? new Map<string, Map<string, { generation: number; devices: number }>>();
  slices.set(driver, nodes);
  const pools = nodes.get(node) ?? new Map<string, { generation: number; devices: number }>();
  nodes.set(node, pools);
  const known = pools.get(name);
  if (known === undefined || known.generation < generation) pools.set(name, { generation, devices });
  else if (known.generation === generation) pools.set(name, { generation, devices: known.devices + devices });
}

export const slicesOf = (slices: Slices): K8sData['resourceSlices'] =>
  sortedRecord(
    [...slices].map(([driver, nodes]) => [
      driver,
      sortedRecord(
        [...nodes].map(([node, pools]) => [node, [...pools.values()].reduce((sum, { devices }) => sum + devices, 0)]),
      ),
    ]),
  );
