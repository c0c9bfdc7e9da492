import type { Collected, Surroundings } from '../../../src/contract/collector.ts';
import type { Ask } from '../../../src/contract/machine.ts';
import { ask } from '../../../src/io/ask.ts';
import { createCloudCollector } from '../../../src/snapshot/cloud/collector.ts';
import type { CloudEndpoints } from '../../../src/snapshot/cloud/endpoints.ts';
import { type CloudData, cloudData, type Provider } from '../../../src/snapshot/data/cloud.ts';
import { aMachine } from '../a-machine.ts';
import { type Answer, type Asked, type Loopback, loopback } from './loopback.ts';

export interface CollectOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly given?: Readonly<Record<string, string>>;
  /** Servers of the APIs of EKS, GKE and AKS. @default - 403 */
  readonly api?: (asked: Asked) => Answer | undefined;
  /** Unit: milliseconds. */
  readonly probeMs?: number;
  readonly signal?: AbortSignal;
}

export interface CollectedFrom extends Collected<CloudData> {
  /** Requests to the metadata service, and to the APIs. */
  readonly asked: readonly Asked[];
  readonly api: readonly Asked[];
  /** Address of the APIs. */
  readonly apiUrl: string;
}

/** Runs the real collector, with the real client, against one server that stands at the address of all four clouds, as the real ones do. */
export async function collectFrom(
  answer: (asked: Asked) => Answer | undefined,
  options: CollectOptions = {},
): Promise<CollectedFrom> {
  const imds = await loopback(answer);
  try {
    const all = { aws: imds.url, gcp: imds.url, azure: imds.url, oci: imds.url };
    return await collectAt(all, options, imds);
  } finally {
    await imds.close();
  }
}

/** As `collectFrom`, with an address for each cloud. */
export async function collectAt(
  metadata: Readonly<Record<Provider, string>>,
  { files, given = {}, api = () => ({ status: 403 }), probeMs = 5_000, signal }: CollectOptions = {},
  imds?: Loopback,
): Promise<CollectedFrom> {
  const cloudApi = await loopback(api);
  const endpoints: CloudEndpoints = {
    metadata,
    eks: (region, domain) => `${cloudApi.url}/${region}/${domain}`,
    gke: cloudApi.url,
    azure: { AzurePublicCloud: cloudApi.url },
  };
  const surroundings: Surroundings = {
    machine: aMachine({ files }),
    ask: ask satisfies Ask,
    cluster: () => Promise.reject(new Error('the collector of clouds asks no cluster')),
    before: {},
    given,
    signal: signal ?? new AbortController().signal,
    progress: () => {},
  };
  try {
    const limits = { probeMs, readMs: 5_000, apiMs: 5_000 };
    const collected = await createCloudCollector(endpoints, limits).collect(surroundings);
    return {
      ...collected,
      // What a collector returns must fit the snapshot.
      data: cloudData.parse(collected.data),
      asked: imds?.asked ?? [],
      api: cloudApi.asked,
      apiUrl: cloudApi.url,
    };
  } finally {
    await cloudApi.close();
  }
}
