import * as z from 'zod';
import { API_VERSION } from '../recipe/document.ts';
import { cloudData } from './data/cloud.ts';
import { gpuData } from './data/gpu.ts';
import { k8sData } from './data/k8s.ts';
import { networkData } from './data/network.ts';
import { osData } from './data/os.ts';
import { systemdData } from './data/systemd.ts';
import { topologyData } from './data/topology.ts';

const text = z.string();
const time = z.iso.datetime('a time in UTC, such as 2026-01-15T09:30:00Z');

/** What came of one collector. */
export const collectorState = z.strictObject({
  /** `excluded`: it was not run, because `--filter` or `--exclude` said so. `failed`: it has no measurement. */
  state: z.enum(['collected', 'partial', 'failed', 'excluded']),
  /** Why it failed. */
  why: text.optional(),
  /** Path below its measurement → why it could not be had. */
  missing: z.record(text, text).default({}),
});
export type CollectorState = z.output<typeof collectorState>;

const contextRow = z.strictObject({
  source: text,
  unit: text.optional(),
  /** When the collector that read it ended. */
  at: time,
});

/** What a cluster or a node is, at one moment. */
export const snapshotDocument = z.strictObject({
  apiVersion: z.literal(API_VERSION),
  kind: z.literal('Snapshot'),
  metadata: z.strictObject({
    /** When it was begun. Unit: UTC. */
    taken: time,
    /** Version of the program. */
    cnsctl: text,
    /** Host name of the node that the collectors of nodes ran on. */
    node: text.optional(),
    /** Names, addresses and ids were replaced. */
    redacted: z.boolean().default(false),
  }),
  /** By collector, every one that there is. */
  collectors: z.record(text, collectorState),
  measurements: z
    .object({
      k8s: k8sData,
      gpu: gpuData,
      os: osData,
      systemd: systemdData,
      network: networkData,
      topology: topologyData,
      cloud: cloudData,
    })
    .partial()
    // Those of collectors that plugins bring: their own schemas hold them.
    .catchall(z.record(text, z.unknown())),
  /** With `--context`: collector → path below its measurement → where it was read. */
  context: z.record(text, z.record(text, contextRow)).optional(),
});
export type Snapshot = z.output<typeof snapshotDocument>;
