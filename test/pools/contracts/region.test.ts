import { expect, it } from 'vitest';
import { region } from '../../../src/pools/contracts/region.ts';
import { withArgs } from './changes.ts';
import { sampleInput } from './inputs.ts';

const EKS = sampleInput('eks-h100-training');

// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
it.each`
  of                  | zone
  ${'us-east-1'}      | ${'use1-az4'}
  ${'us-east-2'}      | ${'use2-az1'}
  ${'us-west-2'}      | ${'usw2-az3'}
  ${'us-gov-west-1'}  | ${'usgw1-az2'}
  ${'ap-northeast-1'} | ${'apne1-az4'}
  ${'ap-southeast-3'} | ${'apse3-az1'}
  ${'ca-central-1'}   | ${'cac1-az1'}
  ${'eu-west-2'}      | ${'euw2-az2'}
  ${'eu-north-1'}     | ${'eun1-az1'}
  ${'me-central-1'}   | ${'mec1-az3'}
  ${'il-central-1'}   | ${'ilc1-az1'}
  ${'cn-northwest-1'} | ${'cnnw1-az1'}
  ${'sa-east-1'}      | ${'sae1-az3'}
`('zone $zone is in $of, and in no region of the others', ({ of, zone }) => {
  const input = withArgs(EKS, 'gpu-subnet', ['availabilityZoneId'], zone);
  const inRegion = (name: string) =>
    region.check({ ...input, plan: { ...input.plan, region: name } }).filter(({ message }) => message.includes(zone));
  expect(inRegion(of)).toEqual([]);
  expect(inRegion('af-south-1')).toHaveLength(1);
});
