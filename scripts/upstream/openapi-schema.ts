import type { Definitions, FieldSchema } from '../../src/synth/upstream.ts';
import { FIELD_ENUMS } from './field-enums.ts';

/** A schema of the Kubernetes OpenAPI v3, as far as it is read. */
export interface OpenApiSchema {
  readonly $ref?: string;
  readonly allOf?: readonly OpenApiSchema[];
  readonly oneOf?: readonly OpenApiSchema[];
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly required?: readonly string[];
  readonly items?: OpenApiSchema;
  readonly additionalProperties?: OpenApiSchema;
  readonly 'x-kubernetes-group-version-kind'?: readonly { group: string; version: string; kind: string }[];
}

const OPAQUE = /(JSON|RawExtension|FieldsV1|JSONSchemaProps.*)$/;

/** `io.k8s.api.core.v1.PodSpec` is `core.v1.PodSpec` here. */
export const shortName = (ref: string): string => ref.split('.').slice(-3).join('.');

/** The compact form of a schema; what it refers to is left as a ref, for `collectDefinitions`. */
export function fromOpenApi(schema: OpenApiSchema): FieldSchema {
  const target = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (target) return fromRef(target.replace('#/components/schemas/', ''));
  const { properties, required, items, additionalProperties, type } = schema;
  const names = Object.keys(properties ?? {}).sort();
  const fields = names.map((name) => [name, fromOpenApi(properties?.[name] ?? {})] as const);
  return {
    ...(type ? { type: type as FieldSchema['type'] } : { preserveUnknown: true as const }),
    ...(required ? { required: required.toSorted() } : {}),
    ...(names.length > 0 ? { properties: Object.fromEntries(fields) } : {}),
    ...(items ? { items: fromOpenApi(items) } : {}),
    ...(additionalProperties ? { additionalProperties: fromOpenApi(additionalProperties) } : {}),
  };
}

function fromRef(name: string): FieldSchema {
  if (name.endsWith('.IntOrString')) return { intOrString: true };
  if (name.endsWith('.Quantity')) return { quantity: true };
  if (/\.(Time|MicroTime)$/.test(name)) return { type: 'string' };
  return OPAQUE.test(name) ? { preserveUnknown: true } : { ref: shortName(name) };
}

/** Every definition that the schemas reach, by short name, sorted; with the enums that the OpenAPI leaves out. */
export function collectDefinitions(
  roots: readonly FieldSchema[],
  schemas: ReadonlyMap<string, OpenApiSchema>,
): Definitions {
  const found = new Map<string, FieldSchema>();
  const open = roots.flatMap(refsOf);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    const schema = schemas.get(name);
    if (!schema) throw new Error(`no definition ${name}`);
    const compact = withEnums(name, fromOpenApi(schema));
    found.set(name, compact);
    open.push(...refsOf(compact));
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function withEnums(name: string, schema: FieldSchema): FieldSchema {
  const enums = Object.entries(FIELD_ENUMS[name] ?? {});
  const properties = { ...schema.properties };
  for (const [field, values] of enums) {
    if (!properties[field]) throw new Error(`${name} has no field ${field}: field-enums.ts is out of date`);
    properties[field] = { ...properties[field], enum: values };
  }
  return enums.length > 0 ? { ...schema, properties } : schema;
}

/** Names that a schema refers to, at any depth. */
export function refsOf(schema: FieldSchema): string[] {
  const below = [schema.items, schema.additionalProperties, ...Object.values(schema.properties ?? {})];
  return [...(schema.ref ? [schema.ref] : []), ...below.flatMap((s) => (s ? refsOf(s) : []))];
}
