import * as z from 'zod';
import { FABRICS } from '../contract/cluster.ts';
import { taint } from '../contract/scheduling.ts';
import { API_VERSION } from './document.ts';

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
