import { parseAllDocuments } from 'yaml';
import type { FieldSchema } from '../../src/synth/upstream.ts';

/** A schema of a CRD (OpenAPI v3, structural), as far as it is read. */
export interface CrdSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, CrdSchema>>;
  readonly required?: readonly string[];
  readonly items?: CrdSchema;
  readonly additionalProperties?: CrdSchema | boolean;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly default?: unknown;
  readonly nullable?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
}

export interface CrdVersion {
  readonly group: string;
  readonly kind: string;
  readonly version: string;
  readonly namespaced: boolean;
  readonly schema: CrdSchema;
}

interface Crd {
  readonly kind?: string;
  readonly spec?: {
    readonly group: string;
    readonly scope: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema?: { readonly openAPIV3Schema?: CrdSchema } }[];
  };
}

/** All versions of all CRDs of a file; lines with template actions are left out, so that a chart's template reads too. */
export function crdVersions(text: string): CrdVersion[] {
  const plain = text
    .split('\n')
    .filter((line) => !line.includes('{{') || line.includes('`'))
    .join('\n');
  const crds = parseAllDocuments(plain).map((document) => document.toJS() as Crd | null);
  return crds.flatMap((crd) => {
    const spec = crd?.kind === 'CustomResourceDefinition' ? crd.spec : undefined;
    return (spec?.versions ?? []).map(({ name, schema }) => ({
      group: spec?.group ?? '',
      kind: spec?.names.kind ?? '',
      version: name,
      namespaced: spec?.scope === 'Namespaced',
      schema: schema?.openAPIV3Schema ?? {},
    }));
  });
}

/** The begin of the pattern that controller-gen writes for resource.Quantity. */
const QUANTITY = '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|';
const LIMITS = ['minimum', 'maximum', 'minItems', 'maxItems', 'minLength', 'maxLength'] as const;

/** The compact form: no words, no formats, no rules in CEL. A field with a default is not required of the author. */
export function fromCrd(schema: CrdSchema): FieldSchema {
  if (schema['x-kubernetes-int-or-string']) {
    return schema.pattern?.startsWith(QUANTITY) ? { quantity: true } : { intOrString: true };
  }
  const { type, properties, items, additionalProperties, pattern, nullable } = schema;
  const names = Object.keys(properties ?? {}).sort();
  const required = (schema.required ?? []).filter((name) => properties?.[name]?.default === undefined).toSorted();
  const keeps = schema['x-kubernetes-preserve-unknown-fields'] || schema['x-kubernetes-embedded-resource'] || !type;
  return {
    ...(type ? { type: type as FieldSchema['type'] } : {}),
    ...(required.length > 0 ? { required } : {}),
    ...(schema.enum ? { enum: schema.enum as FieldSchema['enum'] } : {}),
    ...(pattern !== undefined ? { pattern } : {}),
    ...(nullable ? { nullable: true as const } : {}),
    ...Object.fromEntries(LIMITS.flatMap((name) => (schema[name] === undefined ? [] : [[name, schema[name]]]))),
    ...(names.length > 0
      ? { properties: Object.fromEntries(names.map((name) => [name, fromCrd(properties?.[name] ?? {})])) }
      : {}),
    ...(items ? { items: fromCrd(items) } : {}),
    ...(typeof additionalProperties === 'object' ? { additionalProperties: fromCrd(additionalProperties) } : {}),
    ...(keeps || additionalProperties === true ? { preserveUnknown: true as const } : {}),
  };
}
