import type { HttpOutcome } from '../../../contract/machine.ts';
import type { CloudData } from '../../data/cloud.ts';
import { jsonMap, line, lineAt, plainLine, whyNot } from '../answer.ts';
import { Findings } from '../findings.ts';
import type { Asking, CloudFacts, CloudService, Probe, ReadPath } from '../service.ts';
import { gkeCluster } from './gke.ts';

/**
 * Google Compute Engine. Its answers carry the header that its questions must: an answer without it is somebody else's.
 *
 * @see https://docs.cloud.google.com/compute/docs/metadata/querying-metadata
 */
export const gcp: CloudService = {
  provider: 'gcp',
  async probe(asking): Promise<Probe> {
    const { ask, endpoints, limits } = asking;
    const read: ReadPath = async (path) => {
      const outcome = await ask({
        url: `${endpoints.metadata.gcp}/computeMetadata/v1/${path}`,
        headers: { 'metadata-flavor': 'Google' },
        timeoutMs: limits.readMs,
      });
      if (outcome.state === 'silent' || outcome.headers['metadata-flavor'] === 'Google') return outcome;
      return { state: 'silent', why: 'the answer has no header Metadata-Flavor: Google' };
    };
    const answer = await ask({
      url: `${endpoints.metadata.gcp}/computeMetadata/v1/instance/zone`,
      headers: { 'metadata-flavor': 'Google' },
      timeoutMs: limits.probeMs,
    });
    if (answer.state === 'silent') return answer;
    const zone = /^projects\/\d+\/zones\/([a-z0-9-]+)$/.exec(plainLine(answer) ?? '')?.[1];
    if (answer.headers['metadata-flavor'] !== 'Google' || zone === undefined)
      return { state: 'foreign', why: `GET instance/zone: ${whyNot(answer)}` };
    return { state: 'own', read: () => readGcp(asking, read, zone) };
  },
};

const TOPOLOGY = 'instance/attributes/physical_host_topology';

async function readGcp(asking: Asking, read: ReadPath, zone: string): Promise<CloudFacts> {
  const found = new Findings();
  const [id, type, image, model, preemptible, topology, host] = await Promise.all([
    read('instance/id'),
    read('instance/machine-type'),
    read('instance/image'),
    read('instance/scheduling/provisioning-model'),
    read('instance/scheduling/preemptible'),
    read(TOPOLOGY),
    read('instance/attributes/physical_host'),
  ]);
  const said = jsonMap(topology);
  const level = (key: string) => [key, lineAt(said, key), `GET ${TOPOLOGY}`] as const;
  const capacity = capacityOf(plainLine(model), plainLine(preemptible));
  const data = {
    instanceId: found.take(['instanceId'], plainLine(id), 'GET instance/id', whyNot(id)),
    // projects/NUMBER/machineTypes/NAME
    instanceType: found.take(['instanceType'], lastOf(type), 'GET instance/machine-type', whyNot(type)),
    region: found.take(['region'], zone.replace(/-[a-z0-9]+$/, ''), 'GET instance/zone'),
    zone: found.take(['zone'], zone, 'GET instance/zone'),
    image: found.take(['image'], plainLine(image), 'GET instance/image', whyNot(image)),
    capacity: found.take(['capacity'], capacity.value, 'GET instance/scheduling/provisioning-model', capacity.why),
    // Present where Google tells the place of the machine: A3, A4, A4X, H4D and compact placement.
    // https://docs.cloud.google.com/compute/docs/instances/view-instance-topology
    fabric: found.taken(
      ['fabric'],
      [
        level('cluster'),
        level('block'),
        level('subblock'),
        level('host'),
        ['physicalHost', plainLine(host), 'GET instance/attributes/physical_host'],
      ],
    ),
    cluster: await gkeCluster(asking, read, found),
  };
  return found.facts(data);
}

const lastOf = (outcome: HttpOutcome): string | undefined => line(plainLine(outcome)?.split('/').at(-1));

/**
 * Older machines have `preemptible` only. STANDARD includes those that consume a reservation which they did not ask for by name.
 *
 * @see https://docs.cloud.google.com/compute/docs/instances/provisioning-models
 */
function capacityOf(
  model: string | undefined,
  preemptible: string | undefined,
): { readonly value?: CloudData['capacity']; readonly why?: string } {
  if (model === 'SPOT' || preemptible === 'TRUE') return { value: 'spot' };
  if (model === 'RESERVATION_BOUND') return { value: 'reserved' };
  if (model === 'STANDARD' || (model === undefined && preemptible === 'FALSE')) return { value: 'on-demand' };
  return { why: model === undefined ? 'the metadata does not say' : `${model} is a way to pay that has no name here` };
}
