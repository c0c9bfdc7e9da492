import { defineCollector } from '../../contract/collector.ts';
import { compareText } from '../../plain.ts';
import { foldList } from '../cluster/fold-list.ts';
import { mapAt, mapsAt, sortedRecord, textAt } from '../cluster/object-fields.ts';
import { Refusals } from '../cluster/refusals.ts';
import { type TopologyData, topologyData } from '../data/topology.ts';
import { FABRIC_LABELS, OWN_LABELS, ZONE_LABEL } from './node-labels.ts';

const NODES = { group: '', version: 'v1', resource: 'nodes' } as const;

/** Names of nodes under one heading. */
type Marks = Map<string, string[]>;

interface Found {
  nodes: number;
  readonly labels: Map<string, Marks>;
  readonly taints: Marks;
}

/**
 * Labels, taints, zones and fabric domains of all nodes.
 *
 * It lists nodes itself, and whole: taints are in their spec, which metadata alone does not bring. The collector `k8s` lists them once
 * more, so that each can be asked for without the other: two pages more for a thousand nodes.
 */
export const topologyCollector = defineCollector<TopologyData>({
  name: 'topology',
  summary: 'Labels, taints, zones and fabric domains of all nodes',
  of: 'cluster',
  timeoutMs: 90_000,
  schema: topologyData,
  async collect({ cluster, signal, progress }) {
    const api = await cluster();
    const refusals = new Refusals();
    const begin = (): Found => ({ nodes: 0, labels: new Map(), taints: new Map() });
    const found = await refusals.read('nodes', undefined, () =>
      foldList({ api, signal, progress }, NODES, {}, begin, addNode),
    );
    // One list gives everything here: without it nothing is known, not even that there is none.
    if (found === undefined)
      for (const part of ['labels', 'taints', 'zones', 'fabricDomains']) refusals.add(part, 'nodes may not be listed');
    const data = topologyOf(found ?? begin());
    const source = { source: `${api.server}/api/v1/nodes` };
    return {
      data,
      missing: refusals.missing(),
      context: Object.fromEntries(Object.keys(data).map((part) => [part, source])),
    };
  },
});

function addNode(found: Found, object: unknown): void {
  const name = textAt(mapAt(object, 'metadata'), 'name');
  if (name === undefined) return;
  found.nodes++;
  for (const [label, value] of Object.entries(mapAt(object, 'metadata', 'labels'))) {
    if (typeof value !== 'string' || OWN_LABELS.has(label) || value === name) continue;
    const values = found.labels.get(label) ?? new Map<string, string[]>();
    found.labels.set(label, values);
    mark(values, value, name);
  }
  for (const taint of mapsAt(mapAt(object, 'spec'), 'taints')) mark(found.taints, taintText(taint), name);
}

function mark(marks: Marks, heading: string, node: string): void {
  const nodes = marks.get(heading);
  if (nodes === undefined) marks.set(heading, [node]);
  // A node may carry one taint twice, with times that differ.
  else if (nodes.at(-1) !== node) nodes.push(node);
}

/** As kubectl writes it: `key=value:Effect`, `key:Effect` without a value. */
function taintText(taint: Readonly<Record<string, unknown>>): string {
  const value = textAt(taint, 'value');
  return `${textAt(taint, 'key') ?? ''}${value === undefined ? '' : `=${value}`}:${textAt(taint, 'effect') ?? ''}`;
}

function topologyOf({ nodes, labels, taints }: Found): TopologyData {
  const fabric = [...labels].filter(([label]) => FABRIC_LABELS.has(label));
  return {
    nodes,
    labels: sortedRecord([...labels].map(([label, values]) => [label, sortedMarks(values)])),
    taints: sortedMarks(taints),
    zones: sortedMarks(labels.get(ZONE_LABEL) ?? []),
    fabricDomains: sortedMarks(
      fabric.flatMap(([label, values]) => [...values].map(([value, names]) => [`${label}=${value}`, names] as const)),
    ),
  };
}

const sortedMarks = (marks: Iterable<readonly [string, readonly string[]]>): Record<string, string[]> =>
  sortedRecord([...marks].map(([heading, nodes]) => [heading, [...nodes].sort(compareText)]));
