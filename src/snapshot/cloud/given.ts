import * as z from 'zod';
import { CollectFailure } from '../../contract/collector.ts';
import { didYouMean } from '../../nearest.ts';
import { type CloudData, cloudData, PROVIDERS, type Provider } from '../data/cloud.ts';

/** What the user may say of the cloud, in place of its metadata service. */
export interface GivenCloud {
  readonly provider?: Provider;
  readonly instanceType?: string;
  readonly region?: string;
  readonly zone?: string;
  readonly capacity?: CloudData['capacity'];
  /** Name of the managed cluster: EKS on aws, GKE on gcp, AKS on azure, OKE on oci. */
  readonly cluster?: string;
}

export const SERVICE_OF = { aws: 'eks', gcp: 'gke', azure: 'aks', oci: 'oke' } as const satisfies Record<
  Provider,
  string
>;

const text = z.string().min(1).max(512);
const schema = z
  .object({
    provider: z.enum(PROVIDERS),
    instanceType: text,
    region: text,
    zone: text,
    capacity: cloudData.shape.capacity.unwrap(),
    cluster: text,
  })
  .partial();

/** What may be given. */
export const GIVEN_KEYS: readonly string[] = Object.keys(schema.shape);

/** @throws CollectFailure for a value that is not allowed; other names are for other collectors */
export function givenCloud(given: Readonly<Record<string, string>>): GivenCloud {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const said = parsed.error.issues.map((issue) => {
    const key = String(issue.path[0]);
    const value = given[key] ?? '';
    const allowed = issue.code === 'invalid_value' ? issue.values.map(String) : [];
    const hint = didYouMean(value, allowed);
    const wants = allowed.length > 0 ? `allowed: ${allowed.join(', ')}` : issue.message;
    return `${key} was given as ${JSON.stringify(value)}; ${wants}${hint ? ` (${hint})` : ''}`;
  });
  throw new CollectFailure(said.join('; '), { hint: 'correct what was given for the cloud' });
}

/** Field below the data → what was given for it. */
const FIELDS = ['provider', 'instanceType', 'region', 'zone', 'capacity'] as const;

/** What the user gave and the metadata says otherwise, as sentences. */
export function contradictions(given: GivenCloud, found: CloudData): string[] {
  const of = (what: string, mine: string | undefined, theirs: string | undefined) =>
    mine === undefined || theirs === undefined || mine === theirs
      ? []
      : [`${what} was given as ${mine}, and the metadata service of ${found.provider} says ${theirs}`];
  return [
    ...FIELDS.flatMap((field) => of(field, given[field], found[field])),
    ...of('cluster', given.cluster, found.cluster?.name),
  ];
}

/**
 * What was given fills what is not known.
 *
 * @throws CollectFailure when a cluster is named and nobody says on which cloud
 */
export function withGiven(found: CloudData, given: GivenCloud): { data: CloudData; paths: readonly string[] } {
  const provider = found.provider ?? given.provider;
  const fields = FIELDS.filter((field) => found[field] === undefined && given[field] !== undefined);
  const data = { ...found, ...Object.fromEntries(fields.map((field) => [field, given[field]])) };
  if (given.cluster === undefined || found.cluster?.name !== undefined) return { data, paths: fields };
  if (provider === undefined)
    throw new CollectFailure(`the cluster ${given.cluster} was given without its cloud`, {
      hint: `give the provider too: ${PROVIDERS.join(', ')}`,
    });
  const cluster = { service: SERVICE_OF[provider], details: {}, ...found.cluster, name: given.cluster };
  return { data: { ...data, cluster }, paths: [...fields, 'cluster.name'] };
}
