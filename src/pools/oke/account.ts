import * as z from 'zod';
import { cidr, commonAccount, disjoint, systemNodes } from '../account.ts';

const ocid = (...kinds: readonly string[]) =>
  z
    .string()
    .regex(
      new RegExp(`^ocid1\\.(${kinds.join('|')})\\.[a-z0-9]+\\.[a-z0-9-]*\\.[a-zA-Z0-9._-]+$`),
      `an OCID such as ocid1.${kinds[0]}.oc1..aaaa`,
    );
const compartment = ocid('compartment', 'tenancy');
const domain = z.string().regex(/^\S+:\S+-AD-\d$/, 'the name of an availability domain such as Uocm:PHX-AD-1');

/**
 * Settings of the machine before it boots. Naming one makes the nodes self-managed: a managed node pool has no field for any.
 *
 * @see https://docs.oracle.com/en-us/iaas/api/#/en/iaas/20160918/datatypes/InstanceConfigurationLaunchInstancePlatformConfig
 */
const firmware = z
  .strictObject({
    /** NUMA nodes that each socket is cut into. */
    numaNodesPerSocket: z.enum(['NPS0', 'NPS1', 'NPS2', 'NPS4']).optional(),
    /** Two threads a core. */
    smt: z.boolean().optional(),
    iommu: z.boolean().optional(),
    /** PCIe access control. */
    accessControl: z.boolean().optional(),
    virtualInstructions: z.boolean().optional(),
    /** Unit: percent. */
    percentageOfCores: z.int().min(25).max(100).multipleOf(25).optional(),
    secureBoot: z.boolean().optional(),
  })
  .refine((settings) => Object.keys(settings).length > 0, 'name a setting, or leave firmware out');

/** What is true of one tenancy of Oracle Cloud and cannot follow from a cluster file. */
export const okeAccount = z
  .strictObject({
    tenancyId: ocid('tenancy'),
    /** Where everything is made. */
    compartmentId: compartment,
    /** The region in which IAM can be changed, e.g. `us-ashburn-1`: `oci iam region-subscription list`. */
    homeRegion: z.string().regex(/^[a-z]+(-[a-z]+)+-\d$/, 'a region such as us-ashburn-1'),
    /**
     * `create`: policies and the dynamic group of the nodes are made too. `existing`: somebody else has made them; the plan lists
     * the statements.
     */
    policies: z.enum(['create', 'existing']).default('create'),
    /** Names of the availability domains for the system nodes; they differ from tenancy to tenancy: `oci iam availability-domain list`. */
    availabilityDomains: z.array(domain).min(1),
    /** Where the GPU nodes are: one, because network, reservation and limits of a shape live in one. @default - the first */
    gpuAvailabilityDomain: domain.optional(),
    /** A /16 to a /20: half of it is for pods. */
    vcnCidr: cidr.refine((text) => /\/(1[6-9]|20)$/.test(text), 'a network of /16 to /20').default('10.0.0.0/16'),
    /** Addresses of Kubernetes services. */
    serviceCidr: cidr.default('10.96.0.0/16'),
    /** Networks of yours that reach the private endpoint of the API, such as that of a bastion or a VPN. */
    adminCidrs: z
      .array(cidr.refine((text) => !text.endsWith('/0'), 'a network of yours; the whole internet is never allowed'))
      .default([]),
    /** "All … Services In Oracle Services Network" of the region: `oci network service list`. */
    oracleServices: z.strictObject({
      id: ocid('service'),
      cidr: z.string().regex(/^all-[a-z0-9-]+-services-in-oracle-services-network$/, 'the CIDR label of the service'),
    }),
    /** One key for secrets of the cluster and disks of its nodes. It cannot be exchanged later. */
    kms: z.strictObject({
      keyId: ocid('key'),
      /** @default - that of the cluster */
      compartmentId: compartment.optional(),
    }),
    systemNodes: systemNodes('VM.Standard.E5.Flex')
      .extend({
        instanceType: z
          .string()
          .regex(/^VM\..+\.Flex$/, 'a flexible shape such as VM.Standard.E5.Flex')
          .default('VM.Standard.E5.Flex'),
        ocpus: z.int().min(2).default(8),
        memoryGiB: z.int().min(16).default(64),
      })
      .prefault({}),
    images: z.strictObject({
      /** OKE's Oracle Linux image for the system nodes: `oci ce node-pool-options get --node-pool-option-id all`. */
      systemImageId: ocid('image'),
      /** Image with driver, toolkit and OKE's node package for the GPU nodes; RDMA wants an HPC image. */
      gpuImageId: ocid('image'),
      /** Where `gpuImageId` lives. @default - in the compartment of the cluster */
      compartmentId: compartment.optional(),
    }),
    addons: z
      .strictObject({
        /** Exact version, since Oracle exchanges the plugin under running jobs otherwise. Wanted where OKE owns the device plugin. */
        NvidiaGpuPlugin: z
          .string()
          .regex(/^v\d+\.\d+\.\d+\S*$/, 'a version such as v0.17.2')
          .optional(),
      })
      .prefault({}),
    /** Capacity that was reserved before. */
    capacity: z
      .strictObject({
        reservationId: ocid('capacityreservation').optional(),
        /** @default - that of the cluster */
        compartmentId: compartment.optional(),
      })
      .prefault({}),
    /** @default - a managed node pool, with what the shape comes with */
    firmware: firmware.optional(),
    /** A defined tag that exists, e.g. `cns.cluster`. Its value tells which self-managed nodes may join. */
    nodeTag: z
      .string()
      .regex(/^[^\s.]+\.[^\s.]+$/, 'a tag namespace and a key such as cns.cluster')
      .optional(),
    ...commonAccount,
  })
  .superRefine(({ vcnCidr, serviceCidr, availabilityDomains, gpuAvailabilityDomain }, context) => {
    const clash = disjoint({ vcnCidr, serviceCidr });
    if (clash) context.addIssue({ code: 'custom', path: ['serviceCidr'], message: clash });
    if (gpuAvailabilityDomain !== undefined && !availabilityDomains.includes(gpuAvailabilityDomain))
      context.addIssue({
        code: 'custom',
        path: ['gpuAvailabilityDomain'],
        message: `must be one of availabilityDomains: ${availabilityDomains.join(', ')}`,
      });
    if (new Set(availabilityDomains).size !== availabilityDomains.length)
      context.addIssue({ code: 'custom', path: ['availabilityDomains'], message: 'names a domain twice' });
  });
export type OkeAccount = z.output<typeof okeAccount>;
