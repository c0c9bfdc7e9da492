import * as z from 'zod';

/** Props of the storage class that the tree makes itself: the chart's own cannot be named, and is not encrypted. */
export const storageClassProps = z
  .strictObject({
    /** @default - made, except under the name `gp2`, which EKS brings with another provisioner */
    create: z.boolean().optional(),
    /** Claims without a class get this one. */
    default: z.boolean().default(true),
    type: z.enum(['gp3', 'io1', 'io2']).default('gp3'),
    /** Provisioned operations a second. @default - 3000 for gp3; io1 and io2 need a number */
    iops: z.int().min(100).max(256_000).optional(),
    /** Provisioned throughput of gp3. Unit: MiB/s. @default - 125 */
    throughputMiBs: z.int().min(125).max(2000).optional(),
    encrypted: z.boolean().default(true),
    /** ARN of the key for encryption. @default - the account's key for EBS */
    kmsKeyId: z
      .string()
      .regex(/^arn:aws(-cn|-us-gov)?:kms:/, 'the ARN of a KMS key')
      .optional(),
    fsType: z.enum(['ext4', 'xfs']).default('ext4'),
    /** What becomes of a volume when its claim goes. */
    reclaimPolicy: z.enum(['Delete', 'Retain']).default('Delete'),
  })
  .refine(({ type, iops }) => type === 'gp3' || iops !== undefined, {
    path: ['iops'],
    message: 'io1 and io2 need their operations a second',
  })
  .refine(({ type, throughputMiBs }) => type === 'gp3' || throughputMiBs === undefined, {
    path: ['throughputMiBs'],
    message: 'only gp3 has a throughput of its own',
  })
  .refine(({ encrypted, kmsKeyId }) => encrypted || kmsKeyId === undefined, {
    path: ['kmsKeyId'],
    message: 'a key without encryption has no use',
  })
  .prefault({});

type StorageClassProps = z.output<typeof storageClassProps>;

/**
 * A StorageClass of ebs.csi.aws.com without its name. Volumes are made where their pod lands, and can grow.
 *
 * @see https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/helm-chart-aws-ebs-csi-driver-2.64.0/docs/parameters.md
 */
export function ebsStorageClass({ default: byDefault, type, iops, throughputMiBs, ...rest }: StorageClassProps) {
  const { encrypted, kmsKeyId, fsType, reclaimPolicy } = rest;
  const annotations: Record<string, string> = byDefault
    ? { 'storageclass.kubernetes.io/is-default-class': 'true' }
    : {};
  return {
    annotations,
    provisioner: 'ebs.csi.aws.com',
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true,
    reclaimPolicy,
    parameters: {
      type,
      encrypted: String(encrypted),
      'csi.storage.k8s.io/fstype': fsType,
      ...(iops === undefined ? {} : { iops: String(iops) }),
      ...(throughputMiBs === undefined ? {} : { throughput: String(throughputMiBs) }),
      ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    },
  };
}
