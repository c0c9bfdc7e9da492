import { describe, expect, it } from 'vitest';
import { compactJson } from '../../../scripts/upstream/compact-json.ts';
import { crdVersions, fromCrd } from '../../../scripts/upstream/crd-schema.ts';
import { nodewrightKinds } from '../../../scripts/upstream/nodewright-kinds.ts';
import { collectDefinitions, fromOpenApi, type OpenApiSchema } from '../../../scripts/upstream/openapi-schema.ts';
import { shareRepeated } from '../../../scripts/upstream/share-repeated.ts';
import type { FieldSchema } from '../../../src/synth/upstream.ts';

describe('a CRD', () => {
  const crd = `{{- if .Values.crds.enabled }}
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Thing }
  versions:
    - name: v1
      schema: { openAPIV3Schema: { type: object, description: words } }
{{- end }}`;

  it('reads out of a chart template', () => {
    expect(crdVersions(crd)).toEqual([
      {
        group: 'example.com',
        kind: 'Thing',
        version: 'v1',
        namespaced: true,
        schema: { type: 'object', description: 'words' },
      },
    ]);
  });

  it.each([
    [{ 'x-kubernetes-int-or-string': true }, { intOrString: true }],
    [
      { 'x-kubernetes-int-or-string': true, pattern: '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))$' },
      { quantity: true },
    ],
    [
      { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      { type: 'object', preserveUnknown: true },
    ],
    [
      { type: 'string', enum: ['a'], pattern: '^a$', nullable: true },
      { type: 'string', enum: ['a'], pattern: '^a$', nullable: true },
    ],
    [
      { type: 'object', additionalProperties: { type: 'integer', minimum: 1 } },
      { type: 'object', additionalProperties: { type: 'integer', minimum: 1 } },
    ],
    [
      {
        type: 'object',
        required: ['b', 'a'],
        properties: { b: { type: 'string' }, a: { type: 'string', default: 'x' } },
      },
      { type: 'object', required: ['b'], properties: { a: { type: 'string' }, b: { type: 'string' } } },
    ],
  ])('%j becomes %j', (schema, expected) => {
    expect(fromCrd(schema)).toEqual(expected);
  });
});

describe('the Kubernetes OpenAPI', () => {
  const ref = (name: string): OpenApiSchema => ({ $ref: `#/components/schemas/io.k8s.${name}` });

  it.each([
    [ref('apimachinery.pkg.util.intstr.IntOrString'), { intOrString: true }],
    [ref('apimachinery.pkg.api.resource.Quantity'), { quantity: true }],
    [ref('apimachinery.pkg.apis.meta.v1.Time'), { type: 'string' }],
    [ref('apimachinery.pkg.runtime.RawExtension'), { preserveUnknown: true }],
    [{ allOf: [ref('api.core.v1.PodSpec')] }, { ref: 'core.v1.PodSpec' }],
    [
      { type: 'array', items: ref('api.core.v1.PodSpec') },
      { type: 'array', items: { ref: 'core.v1.PodSpec' } },
    ],
  ])('%j becomes %j', (schema, expected) => {
    expect(fromOpenApi(schema)).toEqual(expected);
  });

  it('definitions are collected with what they reach, and enums are added', () => {
    const schemas = new Map<string, OpenApiSchema>([
      [
        'core.v1.Toleration',
        { type: 'object', properties: { effect: { type: 'string' }, operator: { type: 'string' } } },
      ],
      ['core.v1.Pod', { type: 'object', properties: { t: { allOf: [ref('api.core.v1.Toleration')] } } }],
    ]);
    const found = collectDefinitions([{ ref: 'core.v1.Pod' }], schemas);
    expect(Object.keys(found)).toEqual(['core.v1.Pod', 'core.v1.Toleration']);
    expect(found['core.v1.Toleration']?.properties?.operator?.enum).toEqual(['', 'Equal', 'Exists']);
  });

  it('a definition that is not there is an error', () => {
    expect(() => collectDefinitions([{ ref: 'core.v1.Nothing' }], new Map())).toThrow('no definition core.v1.Nothing');
  });

  it('an enum for a field that is gone is an error', () => {
    const schemas = new Map<string, OpenApiSchema>([['core.v1.Toleration', { type: 'object' }]]);
    expect(() => collectDefinitions([{ ref: 'core.v1.Toleration' }], schemas)).toThrow('field-enums.ts is out of date');
  });
});

it('what repeats is written once, and means the same', () => {
  const names = Array.from({ length: 40 }, (_, i) => [`field${i}`, { type: 'string' } as FieldSchema]);
  const big: FieldSchema = { type: 'object', properties: Object.fromEntries(names) };
  const { schemas, definitions } = shareRepeated([
    { type: 'object', properties: { a: big, b: big } },
    { type: 'array', items: big },
  ]);
  const [name] = Object.keys(definitions);
  expect(Object.values(definitions)).toEqual([big]);
  expect(schemas).toEqual([
    { type: 'object', properties: { a: { ref: name }, b: { ref: name } } },
    { type: 'array', items: { ref: name } },
  ]);
});

it('NodeWright follows Skyhook and adds its own fields', () => {
  const source = { repository: 'https://github.com/a/b', ref: 'v1', path: 'c' };
  const spec: FieldSchema = {
    type: 'object',
    properties: {
      packages: { type: 'object', additionalProperties: { type: 'object', properties: { image: { type: 'string' } } } },
    },
  };
  const schema: FieldSchema = { type: 'object', properties: { spec } };
  const skyhook = { apiVersion: 'skyhook.nvidia.com/v1alpha1', kind: 'Skyhook', namespaced: false, source, schema };
  const [made] = nodewrightKinds([skyhook]);
  expect([made?.apiVersion, made?.kind]).toEqual(['nodewright.nvidia.com/v1alpha1', 'NodeWright']);
  const fields = made?.schema.properties?.spec?.properties ?? {};
  expect(Object.keys(fields)).toEqual(['packages', 'drainConfig', 'runtimeRequiredCordonAfter']);
  expect(Object.keys(fields.packages?.additionalProperties?.properties ?? {})).toEqual([
    'image',
    'stageTimeout',
    'uninstall',
  ]);
});

it('JSON keeps short things on a line and reads back the same', () => {
  const value = { a: { b: 'x', c: [1, 2] }, d: Array.from({ length: 40 }, (_, i) => `item ${i}`), e: undefined };
  const text = compactJson(value);
  expect(text.split('\n')[1]).toBe(' "a": {"b":"x","c":[1,2]},');
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
});
