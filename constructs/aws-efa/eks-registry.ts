const COMMON = '602401143452';

/**
 * Account of the registry that EKS serves its add-ons' images from, by region.
 *
 * ap-east-2 is left out: its row on the page names a host of another region.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html
 */
const ACCOUNTS: Readonly<Record<string, string>> = {
  'af-south-1': '877085696533',
  'ap-east-1': '800184023465',
  'ap-northeast-1': COMMON,
  'ap-northeast-2': COMMON,
  'ap-northeast-3': COMMON,
  'ap-south-1': COMMON,
  'ap-south-2': '900889452093',
  'ap-southeast-1': COMMON,
  'ap-southeast-2': COMMON,
  'ap-southeast-3': '296578399912',
  'ap-southeast-4': '491585149902',
  'ap-southeast-5': '151610086707',
  'ap-southeast-6': '333609536671',
  'ap-southeast-7': '121268973566',
  'ca-central-1': COMMON,
  'ca-west-1': '761377655185',
  'cn-north-1': '918309763551',
  'cn-northwest-1': '961992271922',
  'eu-central-1': COMMON,
  'eu-central-2': '900612956339',
  'eu-north-1': COMMON,
  'eu-south-1': '590381155156',
  'eu-south-2': '455263428931',
  'eu-west-1': COMMON,
  'eu-west-2': COMMON,
  'eu-west-3': COMMON,
  'il-central-1': '066635153087',
  'me-central-1': '759879836304',
  'me-south-1': '558608220178',
  'mx-central-1': '730335286997',
  'sa-east-1': COMMON,
  'us-east-1': COMMON,
  'us-east-2': COMMON,
  'us-gov-east-1': '151742754352',
  'us-gov-west-1': '013241004608',
  'us-west-1': COMMON,
  'us-west-2': COMMON,
};

/** Regions whose registry is known, sorted. */
export const eksRegistryRegions: readonly string[] = Object.keys(ACCOUNTS);

/** The partition that a region belongs to. */
export const partitionOf = (region: string): 'aws' | 'aws-cn' | 'aws-us-gov' =>
  region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';

/** Host of the registry of EKS in a region; undefined where the region has no row. */
export function eksRegistry(region: string): string | undefined {
  const account = ACCOUNTS[region];
  const domain = partitionOf(region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return account && `${account}.dkr.ecr.${region}.${domain}`;
}
