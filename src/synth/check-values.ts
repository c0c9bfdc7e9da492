import { remembered } from '../remembered.ts';
import { nearestPaths } from './check-nearest.ts';
import type { ChartPaths, PathTree } from './upstream.ts';

/** A value that the pinned chart would take without a word and without effect. */
export interface ValueProblem {
  /** Path in the values, indexes as numbers: `extraVolumes.0.name`. */
  readonly path: string;
  /** Real paths close to it, best first, three at most. */
  readonly nearest: readonly string[];
  /** `dead`: no template reads it. `type`: templates read it as another type. */
  readonly reason: 'dead' | 'type';
  /** What the chart takes there, when the reason is `type`. */
  readonly expected?: string;
}

type Node = PathTree | string;
type Problem = Omit<ValueProblem, 'nearest' | 'path'> & { readonly path: readonly string[] };

/** Deeper values than any chart has are refused rather than walked. */
const DEEPEST = 64;

/**
 * Every value that no template of the chart reads, or that has a type which its default excludes.
 *
 * A path is read by the chart's own templates, or by those of the sub-chart whose key it begins with; `global` is read
 * by all of them. A whole map that nobody reads is one problem, named at its top.
 */
export function checkValues(index: ChartPaths, values: Readonly<Record<string, unknown>>): ValueProblem[] {
  const problems = Object.entries(values).flatMap(([name, value]) => check(nodesAt(index, name), value, [name]));
  return problems.map(({ path, ...rest }) => ({
    ...rest,
    path: path.join('.'),
    nearest: rest.reason === 'dead' ? nearestPaths(index, path) : [],
  }));
}

/** What is known of a top-level name: the chart's own tree, a sub-chart's, and every sub-chart's `global`. */
function nodesAt(index: ChartPaths, name: string): Node[] {
  const own = childrenOf([index.paths], name);
  const sub = index.subcharts && Object.hasOwn(index.subcharts, name) ? index.subcharts[name] : undefined;
  const inside = sub ? [sub.unknown ? 'open' : withSubcharts(sub)] : [];
  return [...own, ...inside, ...(name === 'global' ? globalsOf(index) : [])];
}

/** The tree of a sub-chart with those of its own sub-charts under their keys, and every `global` below it. */
const withSubcharts: (chart: ChartPaths) => PathTree = remembered((chart) => {
  const entries = Object.entries(chart.subcharts ?? {});
  const below = entries.map(([key, sub]) => ({ [key]: sub.unknown ? 'open' : withSubcharts(sub) }));
  const globals = globalsOf(chart).map((node) => ({ global: node }));
  return [chart.paths, ...below, ...globals].reduce((a: PathTree, b: PathTree) => joinTrees(a, b));
});

function globalsOf(chart: ChartPaths): Node[] {
  return Object.values(chart.subcharts ?? {}).flatMap((sub) => [
    ...childrenOf([sub.paths], 'global'),
    ...globalsOf(sub),
  ]);
}

function joinTrees(a: PathTree, b: PathTree): PathTree {
  const joined: Record<string, Node> = Object.create(null);
  for (const name of [...Object.keys(a), ...Object.keys(b)]) {
    const left = Object.hasOwn(a, name) ? a[name] : undefined;
    const right = Object.hasOwn(b, name) ? b[name] : undefined;
    joined[name] = left === undefined ? (right ?? '') : right === undefined ? left : joinNodes(left, right);
  }
  return joined;
}

function joinNodes(a: Node, b: Node): Node {
  if (a === 'refused' || b === 'refused') return 'refused';
  if (typeof a === 'string' && typeof b === 'string') return a.startsWith('open') ? a : b;
  return joinTrees(typeof a === 'string' ? { '': a } : a, typeof b === 'string' ? { '': b } : b);
}

function check(nodes: readonly Node[], value: unknown, path: readonly string[]): Problem[] {
  if (nodes.length === 0 || path.length > DEEPEST) return [{ path, reason: 'dead' }];
  if (value === null || value === undefined) return [];
  if (nodes.includes('refused')) return [{ path, reason: 'dead' }];
  const marks = nodes.map(markOf);
  const inner = nodes.filter((node): node is PathTree => typeof node !== 'string');
  const expected = expectedType(marks, inner, value);
  if (expected !== undefined) return [{ path, reason: 'type', expected }];
  if (marks.some((mark) => mark.open) || typeof value !== 'object') return [];
  if (!Array.isArray(value)) {
    return Object.entries(value).flatMap(([name, child]) => check(childrenOf(inner, name), child, [...path, name]));
  }
  const elements = childrenOf(inner, '*');
  const scalars = elements.length === 0 && marks.some((mark) => mark.read);
  return value.flatMap((child, i) =>
    scalars && !isContainer(child) ? [] : check(elements, child, [...path, String(i)]),
  );
}

/** The type that the chart takes when the value's is another one for certain, else nothing. */
function expectedType(marks: readonly Mark[], inner: readonly PathTree[], value: unknown): string | undefined {
  const types = new Set(marks.flatMap((mark) => (mark.type ? [shapeOf(mark.type)] : [])));
  const given = Array.isArray(value) ? 'list' : typeof value === 'object' ? 'map' : 'scalar';
  if (types.size === 0 && inner.length === marks.length && !marks.some((mark) => mark.read || mark.open)) {
    const anyKey = inner.every((tree) => Object.keys(tree).every((name) => name === '*'));
    return given === 'map' || (given === 'list' && anyKey) ? undefined : 'map';
  }
  if (types.size !== 1 || types.has(given)) return undefined;
  if (given === 'scalar' && marks.some((mark) => mark.read && inner.length > 0 && !mark.type)) return undefined;
  return marks.find((mark) => mark.type)?.type;
}

interface Mark {
  readonly read: boolean;
  readonly open: boolean;
  readonly type?: string;
}

function markOf(node: Node): Mark {
  const words = (typeof node === 'string' ? node : own(node)).split(' ');
  const type = words.find((word) => word !== 'read' && word !== 'open' && word !== '');
  return { read: words.includes('read'), open: words.includes('open'), ...(type ? { type } : {}) };
}

function own(tree: PathTree): string {
  const mark = Object.hasOwn(tree, '') ? tree[''] : undefined;
  return typeof mark === 'string' ? mark : '';
}

function childrenOf(nodes: readonly Node[], name: string): Node[] {
  return nodes.flatMap((node) => {
    if (typeof node === 'string') return [];
    const names = name === '*' ? ['*'] : [name, '*'];
    return names.flatMap((n) => (n !== '' && Object.hasOwn(node, n) ? [node[n] ?? ''] : []));
  });
}

const shapeOf = (type: string): string => (type === 'map' || type === 'list' ? type : 'scalar');
const isContainer = (value: unknown): boolean => value !== null && typeof value === 'object';
