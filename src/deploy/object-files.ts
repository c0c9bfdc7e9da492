import type { KubeObject } from '../contract/manifests.ts';
import { groupOf } from './object-kind.ts';

/** File systems take 255 bytes for a name; the rest is for `.yaml` and a number. */
const MAX_NAME = 200;

/**
 * One file an object, named `<kind>-<name>.yaml`, in the order given.
 *
 * Where that name is taken twice, all who share it say their namespace too, then their API group, then their position. Names
 * are compared in lower case: a file system may not tell `A` from `a`.
 */
export function objectFiles(objects: readonly KubeObject[]): ReadonlyMap<string, KubeObject> {
  const names = uniqueNames(objects);
  return new Map(objects.map((object, i) => [`${names[i]}.yaml`, object]));
}

type Namer = (object: KubeObject, index: number) => string;

const NAMERS: readonly Namer[] = [
  ({ kind, metadata }) => safe(`${kind}-${metadata.name}`),
  ({ kind, metadata }) => safe(`${kind}-${metadata.namespace ?? 'cluster'}-${metadata.name}`),
  ({ apiVersion, kind, metadata }) =>
    safe(`${kind}-${groupOf(apiVersion) || 'core'}-${metadata.namespace ?? 'cluster'}-${metadata.name}`),
];

function uniqueNames(objects: readonly KubeObject[]): string[] {
  const names = new Array<string>(objects.length).fill('');
  let open = objects.map((_, i) => i);
  const taken = new Set<string>();
  for (const namer of NAMERS) {
    const proposed = new Map(open.map((i) => [i, namer(objects[i] as KubeObject, i)]));
    const counts = new Map<string, number>();
    for (const name of proposed.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
    open = open.filter((i) => {
      const name = proposed.get(i) ?? '';
      if ((counts.get(name) ?? 0) > 1 || taken.has(name)) return true;
      names[i] = name;
      return false;
    });
    for (const i of proposed.keys()) if (names[i]) taken.add(names[i]);
  }
  for (const i of open) names[i] = numbered(safe(`${objects[i]?.kind}-${objects[i]?.metadata.name}`), taken);
  return names;
}

function numbered(base: string, taken: Set<string>): string {
  let count = 2;
  while (taken.has(`${base}-${count}`)) count++;
  taken.add(`${base}-${count}`);
  return `${base}-${count}`;
}

/** Only what every file system and every shell takes; RBAC names may hold colons and more. */
const safe = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .slice(0, MAX_NAME);
