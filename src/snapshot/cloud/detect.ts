import type { Provider } from '../data/cloud.ts';
import { aws } from './aws/service.ts';
import { azure } from './azure/service.ts';
import { gcp } from './gcp/service.ts';
import { oci } from './oci/service.ts';
import type { Asking, CloudFacts, CloudService } from './service.ts';

/** All clouds that have a metadata service here. */
const SERVICES: readonly CloudService[] = [aws, gcp, azure, oci];

export interface Detected {
  /** Those that answered as only they do; more than one is for the caller to refuse. */
  readonly own: readonly { readonly provider: Provider; readonly read: () => Promise<CloudFacts> }[];
  /** Provider → why it is not here. */
  readonly others: Readonly<Partial<Record<Provider, string>>>;
}

/**
 * Asks all clouds at once. All answer at one address, and one that is not here mostly does not answer at all, so asking one after the
 * other would take the limit of each.
 */
export async function detectCloud(asking: Asking): Promise<Detected> {
  const probes = await Promise.all(
    SERVICES.map(async ({ provider, probe }) => ({ provider, probe: await probe(asking) })),
  );
  return {
    own: probes.flatMap(({ provider, probe }) => (probe.state === 'own' ? [{ provider, read: probe.read }] : [])),
    others: Object.fromEntries(
      probes.flatMap(({ provider, probe }) => (probe.state === 'own' ? [] : [[provider, probe.why] as const])),
    ),
  };
}
