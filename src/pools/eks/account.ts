import * as z from 'zod';
import { cards } from '../../recipe/instance.ts';
import { cidr, commonAccount, disjoint, systemNodes } from '../account.ts';

const addonVersion = z.string().regex(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/, 'a version such as v1.20.4-eksbuild.2');

/** What is true of one AWS account and cannot follow from a cluster file. */
export const eksAccount = z
  .strictObject({
    /** The only account that may be changed. */
    accountId: z.string().regex(/^\d{12}$/, 'an account id of 12 digits'),
    /** Zone ids, not names: names differ from account to account. */
    zones: z
      .array(z.string().regex(/^[a-z]{3,5}\d+-(az|[a-z]+\d*-az)\d+$/, 'a zone id such as use2-az1'))
      .min(2, 'the control plane wants two zones or more'),
    /** Zone of the GPU nodes: one, because fabric, placement group and reservation live in one. @default - the first zone */
    gpuZone: z.string().optional(),
    vpcCidr: cidr.default('10.0.0.0/16'),
    /** Addresses of Kubernetes services. */
    serviceCidr: cidr.default('172.20.0.0/16'),
    /** IAM roles that may administer the cluster. */
    adminRoleArns: z
      .array(z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'the ARN of an IAM role'))
      .min(1, 'name a role: the creator gets no access by itself'),
    systemNodes: systemNodes('m7i.4xlarge').prefault({}),
    images: z.strictObject({
      /** Release of the AL2023 image of the system nodes, e.g. `1.34.2-20260115`. */
      systemRelease: z.string().min(1),
      /** Release of the GPU image, for AL2023 and Bottlerocket. */
      gpuRelease: z.string().min(1).optional(),
      /** GPU image of your own, for Ubuntu. It must have the architecture and kernel of the recipe. */
      gpuImageId: z
        .string()
        .regex(/^ami-[0-9a-f]{8,17}$/, 'an image id such as ami-0123456789abcdef0')
        .optional(),
    }),
    /** Exact versions of the add-ons that EKS runs: `aws eks describe-addon-versions --kubernetes-version …`. */
    addons: z.strictObject({
      'vpc-cni': addonVersion,
      'kube-proxy': addonVersion,
      coredns: addonVersion,
      'eks-pod-identity-agent': addonVersion,
      'eks-node-monitoring-agent': addonVersion,
    }),
    /** Capacity that was bought before. Buying is never done here: a capacity block is paid for at once. */
    capacity: z
      .strictObject({
        reservationId: z
          .string()
          .regex(/^cr-[0-9a-f]+$/, 'a reservation id such as cr-0123456789abcdef0')
          .optional(),
        reservationGroupArn: z.string().startsWith('arn:').optional(),
        /** Name of the placement group that the reservation was made in. */
        placementGroup: z.string().optional(),
      })
      .prefault({}),
    /** Which network cards carry which interface, where the table is wrong. @default - the table's row of the instance type */
    nics: z.strictObject({ interface: cards, efaOnly: cards }).optional(),
    /** EC2 was asked, and the table's row is right although it says that it is not confirmed. */
    nicsConfirmed: z.boolean().default(false),
    logRetentionDays: z.int().min(1).default(90),
    ...commonAccount,
  })
  .superRefine(({ vpcCidr, serviceCidr, zones, gpuZone }, context) => {
    const clash = disjoint({ vpcCidr, serviceCidr });
    if (clash) context.addIssue({ code: 'custom', path: ['serviceCidr'], message: clash });
    if (gpuZone !== undefined && !zones.includes(gpuZone))
      context.addIssue({ code: 'custom', path: ['gpuZone'], message: `must be one of zones: ${zones.join(', ')}` });
    if (new Set(zones).size !== zones.length)
      context.addIssue({ code: 'custom', path: ['zones'], message: 'names a zone twice' });
  });
export type EksAccount = z.output<typeof eksAccount>;
