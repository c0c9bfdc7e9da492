import { type CollectorState, type Snapshot, snapshotDocument } from '../../src/snapshot/document.ts';

type Measurements = Snapshot['measurements'];
type Part<T> = { readonly [K in keyof T]?: T[K] };
type Parts = {
  readonly [K in 'k8s' | 'gpu' | 'os' | 'systemd' | 'network' | 'topology' | 'cloud']?: Part<
    NonNullable<Measurements[K]>
  >;
};

export interface SnapshotParts extends Parts {
  /** Host name of the collectors' machine. @default - none */
  readonly node?: string;
  /** Of collectors that did not simply collect. @default - a collector with a measurement collected it, and the others were excluded */
  readonly collectors?: Readonly<Record<string, Partial<CollectorState>>>;
}

/** A measurement of each collector that found nothing. */
const EMPTY: { readonly [K in keyof Required<Parts>]: NonNullable<Measurements[K]> } = {
  k8s: {
    server: { version: 'v1.34.2' },
    apiGroups: {},
    nodes: {},
    images: {},
    workloads: {},
    releases: {},
    customResourceDefinitions: [],
    customResources: {},
    resourceSlices: {},
  },
  gpu: {},
  os: {
    release: {},
    kernel: {},
    bootArguments: [],
    sysctl: {},
    modules: {},
    builtInModules: [],
    hugePages: {},
    transparentHugePages: {},
    memory: {},
    numa: { nodes: {} },
    iommuGroups: {},
    cpu: { governors: {} },
    clockSource: { available: [] },
  },
  systemd: { present: true, units: {}, kubelet: { settings: {} }, userLimits: {} },
  network: { rdma: {}, interfaces: {} },
  topology: { nodes: 0, labels: {}, taints: {}, zones: {}, fabricDomains: {} },
  cloud: { from: 'none', fabric: {} },
};

const NAMES = Object.keys(EMPTY) as (keyof Parts)[];

/** A whole snapshot, parsed by its schema, of the parts that matter to a test. */
export function aSnapshot({ node, collectors = {}, ...parts }: SnapshotParts): Snapshot {
  return snapshotDocument.parse({
    apiVersion: 'cns.dev/v1alpha1',
    kind: 'Snapshot',
    metadata: { taken: '2026-07-06T05:04:03Z', cnsctl: '0.1.0', ...(node === undefined ? {} : { node }) },
    collectors: Object.fromEntries(
      NAMES.map((name) => {
        const state = parts[name] === undefined ? 'excluded' : 'collected';
        return [name, { state, missing: {}, ...collectors[name] }];
      }),
    ),
    measurements: Object.fromEntries(
      NAMES.flatMap((name) => (parts[name] === undefined ? [] : [[name, { ...EMPTY[name], ...parts[name] }]])),
    ),
  });
}
