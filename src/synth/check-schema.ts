import { didYouMean } from '../nearest.ts';
import type { Definitions, FieldSchema, KindIndex } from './upstream.ts';

/** One thing that an API server would refuse, or drop without a word. */
export interface SchemaProblem {
  /** Path in the object, indexes as numbers: `spec.template.spec.containers.0.image`. */
  readonly path: string;
  readonly message: string;
  /** Legal fields or values, where they are a list. */
  readonly allowed?: readonly string[];
}

/** Deeper objects than any kind has are refused rather than walked. */
const DEEPEST = 64;
/** resource.Quantity: sign, number, then a binary or decimal suffix or an exponent. */
const QUANTITY = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

/**
 * Whether an object fits its kind: unknown fields, types, enums, required fields, ranges and patterns.
 *
 * Null stands for an absent field, as Kubernetes takes it. Rules in CEL and formats are not checked.
 */
export function checkObject(index: KindIndex, object: unknown, definitions: Definitions): SchemaProblem[] {
  return check(index.schema, object, [], definitions);
}

function check(given: FieldSchema, value: unknown, path: readonly string[], definitions: Definitions): SchemaProblem[] {
  const schema = resolve(given, definitions);
  if (path.length > DEEPEST) return [problem(path, `is nested deeper than ${DEEPEST} levels`)];
  const wrong = typeProblem(schema, value, path);
  if (wrong) return [wrong];
  if (schema.enum && !schema.enum.some((v) => v === value)) {
    const allowed = schema.enum.map(String);
    const hint = typeof value === 'string' ? didYouMean(value, allowed) : undefined;
    return [{ ...problem(path, `is ${JSON.stringify(value)}${hint ? `: ${hint}` : ''}`), allowed }];
  }
  if (Array.isArray(value)) return checkList(schema, value, path, definitions);
  if (value !== null && typeof value === 'object') return checkMap(schema, value, path, definitions);
  return limitProblems(schema, value, path);
}

function resolve(schema: FieldSchema, definitions: Definitions): FieldSchema {
  let at = schema;
  for (let steps = 0; at.ref !== undefined && steps < 16; steps++) {
    const found: FieldSchema | undefined = Object.hasOwn(definitions, at.ref) ? definitions[at.ref] : undefined;
    at = found ?? { preserveUnknown: true };
  }
  return at;
}

function checkMap(
  schema: FieldSchema,
  value: object,
  path: readonly string[],
  definitions: Definitions,
): SchemaProblem[] {
  const { properties = {}, additionalProperties, preserveUnknown, required = [] } = schema;
  const fields = Object.entries(value).filter(([, v]) => v !== undefined);
  const missing = required.filter((name) => !fields.some(([field, v]) => field === name && v !== null));
  const free =
    preserveUnknown === true ||
    (schema.properties === undefined && additionalProperties === undefined && schema.type !== 'object');
  return [
    ...missing.map((name) => problem([...path, name], 'is required and missing')),
    ...fields.flatMap(([name, child]) => {
      const field = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
      if (child === null && field) return [];
      if (field) return check(field, child, [...path, name], definitions);
      return free ? [] : [unknownField([...path, name], name, Object.keys(properties))];
    }),
  ];
}

function unknownField(path: readonly string[], name: string, fields: readonly string[]): SchemaProblem {
  const hint = didYouMean(name, fields);
  return { ...problem(path, `is no field of this kind${hint ? `: ${hint}` : ''}`), allowed: fields };
}

function checkList(
  schema: FieldSchema,
  value: readonly unknown[],
  path: readonly string[],
  definitions: Definitions,
): SchemaProblem[] {
  const { items, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
  const length =
    value.length < minItems || value.length > maxItems
      ? [problem(path, `has ${value.length} elements, allowed are ${range(minItems, maxItems)}`)]
      : [];
  if (!items) return length;
  return [...length, ...value.flatMap((child, i) => check(items, child, [...path, String(i)], definitions))];
}

function typeProblem(schema: FieldSchema, value: unknown, path: readonly string[]): SchemaProblem | undefined {
  const expected = schema.quantity ? 'quantity' : schema.intOrString ? 'integer or string' : schema.type;
  if (expected === undefined || (value === null && schema.nullable)) return undefined;
  return fits(expected, value) ? undefined : problem(path, `is ${describe(value)}, expected ${expected}`);
}

function fits(expected: string, value: unknown): boolean {
  switch (expected) {
    case 'quantity':
      return (
        (typeof value === 'number' && Number.isFinite(value)) || (typeof value === 'string' && QUANTITY.test(value))
      );
    case 'integer or string':
      return Number.isInteger(value) || typeof value === 'string';
    case 'object':
      return value !== null && typeof value === 'object' && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return expected === typeof value;
  }
}

function limitProblems(schema: FieldSchema, value: unknown, path: readonly string[]): SchemaProblem[] {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY, pattern } = schema;
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  if (typeof value === 'number' && (value < minimum || value > maximum)) {
    return [problem(path, `is ${value}, allowed are ${range(minimum, maximum)}`)];
  }
  if (typeof value !== 'string') return [];
  const length = [...value].length;
  if (length < minLength || length > maxLength) {
    return [problem(path, `has ${length} characters, allowed are ${range(minLength, maxLength)}`)];
  }
  return pattern !== undefined && !matches(pattern, value)
    ? [problem(path, `is ${JSON.stringify(value)}, which does not match ${pattern}`)]
    : [];
}

const compiled = new Map<string, RegExp | undefined>();

/** Go's RE2 has forms that JavaScript lacks, such as `(?i)`: what does not compile is not checked. */
function matches(pattern: string, value: string): boolean {
  if (!compiled.has(pattern)) compiled.set(pattern, compile(pattern));
  return compiled.get(pattern)?.test(value) ?? true;
}

function compile(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return undefined;
  }
}

const problem = (path: readonly string[], message: string): SchemaProblem => ({ path: path.join('.'), message });
const describe = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'a list'
      : typeof value === 'object'
        ? 'a map'
        : JSON.stringify(value);
const range = (low: number, high: number): string =>
  Number.isFinite(high) ? (Number.isFinite(low) ? `${low} to ${high}` : `up to ${high}`) : `${low} and above`;
