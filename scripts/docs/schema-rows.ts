import { z } from 'zod';

/** One prop of a schema. */
export interface SchemaRow {
  readonly path: string;
  readonly type: string;
  /** As JSON; empty where it must be given or has a behaviour as default. */
  readonly normal: string;
  readonly required: boolean;
}

interface Json {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Json>>;
  readonly required?: readonly string[];
  readonly items?: Json;
  readonly additionalProperties?: Json | boolean;
  readonly anyOf?: readonly Json[];
  readonly default?: unknown;
}

/** The props of an object schema, nested ones by path, each with type and default. */
export function schemaRows(schema: z.ZodType, skip: ReadonlySet<string>): SchemaRow[] {
  const rows = (json: Json, path: readonly string[]): SchemaRow[] =>
    Object.entries(json.properties ?? {}).flatMap(([name, child]) => {
      const below = [...path, name];
      if (skip.has(below.join('.'))) return [];
      if (child.properties && path.length < 3) return rows(child, below);
      const required = (json.required ?? []).includes(name) && child.default === undefined;
      return [
        {
          path: below.join('.'),
          type: typeOf(child),
          normal: child.default === undefined ? '' : JSON.stringify(child.default),
          required,
        },
      ];
    });
  return rows(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json, []);
}

function typeOf({ type, enum: values, const: only, items, additionalProperties, anyOf }: Json): string {
  if (values) return values.map((value) => JSON.stringify(value)).join(', ');
  if (only !== undefined) return JSON.stringify(only);
  if (anyOf) return anyOf.map(typeOf).join(' or ');
  if (type === 'array') return `list of ${items ? typeOf(items) : 'anything'}`;
  if (type === 'object' && typeof additionalProperties === 'object') return `map of ${typeOf(additionalProperties)}`;
  return type ?? 'anything';
}
