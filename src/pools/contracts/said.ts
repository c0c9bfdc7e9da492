import type { Problem } from '../../errors.ts';
import { isExpression, shown } from '../expression.ts';

/** What one half says, and where it says it. */
export interface Said<T = unknown> {
  /** Resource and argument, component and value, or a path of the cluster file. */
  readonly at: string;
  readonly value: T;
}

export const said = <T>(at: string, value: T): Said<T> => ({ at, value });

/** Two halves that contradict each other. */
export function broken(contradiction: {
  /** Where in the cluster file it can be changed. */
  readonly path: string;
  readonly pool: Said;
  readonly tree: Said;
  /** Why the two cannot both hold. */
  readonly because: string;
  readonly hint: string;
}): Problem {
  const { path, pool, tree, because, hint } = contradiction;
  return { code: 'CONTRACT_BROKEN', path, message: `${sentence(pool)}, and ${sentence(tree)}: ${because}`, hint };
}

const sentence = ({ at, value }: Said): string =>
  value === undefined ? `${at} is not given` : `${at} is ${text(value)}`;

function text(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '""' : value;
  if (isExpression(value)) return shown(value);
  return JSON.stringify(value);
}
