import type { HttpOutcome } from '../../../contract/machine.ts';
import type { CloudData } from '../../data/cloud.ts';
import { jsonMap, line, lineAt, plainLine, whyNot } from '../answer.ts';
import type { Findings } from '../findings.ts';
import type { Asking, ReadPath } from '../service.ts';
import { clusterNameIn, eksName } from './cluster-name.ts';
import { type AwsCredentials, signAws } from './sigv4.ts';

/** Managed node groups and EKS Auto Mode tag their instances so; tags are in the metadata where InstanceMetadataTags is enabled. */
const TAG = 'meta-data/tags/instance/eks:cluster-name';
const ROLE = 'meta-data/iam/security-credentials/';
const GRANT = 'allow eks:DescribeCluster to the role of the node, or give the values by hand';

/**
 * The EKS cluster that an instance belongs to: its name from a tag or from the user data, the rest from DescribeCluster with the role of
 * the instance. Absent where neither names a cluster: most instances of EC2 are in none.
 */
export async function eksCluster(
  asking: Asking,
  read: ReadPath,
  region: string | undefined,
  found: Findings,
): Promise<CloudData['cluster']> {
  if (asking.over()) {
    found.lack(['cluster'], 'the time of the collector was over before it was asked');
    return undefined;
  }
  const [tag, userData] = await Promise.all([read(TAG), read('user-data')]);
  const named =
    eksName(plainLine(tag)) ??
    (userData.state === 'answered' && userData.status === 200 ? clusterNameIn(userData.body) : undefined);
  if (named === undefined) {
    if (userData.state === 'silent') found.lack(['cluster'], `user data: ${userData.why}`);
    return undefined;
  }
  const source = plainLine(tag) === named ? `GET /latest/${TAG}` : 'GET /latest/user-data';
  const name = found.take(['cluster', 'name'], named, source);
  const location = found.take(['cluster', 'location'], region, 'region of the instance');
  const described = await describe(asking, read, named, region);
  const none = { service: 'eks' as const, name, location, details: {} };
  if ('why' in described) {
    found.lack(['cluster', 'version'], described.why);
    return none;
  }
  const api = 'EKS DescribeCluster';
  const answer = jsonMap(described.outcome);
  // What the API calls the cluster must be what was asked for: a proxy that answers everything is not it.
  if (lineAt(answer, 'cluster', 'name') !== named) {
    found.lack(['cluster', 'version'], `${api}: ${refusal(described.outcome)}; ${GRANT}`);
    return none;
  }
  return {
    ...none,
    version: found.take(['cluster', 'version'], lineAt(answer, 'cluster', 'version'), api, `${api} says no version`),
    details: found.taken(
      ['cluster', 'details'],
      [
        ['platformVersion', lineAt(answer, 'cluster', 'platformVersion'), api],
        ['status', lineAt(answer, 'cluster', 'status'), api],
        ['authenticationMode', lineAt(answer, 'cluster', 'accessConfig', 'authenticationMode'), api],
        ['supportType', lineAt(answer, 'cluster', 'upgradePolicy', 'supportType'), api],
      ],
    ),
  };
}

async function describe(
  { ask, endpoints, limits, over }: Asking,
  read: ReadPath,
  name: string,
  region: string | undefined,
): Promise<{ readonly outcome: HttpOutcome } | { readonly why: string }> {
  const [roles, domain] = await Promise.all([read(ROLE), read('meta-data/services/domain')]);
  const role = roles.state === 'answered' && roles.status === 200 ? line(roles.body.split('\n')[0]) : undefined;
  if (role === undefined || !/^[\w+=,.@-]+$/.test(role) || region === undefined)
    return { why: `the instance has no role that its metadata tells (${whyNot(roles)}); ${GRANT}` };
  const answer = await read(`${ROLE}${role}`);
  const credentials = credentialsOf(answer);
  const date = dateOf(answer);
  if (credentials === undefined || date === undefined || over())
    return { why: `the metadata service gave no credentials of role ${role}; ${GRANT}` };
  const host = plainLine(domain) ?? 'amazonaws.com';
  if (!/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(host)) return { why: 'services/domain of the metadata is no domain' };
  const url = `${endpoints.eks(region, host)}/clusters/${name}`;
  const headers = signAws({ method: 'GET', url, region, service: 'eks', date, credentials });
  return { outcome: await ask({ url, headers, timeoutMs: limits.apiMs }) };
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html */
function credentialsOf(outcome: HttpOutcome): AwsCredentials | undefined {
  const map = jsonMap(outcome);
  const [accessKeyId, secretAccessKey] = [lineAt(map, 'AccessKeyId'), lineAt(map, 'SecretAccessKey')];
  const token = map?.Token;
  // Session tokens are longer than any other line; a header takes one line only.
  const sessionToken = typeof token === 'string' && /^[\x21-\x7e]{1,8192}$/.test(token) ? token : undefined;
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) return undefined;
  return { accessKeyId, secretAccessKey, sessionToken };
}

/** The time by the metadata service's own clock: that of the node may be off, and a signature is good for five minutes. */
function dateOf(outcome: HttpOutcome): string | undefined {
  const time = outcome.state === 'answered' ? Date.parse(outcome.headers.date ?? '') : Number.NaN;
  return Number.isNaN(time) ? undefined : `${new Date(time).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
}

/** The API's own word for why not, e.g. `AccessDeniedException`. Its sentence names accounts and roles and is left out. */
function refusal(outcome: HttpOutcome): string {
  const type = outcome.state === 'answered' ? line(outcome.headers['x-amzn-errortype']?.split(':')[0]) : undefined;
  return type === undefined ? whyNot(outcome) : `${whyNot(outcome)}, ${type}`;
}
