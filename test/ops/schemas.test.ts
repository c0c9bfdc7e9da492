import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { SCHEMA_KINDS, schemaOf, schemas } from '../../src/ops/schemas.ts';
import { cluster } from './small-engine.ts';

const validate = (kind: (typeof SCHEMA_KINDS)[number], value: unknown) =>
  new Ajv2020({ strict: false }).validate(schemaOf(kind), value);

describe.each(SCHEMA_KINDS)('%s', (kind) => {
  it('is a JSON Schema of draft 2020-12 that names its kind and version', () => {
    const schema = schemaOf(kind);
    expect([schema.$schema, schema.title]).toEqual(['https://json-schema.org/draft/2020-12/schema', kind]);
    expect(schema.properties).toMatchObject({ kind: { const: kind }, apiVersion: { const: 'cns.dev/v1alpha1' } });
    expect(new Ajv2020({ strict: false }).validateSchema(schema)).toBe(true);
  });

  it('refuses keys that it does not know', () => {
    expect(schemaOf(kind).additionalProperties).toBe(false);
  });
});

it('takes what the parser takes: keys with a default may be left out', () => {
  expect(validate('Cluster', cluster().value)).toBe(true);
});

it.each([
  ['an unknown key', { extra: 1 }],
  ['a wrong type', { name: 3 }],
  ['another version', { apiVersion: 'cns.dev/v2' }],
])('refuses %s', (_, change) => {
  expect(validate('Cluster', { ...(cluster().value as object), ...change })).toBe(false);
});

it('all of them are there under their file names', () => {
  expect(Object.keys(schemas())).toEqual(SCHEMA_KINDS.map((kind) => kind.toLowerCase()));
});
