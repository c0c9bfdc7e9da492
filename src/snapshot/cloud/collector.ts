import { type Collected, CollectFailure, type Collector, defineCollector } from '../../contract/collector.ts';
import { type CloudData, cloudData } from '../data/cloud.ts';
import { type Detected, detectCloud } from './detect.ts';
import { CLOUD_ENDPOINTS, CLOUD_LIMITS, type CloudEndpoints, type CloudLimits } from './endpoints.ts';
import { type FirmwareHint, firmwareHint } from './firmware.ts';
import { contradictions, givenCloud, withGiven } from './given.ts';

/** The collector of what the cloud says of the node; tests hand in addresses and limits of their own. */
export const createCloudCollector = (
  endpoints: CloudEndpoints = CLOUD_ENDPOINTS,
  limits: CloudLimits = CLOUD_LIMITS,
): Collector<CloudData> =>
  defineCollector({
    name: 'cloud',
    summary: 'cloud, instance type, region, capacity, place in the fabric, managed cluster',
    of: 'node',
    timeoutMs: 20_000,
    schema: cloudData,
    async collect({ machine, ask, given: words, signal }) {
      const given = givenCloud(words);
      const [hint, detected] = await Promise.all([
        firmwareHint(machine),
        detectCloud({ ask, endpoints, limits, over: () => signal.aborted }),
      ]);
      const found = await read(detected, hint);
      const against = contradictions(given, found.data);
      if (against.length > 0)
        throw new CollectFailure(against.join('; '), { hint: 'leave out what the metadata service says by itself' });
      const { data, paths } = withGiven(found.data, given);
      const known = new Set(paths.flatMap((path) => (path === 'cluster.name' ? [path, 'cluster'] : [path])));
      return {
        data: data.from === 'none' && known.size > 0 ? { ...data, from: 'given' } : data,
        missing: Object.fromEntries(Object.entries(found.missing).filter(([path]) => !known.has(path))),
        context: { ...found.context, ...Object.fromEntries(paths.map((path) => [path, { source: 'given' }])) },
      };
    },
  });

export const cloudCollector = createCloudCollector();

/** What the one cloud that answered says. */
async function read({ own, others }: Detected, hint: FirmwareHint | undefined): Promise<Collected<CloudData>> {
  const [service, second] = own;
  if (service === undefined)
    return { data: { from: 'none', fabric: {} }, missing: unreachable(hint, others), context: {} };
  if (second !== undefined)
    throw new CollectFailure(`metadata services of two clouds answered: ${own.map((one) => one.provider).join(', ')}`, {
      hint: 'one of them is imitated; exclude the collector cloud, or end what imitates it',
    });
  const { provider } = service;
  if (hint !== undefined && hint.provider !== provider)
    throw new CollectFailure(
      `a metadata service of ${provider} answered, and the firmware of the machine says ${hint.says}, which is ${hint.provider}`,
      { hint: 'one of them is imitated; exclude the collector cloud, or end what imitates it' },
    );
  const { data, missing, context } = await service.read();
  return {
    data: { fabric: {}, ...present(data), provider, from: 'metadata' },
    missing,
    context: { ...context, provider: { source: 'metadata service' } },
  };
}

/** A machine of a cloud whose service cannot be asked; in no cloud there is nothing to miss. */
function unreachable(hint: FirmwareHint | undefined, others: Detected['others']): Readonly<Record<string, string>> {
  if (hint === undefined) return {};
  const why = `the firmware says ${hint.says}, and the metadata service of ${hint.provider} cannot be used: ${others[hint.provider]}; allow the node or pod to reach 169.254.169.254 (on AWS a pod needs a hop limit of 2), or give the values by hand`;
  return Object.fromEntries(
    ['provider', 'instanceId', 'instanceType', 'region', 'zone', 'capacity', 'image', 'cluster'].map((path) => [
      path,
      why,
    ]),
  );
}

/** Without the keys that have no value, at the top and in the cluster: data is what was found. */
function present({
  cluster,
  ...data
}: Partial<Omit<CloudData, 'provider' | 'from'>>): typeof data & Pick<CloudData, 'cluster'> {
  return { ...withValue(data), ...(cluster === undefined ? {} : { cluster: withValue(cluster) }) };
}

const withValue = <T extends object>(map: T): T =>
  Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined)) as T;
