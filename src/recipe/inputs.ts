import * as z from 'zod';
import { FABRICS } from '../contract/cluster.ts';
import { parseRange } from './range.ts';
import { parseVersion } from './version.ts';

const version = z.string().refine((text) => parseVersion(text) !== undefined, 'a version such as 1.34.2');
export const range = z
  .string()
  .refine((text) => parseRange(text) !== undefined, 'a range such as `>= 1.34 < 1.36`; it must admit something');

/**
 * What the world around a cluster is: not chosen by the recipe, so not a dimension. Layers give defaults, the cluster file overrides.
 */
export const inputs = z
  .strictObject({
    /** Kubernetes version of the cluster. */
    kubernetes: version,
    /** Version of the GPU nodes' operating system, e.g. `24.04`. */
    osVersion: z.string(),
    /** Kernel of the GPU nodes, e.g. `6.14.0-1018-aws-64k`. Unknown before boot on images that the cloud moves. */
    kernel: version,
    /** NVIDIA driver that the image or provider brings. With the operator as owner the driver is a prop of gpu-operator. */
    driver: version,
    /** Memory page size of the kernel. Unit: KiB. */
    pageSizeKiB: z.union([z.literal(4), z.literal(64)]),
    region: z.string(),
    partition: z.enum(['aws', 'aws-cn', 'aws-us-gov']),
    /** How the GPU nodes are paid for. */
    capacity: z.enum(['on-demand', 'reserved', 'capacity-block', 'spot']),
  })
  .partial();
export type Inputs = z.output<typeof inputs>;

const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1)]);

/**
 * A condition over inputs and over the facts of the instance type. Every key that is named must hold.
 *
 * Ranges for versions, one value or a list for the rest. What cannot be known before boot makes the answer unknown.
 */
export const when = z
  .strictObject({
    kubernetes: range,
    osVersion: range,
    kernel: range,
    driver: range,
    pageSizeKiB: oneOrMore(z.union([z.literal(4), z.literal(64)])),
    region: oneOrMore(z.string()),
    partition: oneOrMore(z.string()),
    capacity: oneOrMore(z.string()),
    instanceType: oneOrMore(z.string()),
    architecture: oneOrMore(z.enum(['amd64', 'arm64'])),
    machine: oneOrMore(z.enum(['vm', 'bare-metal'])),
    fabric: oneOrMore(z.enum(FABRICS)),
    service: oneOrMore(z.string()),
    os: oneOrMore(z.string()),
    intent: oneOrMore(z.string()),
  })
  .partial();
export type When = z.output<typeof when>;
