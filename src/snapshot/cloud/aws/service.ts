import type { PlainMap } from '../../../plain.ts';
import type { CloudData } from '../../data/cloud.ts';
import { jsonMap, lineAt, plainLine, whyNot } from '../answer.ts';
import { Findings } from '../findings.ts';
import type { Asking, CloudFacts, CloudService, Probe, ReadPath } from '../service.ts';
import { eksCluster } from './eks.ts';

const TOKEN = '/latest/api/token';
const DOCUMENT = 'dynamic/instance-identity/document';

/**
 * Amazon EC2, by version 2 of its metadata service only: version 1 answers whoever can make a server fetch an address.
 *
 * The service is Amazon's when it gives a token (with its lifetime in a header) and an identity document of an EC2 instance; services that
 * imitate the paths of EC2, as OpenStack's does, have neither.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 */
export const aws: CloudService = {
  provider: 'aws',
  async probe({ ask, endpoints, limits, over }): Promise<Probe> {
    const base = endpoints.metadata.aws;
    const granted = await ask({
      method: 'PUT',
      url: `${base}${TOKEN}`,
      headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '60' },
      timeoutMs: limits.probeMs,
    });
    if (granted.state === 'silent') return granted;
    const token = plainLine(granted);
    if (token === undefined || granted.headers['x-aws-ec2-metadata-token-ttl-seconds'] === undefined)
      return { state: 'foreign', why: `PUT ${TOKEN}: ${whyNot(granted)}` };
    const read: ReadPath = (path) =>
      ask({
        url: `${base}/latest/${path}`,
        headers: { 'x-aws-ec2-metadata-token': token },
        timeoutMs: limits.readMs,
      });
    const answer = await read(DOCUMENT);
    const document = jsonMap(answer);
    if (document === undefined || !isIdentity(document))
      return { state: 'foreign', why: `GET /latest/${DOCUMENT}: ${whyNot(answer)}` };
    return { state: 'own', read: () => readAws({ ask, endpoints, limits, over }, read, document) };
  },
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/retrieve-iid.html */
const isIdentity = (document: PlainMap): boolean =>
  /^i-[0-9a-f]{8,17}$/.test(lineAt(document, 'instanceId') ?? '') &&
  /^\d{12}$/.test(lineAt(document, 'accountId') ?? '') &&
  /^[a-z]{2,}(-[a-z]+)+-\d+$/.test(lineAt(document, 'region') ?? '');

async function readAws(asking: Asking, read: ReadPath, document: PlainMap): Promise<CloudFacts> {
  const found = new Findings();
  const [lifeCycle, group, partition, zoneId] = await Promise.all([
    read('meta-data/instance-life-cycle'),
    read('meta-data/placement/group-name'),
    read('meta-data/placement/partition-number'),
    read('meta-data/placement/availability-zone-id'),
  ]);
  const paid = plainLine(lifeCycle);
  const source = `GET /latest/${DOCUMENT}`;
  const of = (field: string, key: string) =>
    found.take([field], lineAt(document, key), source, `the identity document has no ${key}`);
  const region = of('region', 'region');
  const data = {
    instanceId: of('instanceId', 'instanceId'),
    instanceType: of('instanceType', 'instanceType'),
    region,
    zone: of('zone', 'availabilityZone'),
    image: of('image', 'imageId'),
    capacity: found.take(
      ['capacity'],
      CAPACITY.get(paid ?? ''),
      'GET /latest/meta-data/instance-life-cycle',
      paid === undefined ? whyNot(lifeCycle) : `${paid} is a way to pay that has no name here`,
    ),
    // Answers of status 404 are right: the instance is in no placement group.
    fabric: found.taken(
      ['fabric'],
      [
        ['placementGroup', plainLine(group), 'GET /latest/meta-data/placement/group-name'],
        ['partitionNumber', plainLine(partition), 'GET /latest/meta-data/placement/partition-number'],
        ['availabilityZoneId', plainLine(zoneId), 'GET /latest/meta-data/placement/availability-zone-id'],
      ],
    ),
    cluster: await eksCluster(asking, read, region, found),
  };
  return found.facts(data);
}

/**
 * `instance-life-cycle` in our words; an instance in a reservation on demand says `on-demand` too.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-purchasing-options.html
 */
const CAPACITY: ReadonlyMap<string, CloudData['capacity']> = new Map([
  ['on-demand', 'on-demand'],
  ['spot', 'spot'],
  ['scheduled', 'reserved'],
  ['capacity-block', 'capacity-block'],
]);
