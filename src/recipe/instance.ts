import * as z from 'zod';
import { FABRICS } from '../contract/cluster.ts';
import { taint } from '../contract/scheduling.ts';
import { API_VERSION } from './document.ts';

/** Network cards of a machine: `0`, `1-16` or `1,3,5`. */
export const cards = z.string().regex(/^\d+(-\d+)?(,\d+(-\d+)?)*$/, 'card numbers such as 0, 1-16 or 1,3,5');

const nics = z.strictObject({
  /** Cards with an IP interface. */
  interface: cards,
  /** Cards with an EFA interface that has no IP address. */
  efaOnly: cards.optional(),
  /** Why the layout must be asked of the provider before it is relied on. */
  unconfirmed: z.string().optional(),
});

const instance = z.strictObject({
  accelerator: z.string(),
  /** GPUs a node. */
  gpus: z.int().min(1),
  architecture: z.enum(['amd64', 'arm64']).default('amd64'),
  machine: z.enum(['vm', 'bare-metal']),
  vcpu: z.int().optional(),
  memoryGiB: z.int().optional(),
  fabric: z.enum(FABRICS).default('none'),
  /** Fabric interfaces a node. */
  fabricInterfaces: z.int().min(0).default(0),
  /** Taints that the service puts on nodes of this type by itself, besides those of the pool. */
  taints: z.array(taint).default([]),
  /** AWS: which network cards carry which kind of interface. Absent: one plain interface. */
  nics: nics.optional(),
  /** GKE: name of the accelerator in its own words, e.g. `nvidia-h100-mega-80gb`. */
  acceleratorType: z.string().optional(),
  /** GKE: local SSDs that come with the machine. */
  localSsds: z.int().min(0).optional(),
  /** OKE: platform of the shape, which firmware settings are given for, e.g. `GENERIC_BM`. */
  platform: z.string().optional(),
  /** Nodes of whole racks, smallest first, where machines are only sold and joined by the rack. */
  rackSizes: z.array(z.int().min(1)).default([]),
  /** Name of the provider's quota that a node counts against. */
  quota: z.string().optional(),
  source: z.string(),
});

/** Instance types or shapes of one service. */
export const instancesDocument = z.strictObject({
  apiVersion: z.literal(API_VERSION),
  kind: z.literal('Instances'),
  service: z.string(),
  instances: z.record(z.string(), instance),
});

export interface Instance extends z.output<typeof instance> {
  readonly name: string;
  readonly service: string;
}
