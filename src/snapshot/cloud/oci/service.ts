import type { PlainMap } from '../../../plain.ts';
import { jsonMap, lineAt, whyNot } from '../answer.ts';
import { Findings } from '../findings.ts';
import type { Asking, CloudFacts, CloudService, Probe } from '../service.ts';
import { okeCluster } from './oke.ts';

const INSTANCE = 'GET /opc/v2/instance/';
const HOST = 'GET /opc/v2/host/';

/** Version 2 asks for this header; version 1, which does not, is never asked. */
const HEADERS = { authorization: 'Bearer Oracle' };

/**
 * Oracle Cloud Infrastructure. Its answer is known by the OCID of an instance.
 *
 * @see https://docs.oracle.com/en-us/iaas/Content/Compute/Tasks/gettingmetadata.htm
 */
export const oci: CloudService = {
  provider: 'oci',
  async probe(asking): Promise<Probe> {
    const { ask, endpoints, limits } = asking;
    const answer = await ask({
      url: `${endpoints.metadata.oci}/opc/v2/instance/`,
      headers: HEADERS,
      timeoutMs: limits.probeMs,
    });
    if (answer.state === 'silent') return answer;
    const instance = jsonMap(answer);
    if (!/^ocid1\.instance\.[a-z0-9-]+\./.test(lineAt(instance, 'id') ?? '') || instance === undefined)
      return { state: 'foreign', why: `${INSTANCE}: ${whyNot(answer)}` };
    return { state: 'own', read: () => readOci(asking, instance) };
  },
};

async function readOci({ ask, endpoints, limits }: Asking, instance: PlainMap): Promise<CloudFacts> {
  const found = new Findings();
  const answer = await ask({
    url: `${endpoints.metadata.oci}/opc/v2/host/`,
    headers: HEADERS,
    timeoutMs: limits.readMs,
  });
  const host = jsonMap(answer);
  if (answer.state === 'silent') found.lack(['fabric'], `${HOST}: ${answer.why}`);
  const of = (field: string, key: string) =>
    found.take([field], lineAt(instance, key), INSTANCE, `the metadata has no ${key}`);
  found.lack(['capacity'], 'the metadata of OCI does not say how an instance is paid for; give it by hand');
  const topology = (key: string) => lineAt(host, 'rdmaTopologyData', key);
  const region = lineAt(instance, 'canonicalRegionName') ?? lineAt(instance, 'regionInfo', 'regionIdentifier');
  const data = {
    instanceId: of('instanceId', 'id'),
    instanceType: of('instanceType', 'shape'),
    // `region` may be the short key of an old region, such as phx.
    region: found.take(['region'], region, INSTANCE, 'the metadata has no canonicalRegionName'),
    zone: of('zone', 'availabilityDomain'),
    image: of('image', 'image'),
    // rdmaTopologyData is there where the tenancy has a capacity topology; oracle-quickstart/oci-hpc-oke docs, kubernetes-sigs/dranet pkg/cloudprovider/oke.
    fabric: found.taken(
      ['fabric'],
      [
        ['hpcIslandId', topology('customerHPCIslandId'), HOST],
        ['networkBlockId', topology('customerNetworkBlock') ?? lineAt(host, 'networkBlockId'), HOST],
        ['localBlockId', topology('customerLocalBlock'), HOST],
        ['gpuMemoryFabricId', topology('customerGpuMemoryFabric'), HOST],
        ['rackId', lineAt(host, 'rackId'), HOST],
        ['faultDomain', lineAt(instance, 'faultDomain'), INSTANCE],
      ],
    ),
    cluster: okeCluster(instance, region, found),
  };
  return found.facts(data);
}
