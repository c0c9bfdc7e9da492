import type { HttpOutcome } from '../../../contract/machine.ts';
import { valueAt } from '../../../path.ts';
import type { PlainMap } from '../../../plain.ts';
import { isPlainMap } from '../../../plain.ts';
import type { CloudData } from '../../data/cloud.ts';
import { jsonMap, lineAt, whyNot } from '../answer.ts';
import { Findings } from '../findings.ts';
import type { Asking, CloudFacts, CloudService, Probe } from '../service.ts';
import { aksCluster } from './aks.ts';

/** The first that has `physicalZone`, then one that every Azure has; a version that is not known is refused with 400. */
const VERSIONS = ['2023-11-15', '2021-02-01'] as const;

const SOURCE = 'GET /metadata/instance';

/**
 * Microsoft Azure. Its answer is known by an id of a machine, of a subscription, and by the name of an Azure cloud.
 *
 * @see https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service
 */
export const azure: CloudService = {
  provider: 'azure',
  async probe(asking): Promise<Probe> {
    const { ask, endpoints, limits } = asking;
    const instance = (version: string) =>
      ask({
        url: `${endpoints.metadata.azure}/metadata/instance?api-version=${version}&format=json`,
        headers: { metadata: 'true' },
        timeoutMs: limits.probeMs,
      });
    let answer: HttpOutcome = await instance(VERSIONS[0]);
    if (answer.state === 'answered' && answer.status === 400) answer = await instance(VERSIONS[1]);
    if (answer.state === 'silent') return answer;
    const compute = valueAt(jsonMap(answer), ['compute']);
    if (!isPlainMap(compute) || !isCompute(compute)) return { state: 'foreign', why: `${SOURCE}: ${whyNot(answer)}` };
    return { state: 'own', read: () => readAzure(asking, compute) };
  },
};

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const isCompute = (compute: PlainMap): boolean =>
  GUID.test(lineAt(compute, 'vmId') ?? '') &&
  GUID.test(lineAt(compute, 'subscriptionId') ?? '') &&
  /^Azure[A-Za-z]*$/.test(lineAt(compute, 'azEnvironment') ?? '');

async function readAzure(asking: Asking, compute: PlainMap): Promise<CloudFacts> {
  const found = new Findings();
  const of = (field: string, key: string, why?: string) => found.take([field], lineAt(compute, key), SOURCE, why);
  const region = of('region', 'location', 'the metadata has no location');
  const zone = lineAt(compute, 'zone');
  const data = {
    instanceId: of('instanceId', 'vmId'),
    instanceType: of('instanceType', 'vmSize', 'the metadata has no vmSize'),
    region,
    // Numbers of zones, written as Kubernetes labels nodes: westeurope-1. Absent in regions without zones.
    zone: found.take(['zone'], zone !== undefined && region !== undefined ? `${region}-${zone}` : undefined, SOURCE),
    image: found.take(['image'], imageOf(compute), SOURCE, 'the metadata names no image'),
    capacity: found.take(
      ['capacity'],
      capacityOf(compute),
      SOURCE,
      'the metadata has a priority that has no name here',
    ),
    fabric: found.taken(
      ['fabric'],
      [
        ['physicalZone', lineAt(compute, 'physicalZone'), SOURCE],
        ['placementGroupId', lineAt(compute, 'placementGroupId'), SOURCE],
        ['platformFaultDomain', lineAt(compute, 'platformFaultDomain'), SOURCE],
        ['vmScaleSetName', lineAt(compute, 'vmScaleSetName'), SOURCE],
        ['hostGroup', lineAt(compute, 'hostGroup', 'id'), SOURCE],
      ],
    ),
    cluster: await aksCluster(asking, compute, found),
  };
  return found.facts(data);
}

/** The id of an image of one's own, or publisher:offer:sku:version of one of the marketplace. */
function imageOf(compute: PlainMap): string | undefined {
  const own = lineAt(compute, 'storageProfile', 'imageReference', 'id');
  if (own !== undefined) return own;
  const parts = ['publisher', 'offer', 'sku', 'version'].map((key) =>
    lineAt(compute, 'storageProfile', 'imageReference', key),
  );
  return parts.every((part) => part !== undefined) ? parts.join(':') : undefined;
}

/** Empty or `Regular` unless it is Spot; `Low` is what Spot was called before. A capacity reservation does not show. */
function capacityOf(compute: PlainMap): CloudData['capacity'] {
  if (compute.priority === undefined || compute.priority === '' || compute.priority === 'Regular') return 'on-demand';
  return compute.priority === 'Spot' || compute.priority === 'Low' ? 'spot' : undefined;
}
