import { valueAt } from '../../../path.ts';
import type { CloudData } from '../../data/cloud.ts';
import { jsonMap, lineAt, plainLine, whyNot } from '../answer.ts';
import type { Findings } from '../findings.ts';
import type { Asking, ReadPath } from '../service.ts';

const GRANT =
  'give the service account of the node container.clusters.get (roles/container.clusterViewer) and the scope cloud-platform';

/** Only what is kept is asked for; the whole answer has certificates in it. */
const FIELDS =
  'name,location,currentMasterVersion,currentNodeVersion,status,releaseChannel(channel),autopilot(enabled)';

/**
 * The GKE cluster of a node: GKE gives its nodes the attributes cluster-name and cluster-location; the rest is asked of its API with the
 * token of the node.
 *
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters
 */
export async function gkeCluster(
  { ask, endpoints, limits, over }: Asking,
  read: ReadPath,
  found: Findings,
): Promise<CloudData['cluster']> {
  const [named, located, project] = await Promise.all([
    read('instance/attributes/cluster-name'),
    read('instance/attributes/cluster-location'),
    read('project/project-id'),
  ]);
  const word = (text: string | undefined) =>
    text !== undefined && /^[a-z0-9][a-z0-9-]*$/.test(text) ? text : undefined;
  const name = found.take(['cluster', 'name'], word(plainLine(named)), 'GET instance/attributes/cluster-name');
  if (name === undefined) {
    if (named.state === 'silent') found.lack(['cluster'], named.why);
    return undefined;
  }
  const location = found.take(
    ['cluster', 'location'],
    word(plainLine(located)),
    'GET instance/attributes/cluster-location',
    whyNot(located),
  );
  const none = { service: 'gke' as const, name, location, details: {} };
  // A project of a domain is written example.com:name.
  const id = /^(?:[a-z0-9.-]+:)?[a-z0-9-]+$/.exec(plainLine(project) ?? '')?.[0];
  if (location === undefined || id === undefined || over()) {
    found.lack(['cluster', 'version'], 'the metadata does not say where to ask for the cluster');
    return none;
  }
  const granted = await read('instance/service-accounts/default/token');
  const token = jsonMap(granted)?.access_token;
  if (typeof token !== 'string' || !/^[\x21-\x7e]{1,8192}$/.test(token)) {
    found.lack(['cluster', 'version'], `the node has no token (${whyNot(granted)}); ${GRANT}`);
    return none;
  }
  const answer = await ask({
    url: `${endpoints.gke}/v1/projects/${encodeURIComponent(id)}/locations/${location}/clusters/${name}?fields=${FIELDS}`,
    headers: { authorization: `Bearer ${token}` },
    timeoutMs: limits.apiMs,
  });
  const api = 'GKE clusters.get';
  const said = jsonMap(answer);
  if (lineAt(said, 'name') !== name) {
    found.lack(['cluster', 'version'], `${api}: ${whyNot(answer)}; ${GRANT}`);
    return none;
  }
  const autopilot = valueAt(said, ['autopilot', 'enabled']) === true;
  return {
    ...none,
    version: found.take(['cluster', 'version'], lineAt(said, 'currentMasterVersion'), api, `${api} says no version`),
    details: found.taken(
      ['cluster', 'details'],
      [
        ['channel', lineAt(said, 'releaseChannel', 'channel'), api],
        ['nodeVersion', lineAt(said, 'currentNodeVersion'), api],
        ['status', lineAt(said, 'status'), api],
        ['autopilot', autopilot ? 'true' : undefined, api],
      ],
    ),
  };
}
