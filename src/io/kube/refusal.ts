import { type KubeKind, KubeRefusal } from '../../contract/kube-api.ts';
import { isPlainMap } from '../../plain.ts';

/** What was asked, as a rule of a role would allow it. */
export type Asked =
  | { readonly verb: 'list' | 'patch'; readonly kind: KubeKind; readonly namespace?: string }
  | { readonly verb: 'get'; readonly path: string };

/** The answer of an API server that says no, in words. What it says itself is cut: it is as long as the server likes. */
export function refusalOf(status: number, body: unknown, asked: Asked): KubeRefusal {
  const { reason, message, details } = isPlainMap(body) ? body : {};
  const why = typeof reason === 'string' && reason !== '' ? reason.slice(0, 60) : `status ${status}`;
  if (status === 403) return new KubeRefusal(status, why, forbidden(asked));
  const owners = status === 409 ? conflicts(details) : [];
  if (owners.length > 0) return new KubeRefusal(status, why, owners.join('; '));
  const said = typeof message === 'string' && message !== '' ? `: ${message.slice(0, 300)}` : '';
  return new KubeRefusal(status, why, `${nameOf(asked)} was answered with ${why}${said}`);
}

const nameOf = (asked: Asked): string =>
  asked.verb === 'get' ? `GET ${asked.path}` : `${asked.verb} ${resourceName(asked.kind)}`;

/** As kubectl names it: `nodes`, `clusterpolicies.nvidia.com`. */
const resourceName = ({ group, resource }: KubeKind): string => (group === '' ? resource : `${resource}.${group}`);

/** Says the rule that is missing, as it is written in a ClusterRole. */
function forbidden(asked: Asked): string {
  if (asked.verb === 'get')
    return `may not get ${asked.path}: add the rule {nonResourceURLs: ["${asked.path}"], verbs: [get]} to its ClusterRole`;
  const { group, resource } = asked.kind;
  const verbs = asked.verb === 'patch' ? 'create, patch' : 'list';
  const role = asked.namespace === undefined ? 'its ClusterRole' : `a Role in ${asked.namespace}`;
  return `may not ${asked.verb} ${resourceName(asked.kind)}: add the rule {apiGroups: ["${group}"], resources: [${resource}], verbs: [${verbs}]} to ${role}`;
}

/** Who owns which field: `.data.snapshot.yaml: conflict with "kubectl"`. */
function conflicts(details: unknown): string[] {
  const causes = isPlainMap(details) && Array.isArray(details.causes) ? details.causes.filter(isPlainMap) : [];
  return causes
    .filter(({ reason }) => reason === 'FieldManagerConflict')
    .slice(0, 10)
    .map(({ field, message }) => `${String(field).slice(0, 200)}: ${String(message).slice(0, 200)}`)
    .sort();
}
