import type { PathTree } from '../../src/synth/upstream.ts';
import type { Mark } from './read-marks.ts';

interface Branch {
  mark?: Mark;
  readonly children: Map<string, Branch>;
}

/**
 * The tree of what is read, sorted by name, with the types of defaults where they are certain.
 *
 * What lies beneath an open place is dropped: it is read anyhow.
 */
export function pathTree(marks: ReadonlyMap<string, Mark>, values: unknown): PathTree {
  const root: Branch = { children: new Map() };
  for (const [key, mark] of marks) {
    let at = root;
    for (const name of key.split('\u0000')) {
      const next = at.children.get(name) ?? { children: new Map() };
      at.children.set(name, next);
      at = next;
    }
    if (at.mark !== 'open' && at.mark !== 'refused') at.mark = mark;
  }
  const tree = write(root, values);
  return typeof tree === 'string' ? {} : tree;
}

function write(branch: Branch, value: unknown): PathTree | string {
  if (branch.mark === 'refused') return 'refused';
  const inner = branch.mark !== 'open' && branch.children.size > 0;
  const type = typeOf(value, branch.mark === 'open', inner);
  const own = [branch.mark, type].filter((word) => word !== undefined).join(' ');
  if (!inner) return own;
  const entries = [...branch.children]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, child]) => [name, write(child, below(value, name))] as const);
  // A map that is only gone through needs no mark of its own.
  return Object.fromEntries([...(branch.mark || type === 'list' ? [['', own] as const] : []), ...entries]);
}

/** Default of a field; of any element, the first one's. */
function below(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return name === '*' ? value[0] : undefined;
  if (value === null || typeof value !== 'object') return undefined;
  return name === '*' ? Object.values(value)[0] : (value as Record<string, unknown>)[name];
}

/**
 * The type of a default, where another type would be wrong.
 *
 * An empty default of an open place says little: charts write `{}` for what takes a list, and `""` for either.
 */
function typeOf(value: unknown, open: boolean, inner: boolean): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return value.length > 0 || !open ? 'list' : undefined;
  if (typeof value === 'object') return Object.keys(value).length > 0 || (!open && inner) ? 'map' : undefined;
  if (inner || (open && value === '')) return undefined;
  return typeof value;
}
