import * as z from 'zod';

const DNS_LABEL = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'a DNS label');

/** A device plugin's resource: part of an extended resource name, and of file names. */
export const resourceName = z.string().regex(/^[A-Za-z0-9_]+$/, 'letters, digits and underscores: no dashes');

/** Who gives addresses to the interfaces of a network. */
export const ipam = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('nv-ipam'), /** Name under `ipPools`. */ poolName: z.string() }),
  z.strictObject({
    type: z.literal('whereabouts'),
    range: z.string(),
    exclude: z.array(z.string()).default([]),
    gateway: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('dhcp') }),
]);

const target = {
  /** Namespace whose pods may attach. */
  namespace: DNS_LABEL,
  ipam: ipam.optional(),
};

export const networks = z.strictObject({
  /** Whole devices moved into a pod. */
  hostDevice: z.record(DNS_LABEL, z.strictObject({ ...target, resourceName })).default({}),
  /** IP over InfiniBand; `master` is the host's interface, e.g. `ibP257p0s0`. */
  ipoib: z.record(DNS_LABEL, z.strictObject({ ...target, master: z.string() })).default({}),
  macvlan: z
    .record(
      DNS_LABEL,
      z.strictObject({
        ...target,
        master: z.string(),
        mode: z.enum(['bridge', 'private', 'vepa', 'passthru']).default('bridge'),
        /** Unit: bytes. */
        mtu: z.int().min(576).optional(),
      }),
    )
    .default({}),
  /** Virtual functions of Ethernet NICs. */
  sriov: z
    .record(
      DNS_LABEL,
      z.strictObject({
        ...target,
        resourceName,
        vlan: z.int().min(0).max(4094).default(0),
        trust: z.enum(['on', 'off']).optional(),
        spoofChk: z.enum(['on', 'off']).optional(),
        /** Chained plugins as JSON, e.g. `{"type":"rdma"}` for exclusive RDMA namespaces. */
        metaPlugins: z.string().optional(),
      }),
    )
    .default({}),
  /** Virtual functions of InfiniBand NICs. */
  sriovIb: z.record(DNS_LABEL, z.strictObject({ ...target, resourceName })).default({}),
});
export type Networks = z.output<typeof networks>;

export const sriovPolicy = z.strictObject({
  resourceName,
  /** Virtual functions of each physical one. */
  numVfs: z.int().min(1),
  /** NVIDIA's vendor id is 15b3. */
  vendor: z.string().default('15b3'),
  deviceID: z.string().optional(),
  /** Physical functions by interface name. @default - all that match the ids */
  pfNames: z.array(z.string()).default([]),
  rootDevices: z.array(z.string()).default([]),
  linkType: z.enum(['eth', 'ib']).default('eth'),
  isRdma: z.boolean().default(true),
  /** Unit: bytes. */
  mtu: z.int().min(576).optional(),
  /** The provider makes the virtual functions (OKE); the operator only hands them out. */
  externallyManaged: z.boolean().default(false),
  /** 0 is the highest, 99 the lowest. */
  priority: z.int().min(0).max(99).default(99),
});

export const ipPool = z.strictObject({
  subnet: z.string(),
  /** Addresses of one node's block. */
  perNodeBlockSize: z.int().min(1),
  gateway: z.string().optional(),
});

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

const MELLANOX_API = 'mellanox.com/v1alpha1';
const SRIOV_API = 'sriovnetwork.openshift.io/v1';

/** The network objects. Those of mellanox.com are cluster-scoped; SR-IOV ones must stand beside the operator. */
export function networkObjects(given: Networks, namespace: string): readonly Manifest[] {
  const own = (kind: string, entries: Readonly<Record<string, Target & Record<string, unknown>>>) =>
    Object.entries(entries).map(([name, { namespace: target, ipam: chosen, ...rest }]) => ({
      apiVersion: MELLANOX_API,
      kind,
      metadata: { name },
      spec: defined({ networkNamespace: target, ipam: ipamText(chosen), ...rest }),
    }));
  const sriov = (kind: string, entries: Readonly<Record<string, Target & Record<string, unknown>>>) =>
    own(kind, entries).map((object) => ({
      ...object,
      apiVersion: SRIOV_API,
      metadata: { ...object.metadata, namespace },
    }));
  return [
    ...own('HostDeviceNetwork', given.hostDevice),
    ...own('IPoIBNetwork', given.ipoib),
    ...own('MacvlanNetwork', given.macvlan),
    ...sriov('SriovNetwork', given.sriov),
    ...sriov('SriovIBNetwork', given.sriovIb),
  ];
}

/** The operator's order to make virtual functions on the nodes with these labels. */
export function sriovPolicyObject(
  name: string,
  { vendor, deviceID, pfNames, rootDevices, ...rest }: z.output<typeof sriovPolicy>,
  nodeSelector: Readonly<Record<string, string>>,
  namespace: string,
): Manifest {
  return {
    apiVersion: SRIOV_API,
    kind: 'SriovNetworkNodePolicy',
    metadata: { name, namespace },
    spec: defined({
      ...rest,
      deviceType: 'netdevice',
      nodeSelector,
      nicSelector: defined({
        vendor,
        deviceID,
        pfNames: pfNames.length > 0 ? pfNames : undefined,
        rootDevices: rootDevices.length > 0 ? rootDevices : undefined,
      }),
    }),
  };
}

interface Target {
  readonly namespace: string;
  readonly ipam?: z.output<typeof ipam> | undefined;
}

const ipamText = (chosen: z.output<typeof ipam> | undefined): string | undefined =>
  chosen === undefined ? undefined : JSON.stringify(chosen);

const defined = (map: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined));
