import * as z from 'zod';
import { cidr, commonAccount, disjoint, systemNodes } from '../account.ts';

const zone = z.string().regex(/^[a-z]+-[a-z]+\d+-[a-z0-9]+$/, 'a zone such as us-central1-a');

/** A time in UTC, as GKE gives it back: any other spelling would be a difference for ever. */
const zulu = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'a time such as 2026-01-03T02:00:00Z');

const HOUR_MS = 3_600_000;

/** GKE counts only windows of four hours or more. */
const SHORTEST_WINDOW_HOURS = 4;

/**
 * A window that comes again; the default is open 64 hours in 28 days.
 *
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions 48 hours in 32 days at least
 */
const maintenance = z
  .strictObject({
    /** First window, and from when on upgrades of nodes are excluded. */
    startTime: zulu.default('2026-01-03T00:00:00Z'),
    /** End of the first window. */
    endTime: zulu.default('2026-01-03T08:00:00Z'),
    /** RRULE of RFC 5545. @default - Saturdays and Sundays */
    recurrence: z.string().startsWith('FREQ=').default('FREQ=WEEKLY;BYDAY=SA,SU'),
  })
  .superRefine(({ startTime, endTime }, context) => {
    const hours = (Date.parse(endTime) - Date.parse(startTime)) / HOUR_MS;
    if (!(hours >= SHORTEST_WINDOW_HOURS))
      context.addIssue({
        code: 'custom',
        path: ['endTime'],
        message: `is ${hours} hours after startTime: GKE counts windows of ${SHORTEST_WINDOW_HOURS} hours or more`,
      });
  });

/** What is true of one Google Cloud project and cannot follow from a cluster file. */
export const gkeAccount = z
  .strictObject({
    /** Id of the only project that may be changed. */
    project: z.string().regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, 'a project id such as my-project-1'),
    /** Its number: the service agents that use the key are named by it. `gcloud projects describe … --format='value(projectNumber)'`. */
    projectNumber: z.string().regex(/^\d+$/, 'a project number in quotes, digits only'),
    /** Zones of the system nodes. */
    zones: z.array(zone).min(2, 'system nodes want two zones or more'),
    /** Zone of the GPU nodes: one, because fabric, placement and reservation live in one. @default - the first zone */
    gpuZone: zone.optional(),
    /** Exact version of control plane and nodes: `gcloud container get-server-config --region …`. */
    version: z.string().regex(/^\d+\.\d+\.\d+-gke\.\d+$/, 'a version such as 1.34.1-gke.1829001'),
    /** Release channel that has this version. */
    channel: z.enum(['RAPID', 'REGULAR', 'STABLE', 'EXTENDED']).default('REGULAR'),
    /** Addresses of nodes. */
    nodeCidr: cidr.default('10.0.0.0/20'),
    /** Addresses of pods: GKE sets 256 aside for each node. */
    podCidr: cidr.default('10.4.0.0/14'),
    /** Addresses of Kubernetes services. */
    serviceCidr: cidr.default('10.0.32.0/20'),
    /** Addresses of the fabric's networks: a subnet of 4096 for each interface of a node. */
    fabricCidr: cidr.default('192.168.0.0/16'),
    /** Networks that reach the private endpoint from elsewhere, e.g. through a VPN. Nodes always do. @default - none */
    privateApiCidrs: z.array(cidr).default([]),
    systemNodes: systemNodes('e2-standard-16').prefault({}),
    /** Capacity that was bought before. Buying is never done here: a reservation costs from its start on, used or not. */
    capacity: z
      .strictObject({
        /** Name, `projects/<owner>/reservations/<name>` of a shared one, or `<name>/reservationBlocks/<block>`. */
        reservation: z
          .string()
          .regex(
            /^(projects\/[a-z][a-z0-9-]+\/reservations\/)?[a-z][a-z0-9-]*(\/reservationBlocks\/[a-z][a-z0-9-]*)?$/,
            'a reservation such as my-h100s, projects/owner/reservations/my-h100s or my-h100s/reservationBlocks/my-block',
          )
          .optional(),
        /** Name of the compact placement policy that the reservation was made with. */
        placementPolicy: z
          .string()
          .regex(/^[a-z][a-z0-9-]*$/, 'the name of a resource policy')
          .optional(),
      })
      .prefault({}),
    /** When GKE may work on the control plane; nodes move only when `version` does. */
    maintenance: maintenance.prefault({}),
    ...commonAccount,
  })
  .superRefine(({ nodeCidr, podCidr, serviceCidr, fabricCidr, zones }, context) => {
    const clash = disjoint({ nodeCidr, podCidr, serviceCidr, fabricCidr });
    if (clash) context.addIssue({ code: 'custom', path: [], message: clash });
    if (new Set(zones).size !== zones.length)
      context.addIssue({ code: 'custom', path: ['zones'], message: 'names a zone twice' });
  });
export type GkeAccount = z.output<typeof gkeAccount>;
