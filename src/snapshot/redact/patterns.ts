/** Texts that identify something wherever they stand, by what they are called after. Order matters: an earlier one takes a text first. */
export const PATTERNS: readonly { readonly kind: string; readonly pattern: RegExp }[] = [
  { kind: 'email', pattern: /[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g },
  // GPU-…, MIG-… and bare ones; of Azure subscriptions too.
  { kind: 'uuid', pattern: /(?<![0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f])/gi },
  { kind: 'ocid', pattern: /\bocid1\.[a-z0-9._-]+/g },
  { kind: 'cloud-id', pattern: /\b(?:i|vpc|subnet|sg|eni|vol|lt|cr|fs)-[0-9a-f]{8,17}\b/g },
  // In ARNs and in the hosts of registries. The account of EKS's own images is everybody's.
  {
    kind: 'account',
    pattern: /(?<=arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:)\d{12}\b|\b(?!602401143452)\d{12}(?=\.dkr\.ecr\.)/g,
  },
  { kind: 'resource-group', pattern: /(?<=\/resourceGroups\/)[^/\s]+/gi },
  { kind: 'project', pattern: /(?<=\bgce:\/\/)[^/\s]+|(?<=\bprojects\/)[^/\s]+/g },
  { kind: 'mac', pattern: /(?<![0-9a-f:])(?:[0-9a-f]{2}:){5}[0-9a-f]{2}(?![0-9a-f:])/gi },
  { kind: 'guid', pattern: /(?<![0-9a-f:])(?:[0-9a-f]{4}:){3}[0-9a-f]{4}(?![0-9a-f:])/gi },
  {
    kind: 'ip',
    pattern:
      /(?<![0-9a-z.:])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}|(?:[0-9a-f]{1,4}:){1,7}:)(?![0-9a-z:])/gi,
  },
  // Not part of a longer dotted number, which is a version.
  {
    kind: 'ip',
    pattern:
      /(?<![0-9A-Za-z.-])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![0-9A-Za-z]|\.\d|-\d)/g,
  },
];
