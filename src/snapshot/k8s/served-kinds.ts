import type { KubeApi, KubeKind } from '../../contract/kube-api.ts';
import { compareText, type PlainMap } from '../../plain.ts';
import { mapAt, mapsAt, sortedRecord, textAt } from '../cluster/object-fields.ts';
import type { CustomKind } from './custom-resources.ts';

/** API groups → versions, in the order in which the server prefers them. */
export type ApiGroups = ReadonlyMap<string, readonly string[]>;

/** Of the answer to `/apis`. */
export function apiGroupsOf(answer: PlainMap): ApiGroups {
  const groups = mapsAt(answer, 'groups').map((group) => {
    const preferred = textAt(mapAt(group, 'preferredVersion'), 'version');
    const versions = mapsAt(group, 'versions').flatMap((version) => textAt(version, 'version') ?? []);
    const first = preferred === undefined ? [] : [preferred];
    return [textAt(group, 'name') ?? '', [...new Set([...first, ...versions])]] as const;
  });
  return new Map(groups.filter(([name]) => name !== ''));
}

/** As a snapshot holds them: by name. Which one a server prefers is its own matter. */
export const sortedGroups = (groups: ApiGroups): Record<string, string[]> =>
  sortedRecord([...groups].map(([name, versions]) => [name, versions.toSorted(compareText)]));

/**
 * Finds out under which version a server has kinds. Each group and version is asked for once.
 *
 * Listing tells less: who may not list a kind is refused whether it exists or not.
 */
export function servedKinds(api: KubeApi, groups: ApiGroups): (kind: CustomKind) => Promise<KubeKind | undefined> {
  const asked = new Map<string, Promise<ReadonlySet<string>>>();
  const resourcesOf = (group: string, version: string): Promise<ReadonlySet<string>> => {
    const path = `/apis/${group}/${version}`;
    const found = asked.get(path) ?? api.get(path).then((answer) => namesIn(answer));
    asked.set(path, found);
    return found;
  };
  return async ({ group, resource, versions }) => {
    const served = groups.get(group) ?? [];
    const known = versions.filter((version) => served.includes(version));
    for (const version of new Set([...known, ...served])) {
      if ((await resourcesOf(group, version)).has(resource)) return { group, version, resource };
    }
    return undefined;
  };
}

const namesIn = (answer: PlainMap): ReadonlySet<string> =>
  new Set(mapsAt(answer, 'resources').flatMap((resource) => textAt(resource, 'name') ?? []));
