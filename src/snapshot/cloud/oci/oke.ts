import { valueAt } from '../../../path.ts';
import { isPlainMap, type PlainMap } from '../../../plain.ts';
import type { CloudData } from '../../data/cloud.ts';
import { lineAt } from '../answer.ts';
import type { Findings } from '../findings.ts';

const SOURCE = 'GET /opc/v2/instance/';

/**
 * The OKE cluster of a node, from the keys `oke-…` that OKE gives its nodes as metadata; nothing else of that map is read, since it has
 * the user data and whatever else somebody put there.
 *
 * The API is not asked: an instance principal is four requests signed with RSA through a certificate of the node, for little that the
 * Kubernetes API does not say as well. The version of the cluster is therefore missing.
 */
export function okeCluster(
  instance: PlainMap,
  region: string | undefined,
  found: Findings,
): CloudData['cluster'] | undefined {
  const metadata = valueAt(instance, ['metadata']);
  if (!isPlainMap(metadata) || !Object.keys(metadata).some((key) => key.startsWith('oke-'))) return undefined;
  const of = (key: string) => lineAt(metadata, key);
  found.lack(
    ['cluster', 'version'],
    'the metadata has the version of the node only, and the API of OKE is not asked; the collector k8s has it',
  );
  return {
    service: 'oke',
    name: found.take(
      ['cluster', 'name'],
      of('oke-cluster-display-name'),
      SOURCE,
      'the metadata has no oke-cluster-display-name: nodes that joined by themselves have none',
    ),
    location: found.take(['cluster', 'location'], region, SOURCE),
    details: found.taken(
      ['cluster', 'details'],
      [
        ['clusterId', of('oke-cluster-id'), SOURCE],
        ['nodeVersion', of('oke-k8version'), SOURCE],
        ['nodePoolId', of('oke-pool-id'), SOURCE],
        ['imageName', of('oke-image-name'), SOURCE],
      ],
    ),
  };
}
