import { didYouMean } from '../nearest.ts';
import type { FieldSchema, KindIndex, Upstream } from './upstream.ts';

type Definitions = Upstream['definition'];

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
  const walk: Walk = { definitions, path: [], problems: [] };
  check(index.schema, object, walk);
  return walk.problems;
}

interface Walk {
  readonly definitions: Definitions;
  /** From the object down to the value at hand; grows and shrinks along the walk. */
  readonly path: string[];
  readonly problems: SchemaProblem[];
}

function check(given: FieldSchema, value: unknown, walk: Walk): void {
  const schema = resolve(given, walk.definitions);
  const wrong =
    walk.path.length > DEEPEST
      ? TOO_DEEP
      : (wrongType(schema, value) ?? wrongChoice(schema, value) ?? wrongSize(schema, value));
  if (wrong) report(walk, wrong);
  else if (Array.isArray(value)) checkList(schema, value, walk);
  else if (value !== null && typeof value === 'object')
    checkMap(schema, value as Readonly<Record<string, unknown>>, walk);
}

/** What is wrong with a value, wherever it stands. */
type Wrong = Omit<SchemaProblem, 'path'>;

const TOO_DEEP: Wrong = { message: `is nested deeper than ${DEEPEST} levels` };
const MISSING: Wrong = { message: 'is required and missing' };

function report({ path, problems }: Walk, wrong: Wrong): void {
  problems.push({ path: path.join('.'), ...wrong });
}

/** Does something one level down. */
function below(walk: Walk, key: string, work: () => void): void {
  walk.path.push(key);
  work();
  walk.path.pop();
}

function resolve(schema: FieldSchema, definitions: Definitions): FieldSchema {
  let at = schema;
  for (let steps = 0; at.ref !== undefined && steps < 16; steps++) {
    at = definitions(at.ref) ?? { preserveUnknown: true };
  }
  return at;
}

function checkMap(schema: FieldSchema, value: Readonly<Record<string, unknown>>, walk: Walk): void {
  const { properties = {}, additionalProperties, preserveUnknown, required = [] } = schema;
  for (const name of required) {
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    if (given === undefined || given === null) below(walk, name, () => report(walk, MISSING));
  }
  const free =
    preserveUnknown === true ||
    (schema.properties === undefined && additionalProperties === undefined && schema.type !== 'object');
  for (const name of Object.keys(value)) {
    const child = value[name];
    const field = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (child === undefined || (child === null && field)) continue;
    if (field) below(walk, name, () => check(field, child, walk));
    else if (!free) below(walk, name, () => report(walk, unknownField(name, Object.keys(properties))));
  }
}

function unknownField(name: string, fields: readonly string[]): Wrong {
  const hint = didYouMean(name, fields);
  return { message: `is no field of this kind${hint ? `: ${hint}` : ''}`, allowed: fields };
}

function checkList(schema: FieldSchema, value: readonly unknown[], walk: Walk): void {
  const { items, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
  if (value.length < minItems || value.length > maxItems)
    report(walk, { message: `has ${value.length} elements, allowed are ${range(minItems, maxItems)}` });
  if (items) for (const [i, child] of value.entries()) below(walk, String(i), () => check(items, child, walk));
}

function wrongType(schema: FieldSchema, value: unknown): Wrong | undefined {
  const expected = schema.quantity ? 'quantity' : schema.intOrString ? 'integer or string' : schema.type;
  if (expected === undefined || (value === null && schema.nullable)) return undefined;
  return fits(expected, value) ? undefined : { message: `is ${describe(value)}, expected ${expected}` };
}

function wrongChoice({ enum: choices }: FieldSchema, value: unknown): Wrong | undefined {
  if (!choices || choices.some((choice) => choice === value)) return undefined;
  const allowed = choices.map(String);
  const hint = typeof value === 'string' ? didYouMean(value, allowed) : undefined;
  return { message: `is ${JSON.stringify(value)}${hint ? `: ${hint}` : ''}`, allowed };
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

function wrongSize(schema: FieldSchema, value: unknown): Wrong | undefined {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY, pattern } = schema;
  if (typeof value === 'number' && (value < minimum || value > maximum))
    return { message: `is ${value}, allowed are ${range(minimum, maximum)}` };
  if (typeof value !== 'string') return undefined;
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  const isLimited = minLength > 0 || maxLength < Number.POSITIVE_INFINITY;
  const length = isLimited ? [...value].length : 0;
  if (isLimited && (length < minLength || length > maxLength))
    return { message: `has ${length} characters, allowed are ${range(minLength, maxLength)}` };
  return pattern !== undefined && !matches(pattern, value)
    ? { message: `is ${JSON.stringify(value)}, which does not match ${pattern}` }
    : undefined;
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
