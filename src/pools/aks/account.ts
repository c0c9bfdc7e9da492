import * as z from 'zod';
import { cidr, commonAccount, disjoint, systemNodes } from '../account.ts';
import { networkProblems } from './addresses.ts';

const uuid = (what: string) =>
  z.string().regex(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/, `${what}: a UUID in lower case`);

/** Id of a resource that exists already. */
const resourceId = (type: string) =>
  z
    .string()
    .regex(
      new RegExp(`^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/${type.replace('.', '\\.')}/[^/]+$`, 'i'),
      `the id of a resource of type ${type}`,
    );

/** `registered`: somebody did it, `az feature register`; `register`: this program asks for it. */
const registration = z.enum(['registered', 'register']).optional();

/** What is true of one Azure subscription and cannot follow from a cluster file. */
export const aksAccount = z
  .strictObject({
    /** The only subscription that may be changed. */
    subscriptionId: uuid('a subscription'),
    /** Directory of the subscription. */
    tenantId: uuid('a tenant'),
    /** Availability zones of the region, e.g. `['1', '2', '3']`; `[]` in a region that has none. */
    zones: z.array(z.string().regex(/^[1-9]$/, 'a zone such as 1')),
    /** Zone of the GPU nodes: one, because a fabric and a reservation live in one. @default - the first zone */
    gpuZone: z.string().optional(),
    /** Addresses of nodes. Room for 1,000 GPU nodes is kept. */
    vnetCidr: cidr.default('10.0.0.0/16'),
    /** Addresses of pods, outside of the network: each node takes a /24. */
    podCidr: cidr.default('10.244.0.0/16'),
    /** Addresses of Kubernetes services. */
    serviceCidr: cidr.default('172.20.0.0/16'),
    /** Entra groups that administer the cluster. */
    adminGroupIds: z.array(uuid('a group')).min(1, 'name a group: there are no local accounts'),
    systemNodes: systemNodes('Standard_D16ds_v5').prefault({}),
    /** Name of the key vault that is made for the key of the disks. One of a kind in all of Azure, and taken for 90 days after deletion. */
    keyVaultName: z
      .string()
      .regex(/^(?=.{3,24}$)[a-zA-Z](-?[a-zA-Z0-9])*$/, '3 to 24 letters, digits and single dashes, a letter first'),
    /** Caches and temporary disks are encrypted on the host too. Off only where a size cannot. */
    encryptionAtHost: z.boolean().default(true),
    /** Features of the subscription, by their names in Azure: each that the plan needs has to be said. */
    features: z.strictObject({ EncryptionAtHost: registration, AKSInfinibandSupport: registration }).prefault({}),
    /** Private DNS zone of your own for the API. @default - AKS makes one beside the nodes */
    privateDnsZoneId: resourceId('Microsoft.Network/privateDnsZones').optional(),
    /** Container registry that nodes may pull from. @default - none of yours */
    registryId: resourceId('Microsoft.ContainerRegistry/registries').optional(),
    /** Capacity that was reserved before. Reserving is never done here: it is paid for from then on. */
    capacity: z
      .strictObject({ reservationGroupId: resourceId('Microsoft.Compute/capacityReservationGroups').optional() })
      .prefault({}),
    /** Control plane: `Premium` adds long-term support. `Free` has no SLA. */
    tier: z.enum(['Standard', 'Premium']).default('Standard'),
    /**
     * What AKS does about new node images by itself. `NodeImage` drains and reimages nodes in the maintenance window, a week at the latest
     * after an image comes out; kernel and Azure's driver move with it.
     *
     * @default - nothing: a long job is never cut short, and nodes are upgraded by hand
     */
    nodeOsUpgrades: z.enum(['None', 'SecurityPatch', 'NodeImage']).default('None'),
    /** When AKS may change the cluster, every week. */
    maintenance: z
      .strictObject({
        dayOfWeek: z
          .enum(['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'])
          .default('Sunday'),
        /** e.g. `01:00`. */
        startTime: z
          .string()
          .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 01:00')
          .default('01:00'),
        /** e.g. `+05:30`. */
        utcOffset: z
          .string()
          .regex(/^[+-]\d\d:\d\d$/, 'an offset such as +00:00')
          .default('+00:00'),
        durationHours: z.int().min(4).max(24).default(4),
      })
      .prefault({}),
    /** Unit: days. */
    logRetentionDays: z.int().min(30).max(730).default(90),
    ...commonAccount,
  })
  .superRefine((account, context) => {
    const { zones, gpuZone, privateDnsZoneId, api } = account;
    const issue = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    const { vnetCidr, podCidr, serviceCidr } = account;
    const clash = disjoint({ vnetCidr, podCidr, serviceCidr });
    if (clash) issue('serviceCidr', clash);
    for (const { path, message } of networkProblems(account)) issue(path, message);
    if (gpuZone !== undefined && !zones.includes(gpuZone))
      issue('gpuZone', `must be one of zones: ${zones.join(', ') || 'there are none'}`);
    if (new Set(zones).size !== zones.length) issue('zones', 'names a zone twice');
    // AKS takes 200, and one is the way out of the nodes.
    if (api.publicCidrs.length > 199) issue('api', `names ${api.publicCidrs.length} networks: AKS takes 199`);
    if (privateDnsZoneId !== undefined && api.publicCidrs.length > 0)
      issue('privateDnsZoneId', 'is for a private endpoint, and api.publicCidrs makes it public');
  });
export type AksAccount = z.output<typeof aksAccount>;
