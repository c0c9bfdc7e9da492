import { createHash } from 'node:crypto';
import type { Definitions, FieldSchema } from '../../src/synth/upstream.ts';

/** Smaller schemas (characters of JSON) are cheaper to repeat than to name. */
const WORTH_NAMING = 400;

/**
 * Moves schemas that occur more than once into definitions, named by what they hold, so that a pod template that five
 * CRDs spell out is written once.
 */
export function shareRepeated(schemas: readonly FieldSchema[]): {
  readonly schemas: readonly FieldSchema[];
  readonly definitions: Definitions;
} {
  const counts = new Map<string, number>();
  const count = (schema: FieldSchema): void => {
    const text = JSON.stringify(schema);
    const known = counts.get(text) ?? 0;
    counts.set(text, known + 1);
    if (known === 0) for (const child of childrenOf(schema)) count(child);
  };
  for (const schema of schemas) count(schema);
  const definitions = new Map<string, FieldSchema>();
  const share = (schema: FieldSchema, top: boolean): FieldSchema => {
    const text = JSON.stringify(schema);
    const repeated = !top && text.length >= WORTH_NAMING && (counts.get(text) ?? 0) > 1;
    if (!repeated) return rebuilt(schema, (child) => share(child, false));
    const name = `shared.${createHash('sha256').update(text).digest('hex').slice(0, 10)}`;
    if (!definitions.has(name))
      definitions.set(
        name,
        rebuilt(schema, (child) => share(child, false)),
      );
    return { ref: name };
  };
  const done = schemas.map((schema) => share(schema, true));
  return { schemas: done, definitions: Object.fromEntries([...definitions].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function childrenOf(schema: FieldSchema): FieldSchema[] {
  const below = [schema.items, schema.additionalProperties, ...Object.values(schema.properties ?? {})];
  return below.flatMap((s) => (s ? [s] : []));
}

function rebuilt(schema: FieldSchema, change: (child: FieldSchema) => FieldSchema): FieldSchema {
  const { items, additionalProperties, properties } = schema;
  const fields = Object.entries(properties ?? {}).map(([name, child]) => [name, change(child)] as const);
  return {
    ...schema,
    ...(properties ? { properties: Object.fromEntries(fields) } : {}),
    ...(items ? { items: change(items) } : {}),
    ...(additionalProperties ? { additionalProperties: change(additionalProperties) } : {}),
  };
}
