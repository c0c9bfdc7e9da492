import * as z from 'zod';

const text = z.string();

export const PROVIDERS = ['aws', 'gcp', 'azure', 'oci'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** What the cloud says of the node. */
export const cloudData = z.strictObject({
  /** Absent: no metadata service of a cloud answered, and nobody named one. */
  provider: z.enum(PROVIDERS).optional(),
  /** `metadata` from the cloud's own service, `given` from flags, `none` where there is neither. */
  from: z.enum(['metadata', 'given', 'none']),
  instanceId: text.optional(),
  /** Instance type, machine type, VM size or shape. */
  instanceType: text.optional(),
  region: text.optional(),
  zone: text.optional(),
  /** How it is paid for. */
  capacity: z.enum(['on-demand', 'spot', 'reserved', 'capacity-block']).optional(),
  image: text.optional(),
  /** Where it stands in the provider's network, by the provider's words: placement group, RDMA topology, rack, block. */
  fabric: z.record(text, text),
  /** The managed cluster that the node belongs to, as far as the node may ask. */
  cluster: z
    .strictObject({
      service: z.enum(['eks', 'gke', 'aks', 'oke']),
      name: text.optional(),
      location: text.optional(),
      version: text.optional(),
      /** Other details by the provider's words, e.g. `{channel: REGULAR}`. */
      details: z.record(text, text),
    })
    .optional(),
});
export type CloudData = z.output<typeof cloudData>;
