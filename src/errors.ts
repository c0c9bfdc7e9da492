/**
 * One row per failure a caller can act on. Shells read the row; nobody parses messages.
 *
 * Exit status: 1 means that the answer is no (invalid, stale, tampered); 2 and above that no answer could be given.
 */
export const ERROR_CODES = {
  DOCUMENT_UNREADABLE: { exit: 2, http: 400, meaning: 'A file or flag could not be read or is not YAML.' },
  DOCUMENT_INVALID: { exit: 2, http: 422, meaning: 'A document has an unknown key, a wrong type or a missing value.' },
  VERSION_UNKNOWN: {
    exit: 2,
    http: 422,
    meaning: 'A document names an apiVersion or kind that this program does not know.',
  },
  QUERY_INVALID: { exit: 2, http: 400, meaning: 'A criterion has a value that no layer or leaf knows.' },
  LEAF_UNKNOWN: { exit: 3, http: 404, meaning: 'The combination of criteria does not exist in recipes/leaves.' },
  RECIPE_CONFLICT: {
    exit: 3,
    http: 409,
    meaning: 'Two layers set one path differently and neither contains the other.',
  },
  CONSTRAINT_UNMET: {
    exit: 3,
    http: 409,
    meaning: 'A resolved value lies outside a constraint, or constraints leave nothing.',
  },
  PATH_UNKNOWN: { exit: 3, http: 404, meaning: 'Nothing in the recipe has the path that was asked for.' },
  COMPONENT_UNKNOWN: { exit: 3, http: 404, meaning: 'A component is named that no registry has.' },
  COMPONENT_CONFLICT: { exit: 3, http: 409, meaning: 'Two components own one thing, or a requirement is missing.' },
  DEPENDENCY_CYCLE: { exit: 3, http: 409, meaning: 'Components depend on each other in a ring.' },
  PROPS_INVALID: {
    exit: 3,
    http: 422,
    meaning: 'A component does not accept a prop that a layer or cluster file gives it.',
  },
  VALUE_DEAD: {
    exit: 3,
    http: 422,
    meaning: 'A raw Helm value names a path that no template of the pinned chart reads.',
  },
  VALUE_OWNED: { exit: 3, http: 409, meaning: 'A raw Helm value names a path that the construct sets from a prop.' },
  MANIFEST_INVALID: { exit: 3, http: 422, meaning: 'An emitted object does not fit its schema, or has no namespace.' },
  OBJECT_DUPLICATE: { exit: 3, http: 409, meaning: 'Two components emit the same object.' },
  SECRET_IN_CLEAR: { exit: 3, http: 422, meaning: 'A secret stands in clear where a reference belongs.' },
  CONTRACT_BROKEN: {
    exit: 3,
    http: 409,
    meaning: 'Final values contradict each other: owners, taints, selectors, images.',
  },
  ACCOUNT_INVALID: {
    exit: 2,
    http: 422,
    meaning: 'What a stack says of its account is missing, wrong, or does not fit the cluster file.',
  },
  TUNING_UNMATCHED: {
    exit: 3,
    http: 409,
    meaning: 'What a node profile applies differs from the settings that were resolved.',
  },
  PLUGIN_REFUSED: { exit: 4, http: 403, meaning: 'A plugin was named without permission, or could not be loaded.' },
  PATH_REFUSED: {
    exit: 4,
    http: 400,
    meaning: 'A path leaves its folder, passes a symbolic link or is not writable here.',
  },
  TREE_EDITED: { exit: 4, http: 409, meaning: 'A generated file was edited by hand and would be overwritten.' },
  CLUSTER_UNREACHABLE: {
    exit: 5,
    http: 502,
    meaning: 'The API server of a cluster could not be found, reached or asked.',
  },
  COLLECT_FAILED: { exit: 5, http: 502, meaning: 'A collector could not read what a snapshot is made of.' },
  CRITERIA_UNSURE: {
    exit: 3,
    http: 422,
    meaning: 'A snapshot says too little, or contrary things, of what a recipe would be chosen by.',
  },
  LIMIT_EXCEEDED: { exit: 4, http: 413, meaning: 'An input is larger than the limit.' },
  USAGE: { exit: 64, http: 400, meaning: 'The command line is off: an unknown command, flag or argument.' },
} as const satisfies Record<string, { exit: number; http: number; meaning: string }>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Position in a file, 1-based. */
export interface Source {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong: what, where, and what to change. */
export interface Problem {
  readonly code: ErrorCode;
  /** What is wrong with the value that came, naming that value and what would be allowed. */
  readonly message: string;
  /** What to change, in the words of the file or flag the user wrote. */
  readonly hint?: string;
  /** Where in that input, e.g. `components.gpu-operator.props.driver.version`. */
  readonly path?: string;
  readonly source?: Source;
}

const MARK = Symbol.for('cns.dev/error');

/**
 * A failure the user can fix; it carries every problem that was found, not the first. Anything else that is thrown is a bug and keeps its stack.
 *
 * A package that extends this one may load a copy of this class of its own: `instanceof` knows them by a mark.
 */
export class CnsError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && MARK in value;
  }

  readonly [MARK] = true;
  override readonly name = 'CnsError';
  readonly problems: readonly Problem[];

  constructor(problems: Problem | readonly Problem[], options?: { cause?: unknown }) {
    const all = 'code' in problems ? [problems] : problems;
    super(all.map(formatProblem).join('\n'), options);
    this.problems = all;
  }

  get code(): ErrorCode {
    return this.problems[0]?.code ?? 'DOCUMENT_INVALID';
  }

  /** The highest exit status among the problems. */
  get exit(): number {
    return Math.max(...this.problems.map((p) => ERROR_CODES[p.code].exit));
  }
}

/** `file:line:column: CODE at path`, the message indented below it, then the hint. */
export function formatProblem({ code, message, hint, path, source }: Problem): string {
  const place = source ? `${source.file}:${source.line}:${source.column}: ` : '';
  const at = path ? ` at ${path}` : '';
  return `${place}${code}${at}\n  ${message}${hint ? `\n  hint: ${hint}` : ''}`;
}

/** Throws one CnsError over all problems, or returns when there is none. */
export function throwProblems(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new CnsError(problems);
}
