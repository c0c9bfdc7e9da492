import { CnsError, type Problem, type Source } from '../errors.ts';
import { problemsOf } from '../parse.ts';
import { formatPath, type Path } from '../path.ts';
import { isPlainMap } from '../plain.ts';
import { API_VERSION, checkHeader, type PositionedDocument } from '../recipe/document.ts';
import type { CheckedDocument } from '../report/schema/verdict.ts';
import { unknownKind } from '../synth/check-kinds.ts';
import { checkObject } from '../synth/check-schema.ts';
import type { Upstream } from '../synth/upstream.ts';
import { parserOf, SCHEMA_KINDS } from './schemas.ts';

/** A document as it was read, with a way to ask where its values stand: only of one with problems it is asked. */
export interface DocumentToCheck {
  readonly value: unknown;
  locate(path: Path): Source;
}

export interface DocumentCheck {
  /** Absent when the document does not say, or says what no schema is for. */
  readonly document?: CheckedDocument;
  /** By position. */
  readonly problems: readonly Problem[];
  /** How many mistakes there are besides, at least. */
  readonly more: number;
}

/** Mistakes that are put into words: a file of another program may have one a line. */
const TOLD = 1000;

/**
 * Holds a document against the schema of its own apiVersion and kind: one of ours, or a Kubernetes object as `synth` checks what it emits
 * (fields, types, enums, required fields, ranges, patterns; not CEL rules and formats).
 *
 * Problems have the code `VERSION_UNKNOWN` where there is no such schema, `DOCUMENT_INVALID` and `MANIFEST_INVALID` for mistakes.
 */
export function checkDocument({ value, locate }: DocumentToCheck, upstream: Upstream): DocumentCheck {
  if (isObject(value)) {
    const index = upstream.kind(value.apiVersion, value.kind);
    if (index) return checked(value, objectMistakes(value, checkObject(index, value, upstream.definition), locate));
    if (!isOurs(value)) return { problems: [noSchema(value, locate)], more: 0 };
  }
  const kind = SCHEMA_KINDS.find((one) => isPlainMap(value) && value.apiVersion === API_VERSION && value.kind === one);
  if (kind === undefined) return { problems: headerProblems({ value, locate }), more: 0 };
  const schema = parserOf(kind);
  const result = schema.safeParse(value);
  const document = { apiVersion: API_VERSION, kind };
  if (result.success) return { document, problems: [], more: 0 };
  const { issues } = result.error;
  const told = problemsOf({ issues: issues.slice(0, TOLD) }, schema, value, { code: 'DOCUMENT_INVALID', locate });
  return { document, problems: byPosition(told), more: Math.max(0, issues.length - TOLD) };
}

interface NamedObject {
  readonly apiVersion: string;
  readonly kind: string;
}

const isObject = (value: unknown): value is NamedObject =>
  isPlainMap(value) && typeof value.apiVersion === 'string' && typeof value.kind === 'string';

/** Ours by its group, or by a kind that is ours under a group that nobody knows: then the group is the mistake. */
const isOurs = ({ apiVersion, kind }: NamedObject): boolean =>
  apiVersion.startsWith(`${API_VERSION.split('/')[0]}/`) || SCHEMA_KINDS.some((one) => one === kind);

function noSchema(object: NamedObject, locate: DocumentToCheck['locate']): Problem {
  const hint = `our own kinds have \`apiVersion: ${API_VERSION}\`; of Kubernetes' kinds those are known that trees hold`;
  return { code: 'VERSION_UNKNOWN', path: 'kind', message: unknownKind(object), hint, source: locate(['kind']) };
}

function headerProblems({ value, locate }: DocumentToCheck): readonly Problem[] {
  if (isPlainMap(value) && !Object.hasOwn(value, 'kind') && isPlainMap(value.files) && Object.hasOwn(value, 'about')) {
    const hint = 'cnsctl verify holds a tree against its checksums';
    const message = 'this is the index of a tree, which the program keeps for itself: no schema is for it';
    return [{ code: 'VERSION_UNKNOWN', message, hint, source: locate([]) }];
  }
  const positions = ['apiVersion', 'kind'].map((key) => {
    const { line, column } = locate([key]);
    return [key, [line, column]] as const;
  });
  const { file, line, column } = locate([]);
  const header: PositionedDocument = { file, value, positions: new Map([['', [line, column]], ...positions]) };
  try {
    checkHeader(header, SCHEMA_KINDS);
    return [];
  } catch (error) {
    if (error instanceof CnsError) return error.problems;
    throw error;
  }
}

function checked({ apiVersion, kind }: NamedObject, problems: readonly Problem[]): DocumentCheck {
  return {
    document: { apiVersion, kind },
    problems: byPosition(problems.slice(0, TOLD)),
    more: Math.max(0, problems.length - TOLD),
  };
}

function objectMistakes(
  object: unknown,
  mistakes: ReturnType<typeof checkObject>,
  locate: DocumentToCheck['locate'],
): readonly Problem[] {
  return mistakes.map(({ path: dotted, message, allowed }) => {
    const path = pathIn(object, dotted);
    return {
      code: 'MANIFEST_INVALID' as const,
      path: formatPath(path),
      message: allowed && !message.includes('did you mean') ? `${message}; allowed: ${allowed.join(', ')}` : message,
      source: locate(path),
    };
  });
}

/** The keys of a path that was written with dots, which keys may have too: `metadata.labels.app.kubernetes.io/name`. */
function pathIn(value: unknown, dotted: string): Path {
  if (dotted === '') return [];
  const [first = '', ...rest] = dotted.split('.');
  if (Array.isArray(value)) return [Number(first), ...pathIn(value[Number(first)], rest.join('.'))];
  const map = isPlainMap(value) ? value : {};
  const key = Object.keys(map).find((name) => dotted === name || dotted.startsWith(`${name}.`)) ?? first;
  return [key, ...pathIn(map[key], dotted.slice(key.length + 1))];
}

const byPosition = (problems: readonly Problem[]): readonly Problem[] =>
  problems.toSorted(
    (a, b) => (a.source?.line ?? 0) - (b.source?.line ?? 0) || (a.source?.column ?? 0) - (b.source?.column ?? 0),
  );
