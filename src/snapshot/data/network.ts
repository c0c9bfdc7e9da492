import * as z from 'zod';

const text = z.string();
const count = z.int().min(0);

/** The network cards of a node: what jobs between nodes talk over. */
export const networkData = z.strictObject({
  /** RDMA devices by name, e.g. `mlx5_0`, `rdmap79s0` (EFA). */
  rdma: z.record(
    text,
    z.strictObject({
      /** Kernel driver, e.g. `mlx5_core`, `efa`. */
      driver: text.optional(),
      /** e.g. `0000:0e:00.0`. */
      pciAddress: text.optional(),
      /** -1: the machine does not say. */
      numaNode: z.int().optional(),
      /** PCI ids as the kernel writes them, e.g. `0x15b3`, `0x1021`. */
      vendor: text.optional(),
      device: text.optional(),
      firmware: text.optional(),
      boardId: text.optional(),
      nodeGuid: text.optional(),
      ports: z.record(
        text,
        z.strictObject({
          /** `InfiniBand`, `Ethernet`, or `Unspecified` (EFA). */
          linkLayer: text.optional(),
          /** `ACTIVE`, `DOWN`, `INIT`, … */
          state: text.optional(),
          /** `LinkUp`, `Disabled`, `Polling`, … */
          physicalState: text.optional(),
          /** Unit: Gb/s. */
          rateGbps: z.number().min(0).optional(),
          /** Network interfaces that belong to the port. */
          interfaces: z.array(text),
        }),
      ),
    }),
  ),
  /** Interfaces of real or virtual cards by name; those that pods have, bridges and loopback are left out. */
  interfaces: z.record(
    text,
    z.strictObject({
      driver: text.optional(),
      pciAddress: text.optional(),
      numaNode: z.int().optional(),
      /** Hardware address. */
      address: text.optional(),
      mtu: count.optional(),
      /** Absent where the driver does not say. Unit: Mb/s. */
      speedMbps: count.optional(),
      /** `up`, `down`, `unknown`, … */
      state: text.optional(),
    }),
  ),
});
export type NetworkData = z.output<typeof networkData>;
