import { type Expression, json } from '../expression.ts';
import { output, Part, type PlannedResource } from '../resource.ts';
import { arn, dnsSuffix, type EksInput } from './input.ts';
import type { AwsTypes } from './resource-types.ts';

/** One key for secrets of the cluster, disks of its nodes and its logs. */
export function eksKey(input: EksInput): {
  readonly resources: readonly PlannedResource[];
  readonly keyArn: Expression;
} {
  const { account, plan, region, tags } = input;
  const part = new Part<AwsTypes>('encryption');
  const root = arn(input, `iam::${account.accountId}:root`);
  const autoscaling = arn(
    input,
    `iam::${account.accountId}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
  );
  const use = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'];
  const key = part.add(
    'aws:kms/key:Key',
    'key',
    {
      description: `Secrets, disks and logs of cluster ${plan.cluster}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: json({
        Version: '2012-10-17',
        Statement: [
          { Sid: 'Account', Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:*', Resource: '*' },
          {
            Sid: 'Logs',
            Effect: 'Allow',
            Principal: { Service: `logs.${region}.${dnsSuffix(input)}` },
            Action: use,
            Resource: '*',
            Condition: {
              ArnLike: {
                'kms:EncryptionContext:aws:logs:arn': arn(input, `logs:${region}:${account.accountId}:log-group:*`),
              },
            },
          },
          // Node groups start instances through auto scaling, which must be able to open their encrypted disks.
          { Sid: 'Disks', Effect: 'Allow', Principal: { AWS: autoscaling }, Action: use, Resource: '*' },
          {
            Sid: 'DiskGrants',
            Effect: 'Allow',
            Principal: { AWS: autoscaling },
            Action: 'kms:CreateGrant',
            Resource: '*',
            Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
          },
        ],
      }),
      tags,
    },
    account.protect ? { protect: true } : {},
  );
  part.add('aws:kms/alias:Alias', 'key-alias', { name: `alias/${plan.cluster}`, targetKeyId: output(key, 'keyId') });
  return { resources: part.resources, keyArn: output(key, 'arn') };
}
