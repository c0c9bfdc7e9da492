import type * as z from 'zod';
import { CnsError, type ErrorCode, type Problem, type Source } from './errors.ts';
import { didYouMean } from './nearest.ts';
import { formatPath, type Path, valueAt } from './path.ts';

/** What the text around a parse adds to its problems. */
export interface ParseContext {
  readonly code: ErrorCode;
  /** Prefix of every path, e.g. `['components', 'gpu-operator']`. */
  readonly at?: Path;
  /** Position of a path (with the prefix) in the file that the value came from. */
  readonly locate?: (path: Path) => Source | undefined;
}

/**
 * Parses `value` by a zod schema, strictly.
 *
 * @throws CnsError with one problem a mistake: all of them, each with path, position, what came and what is allowed
 */
export function parse<S extends z.ZodType>(schema: S, value: unknown, context: ParseContext): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new CnsError(problemsOf(result.error, schema, value, context));
}

/** One problem a mistake that zod found; nested unions are reported by the branch that came furthest. */
export function problemsOf(
  error: Pick<z.ZodError, 'issues'>,
  schema: z.ZodType,
  value: unknown,
  context: ParseContext,
): Problem[] {
  return error.issues.flatMap((issue) => describe(issue, schema, value, context));
}

type Issue = z.core.$ZodIssue;

function describe(issue: Issue, schema: z.ZodType, value: unknown, context: ParseContext): Problem[] {
  const issuePath = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
  const problem = (path: Path, message: string, hint?: string): Problem => {
    const full = [...(context.at ?? []), ...path];
    const source = context.locate?.(full);
    return {
      code: context.code,
      message,
      path: formatPath(full),
      ...(hint ? { hint } : {}),
      ...(source ? { source } : {}),
    };
  };
  if (issue.code === 'unrecognized_keys') {
    const allowed = keysAt(schema, issuePath);
    return issue.keys.map((key) =>
      problem(
        [...issuePath, key],
        `unknown key ${show(key)}${allowed.length > 0 ? `; allowed: ${allowed.join(', ')}` : ''}`,
        didYouMean(key, allowed) ?? 'remove the key',
      ),
    );
  }
  const got = valueAt(value, issuePath);
  if (issue.code === 'invalid_value') {
    const allowed = issue.values.map(String);
    return [
      problem(
        issuePath,
        `${got === undefined ? 'is missing' : `got ${show(got)}`}; allowed: ${allowed.join(', ')}`,
        typeof got === 'string' ? didYouMean(got, allowed) : undefined,
      ),
    ];
  }
  if (issue.code === 'invalid_union') {
    const branches = [...issue.errors].sort((a, b) => depth(b) - depth(a));
    const best = branches[0];
    if (best && best.length > 0 && depth(best) > 0) {
      return best.flatMap((inner) =>
        describe({ ...inner, path: [...issue.path, ...inner.path] } as Issue, schema, value, context),
      );
    }
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const allowed = issue.errors.flat().map((inner) => wantedBy(inner));
    return [
      problem(
        issuePath,
        `${got === undefined ? 'is missing' : `got ${show(got)}`}; allowed: ${[...new Set(allowed)].join(', ')}`,
      ),
    ];
  }
  if (issue.code === 'invalid_key')
    return [
      problem(issuePath, `key ${show(issuePath.at(-1))} is not allowed: ${issue.issues[0]?.message ?? issue.message}`),
    ];
  const expected = issue.code === 'invalid_type' ? `expected ${issue.expected}` : issue.message;
  const unquoted =
    issue.code === 'invalid_type' && issue.expected === 'string' && ['number', 'boolean'].includes(typeof got);
  return [
    problem(
      issuePath,
      got === undefined ? `is missing: ${expected}` : `got ${show(got)}: ${expected}`,
      unquoted ? 'write it in quotes' : undefined,
    ),
  ];
}

/** What one branch of a union would have taken. */
function wantedBy(issue: Issue): string {
  if (issue.code === 'invalid_value') return issue.values.map(String).join(', ');
  return issue.code === 'invalid_type' ? `a ${issue.expected}` : issue.message;
}

const depth = (issues: readonly { path: readonly PropertyKey[] }[]): number =>
  Math.max(0, ...issues.map((i) => i.path.length));

/** A value as it came, cut where it is long; a password in an address is not repeated. */
function show(value: unknown): string {
  const text = (JSON.stringify(value) ?? String(value)).replace(/:\/\/[^/\s"@]*:[^/\s"@]*@/g, '://…@');
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** The keys that the schema allows at `path`: walks objects, records, arrays, optionals, defaults and unions. */
export function keysAt(schema: z.ZodType, path: Path): string[] {
  let nodes: z.core.$ZodType[] = [schema];
  for (const key of path) nodes = nodes.flatMap(open).flatMap((node) => childOf(node, key));
  return [...new Set(nodes.flatMap(open).flatMap((node) => keysOf(node)))].sort();
}

/** The paths of everything that a schema names and that has no keys of its own; those below a key of `skip` are left out. */
export function leafPaths(schema: z.ZodType, skip: ReadonlySet<string>): Path[] {
  const below = (nodes: readonly z.core.$ZodType[], path: Path): Path[] => {
    const opened = nodes.flatMap(open);
    const keys = [...new Set(opened.flatMap(keysOf))].filter((key) => path.length > 0 || !skip.has(key)).sort();
    return keys.flatMap((key) => {
      const here = [...path, key];
      const deeper = below(
        opened.flatMap((node) => childOf(node, key)),
        here,
      );
      return deeper.length > 0 ? deeper : [here];
    });
  };
  return below([schema], []);
}

/** The keys of an object's shape, or of a record whose keys are an enum. */
function keysOf(node: z.core.$ZodType): string[] {
  const def = node._zod.def as { type: string; shape?: object; keyType?: z.core.$ZodType };
  if (def.shape) return Object.keys(def.shape);
  return [...(def.keyType?._zod.values ?? [])].map(String);
}

/** Strips optional, nullable, default, readonly and pipes; spreads unions. */
function open(node: z.core.$ZodType): z.core.$ZodType[] {
  const def = node._zod.def as {
    type: string;
    innerType?: z.core.$ZodType;
    in?: z.core.$ZodType;
    options?: readonly z.core.$ZodType[];
    getter?: () => z.core.$ZodType;
  };
  if (def.innerType) return open(def.innerType);
  if (def.type === 'pipe' && def.in) return open(def.in);
  if (def.type === 'lazy' && def.getter) return open(def.getter());
  if (def.options) return def.options.flatMap(open);
  return [node];
}

function childOf(node: z.core.$ZodType, key: string | number): z.core.$ZodType[] {
  const def = node._zod.def as {
    type: string;
    shape?: Record<string, z.core.$ZodType>;
    valueType?: z.core.$ZodType;
    element?: z.core.$ZodType;
  };
  if (def.shape) return Object.hasOwn(def.shape, key) ? [def.shape[key] as z.core.$ZodType] : [];
  return def.valueType ? [def.valueType] : def.element ? [def.element] : [];
}
