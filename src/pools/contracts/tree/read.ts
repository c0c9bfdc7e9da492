import type { ComponentManifests } from '../../../contract/manifests.ts';
import { PHASES } from '../../../contract/phase.ts';
import { formatPath } from '../../../path.ts';
import { isPlainMap, type PlainMap } from '../../../plain.ts';
import { remembered } from '../../../remembered.ts';
import { AGENT_GROUPS, startupTaint } from '../../startup-taint.ts';
import type { ContractInput } from '../contract.ts';
import { type Said, said } from '../said.ts';
import { addPlacements, isPlacementKey } from './placements.ts';
import type { AgentObject, Placement, ResourceRequest, Tree, TreeObject } from './tree.ts';

/** What the tree's half says, read once for all contracts of an input. */
export const tree = remembered(({ units }: ContractInput): Tree => {
  const found: Found = { placements: [], requests: [], storageClasses: [], awsNames: [] };
  const agents: AgentObject[] = [];
  const objects = new Map<string, TreeObject[]>();
  for (const { component, release, objects: phases } of units) {
    if (release) walk(release.values, { component, prefix: `${component}: `, isFinal: false }, found);
    for (const phase of PHASES)
      for (const object of phases[phase]) {
        const at = `${component}: ${object.kind} ${object.metadata.name}`;
        walk(object, { component, prefix: `${at} `, isFinal: true }, found);
        if (AGENT_GROUPS.includes(object.apiVersion.split('/')[0] ?? '') && isPlainMap(object.spec))
          agents.push({ component, at, spec: object.spec });
        const alike = objects.get(object.kind);
        if (alike) alike.push({ component, object });
        else objects.set(object.kind, [{ component, object }]);
      }
  }
  const startup = agents.length > 0 ? startupTaint(units) : undefined;
  return { ...found, agents, objects, ...(startup ? { startup } : {}) };
});

interface Found {
  readonly placements: Placement[];
  readonly requests: ResourceRequest[];
  readonly storageClasses: Said<string>[];
  readonly awsNames: Said<string>[];
}

/** Chart values, or an object. */
interface Root {
  readonly component: string;
  /** What stands before every path. */
  readonly prefix: string;
  readonly isFinal: boolean;
}

/** Adds what chart values or an object say. All values of all components pass here: one look at each, and no text made unless it is needed. */
function walk(values: object, root: Root, found: Found): void {
  const path: (string | number)[] = [];
  const at = () => `${root.prefix}${formatPath(path)}`;
  const visit = (map: object): void => {
    let isPlacement = false;
    for (const key in map) {
      const item = (map as PlainMap)[key];
      isPlacement ||= isPlacementKey(key);
      if (typeof item === 'object' && item !== null) {
        path.push(key);
        visit(item);
        path.pop();
      } else if (typeof item === 'string' || typeof item === 'number') {
        const list = listOf(key, item, found);
        if (list || isExtended(key)) {
          path.push(key);
          const place = said(at(), String(item));
          path.pop();
          if (list) list.push(place);
          else found.requests.push({ component: root.component, resource: key, amount: place });
        }
      }
    }
    // What stands inside an affinity belongs to the map around it.
    if (isPlacement && !String(path.at(-1)).endsWith('ffinity'))
      addPlacements(map as PlainMap, root, at(), found.placements);
  };
  visit(values);
}

/** No name of a resource is shorter, and most texts are. */
const SHORTEST_ARN = 'arn:aws:s3:::a'.length;

/** Where a text belongs that says something of the cluster. */
function listOf(key: string, item: string | number, { awsNames, storageClasses }: Found): Said<string>[] | undefined {
  if (typeof item === 'number') return undefined;
  if (key === 'storageClassName' || key === 'storageClass') return storageClasses;
  const mayBe = item.length >= SHORTEST_ARN;
  return mayBe && (item.startsWith('arn:aws') || item.includes('.dkr.ecr.')) ? awsNames : undefined;
}

const isExtended = (key: string): boolean =>
  key.length > 'hugepages-'.length && (key === 'vpc.amazonaws.com/efa' || key.startsWith('hugepages-'));

const byComponent = remembered(
  ({ units }: ContractInput): ReadonlyMap<string, ComponentManifests> =>
    new Map(units.map((unit) => [unit.component, unit])),
);

/** The component's manifests, where it is in the tree. */
export const unitOf = (input: ContractInput, component: string): ComponentManifests | undefined =>
  byComponent(input).get(component);

/** Chart values of a component. */
export const valuesOf = (input: ContractInput, component: string): PlainMap | undefined =>
  unitOf(input, component)?.release?.values;

/** Objects of a kind that we emit, each with its component. */
export const objectsOf = (input: ContractInput, kind: string) => tree(input).objects.get(kind) ?? [];
