import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInUpstream } from '../../src/io/built-in.ts';
import { checkDocument } from '../../src/ops/check-document.ts';
import { parserOf, SCHEMA_KINDS, type SchemaKind, schemaOf } from '../../src/ops/schemas.ts';
import { isPlainMap } from '../../src/plain.ts';
import { checkObject } from '../../src/synth/check-schema.ts';
import { SNAPSHOT, validOf } from './documents.ts';

const upstream = builtInUpstream();
const check = (value: unknown) => checkDocument({ value, locate: () => ({ file: 'f', line: 1, column: 1 }) }, upstream);

const ajv = new Ajv2020({ strict: false, validateFormats: false });
const compiled = new Map<SchemaKind, ValidateFunction>();
function fitsSchema(kind: SchemaKind, value: unknown): boolean {
  const validate = compiled.get(kind) ?? ajv.compile(schemaOf(kind));
  compiled.set(kind, validate);
  return validate(value);
}

/** What stands in a document, from the outside in. */
interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

const placesIn = (value: unknown): Place[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.keys(value).flatMap((key) => {
        const holder = value as Record<string, unknown>;
        return [{ holder, key }, ...placesIn(holder[key])];
      });

const OTHERS: readonly unknown[] = [
  ...[
    '',
    'x',
    'true',
    '1.34',
    '>= 1.34',
    'https://example.com',
    '2026-01-15T09:30:00Z',
    '2026-01-15',
    'eks',
    'enabled',
  ],
  ...[0, -1, 1, 1.5, 2 ** 53, true, false, null],
  [],
  {},
  ['x'],
  { x: 'y' },
];

/** One thing changed: taken away, put in another's place, or added. */
function changed(document: unknown, at: number, change: number): unknown {
  const copy: unknown = structuredClone(document);
  const places = placesIn(copy);
  const { holder, key } = places[at % places.length] ?? { holder: {}, key: '' };
  const below = holder[key];
  if (change === 0 && !Array.isArray(holder)) delete holder[key];
  else if (change === 1 && isPlainMap(below)) (below as Record<string, unknown>).extra = 1;
  else if (change === 2 && Array.isArray(below)) below.push(structuredClone(below[0]) ?? 1);
  else holder[key] = OTHERS[change % OTHERS.length];
  return copy;
}

/** Rules of parsers that no JSON Schema has: the parser is the stricter one there. */
const REFINED = ['custom', 'invalid_format'];

describe.each(SCHEMA_KINDS)('%s', (kind) => {
  const valid = validOf(kind);

  it('has valid documents, which schema and parser take', () => {
    expect(valid.length).toBeGreaterThan(0);
    for (const document of valid) {
      expect(check(document)).toEqual({ document: { apiVersion: 'cns.dev/v1alpha1', kind }, problems: [], more: 0 });
      expect(fitsSchema(kind, document)).toBe(true);
    }
  });

  it('schema and parser agree on documents that were changed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...valid), fc.nat(), fc.nat(40), (document, at, change) => {
        const value = changed(document, at, change);
        const result = parserOf(kind).safeParse(value);
        if (result.success) expect(fitsSchema(kind, value)).toBe(true);
        else if (fitsSchema(kind, value))
          expect(codesOf(result.error.issues).filter((code) => !REFINED.includes(code))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

type Issues = readonly { readonly code?: string; readonly errors?: readonly unknown[] }[];

/** The codes of all mistakes, with those of the branches of a union. */
const codesOf = (issues: Issues): string[] =>
  issues.flatMap(({ code = '', errors }) => (errors ? errors.flatMap((branch) => codesOf(branch as Issues)) : [code]));

it('the snapshot of the tests has something of every field: a new one is missing here', () => {
  const named = (schema: unknown, path: string): string[] => {
    if (!isPlainMap(schema)) return [];
    const { properties, additionalProperties, items } = schema;
    return [
      ...Object.entries(isPlainMap(properties) ? properties : {}).flatMap(([key, below]) => [
        `${path}.${key}`,
        ...named(below, `${path}.${key}`),
      ]),
      ...named(additionalProperties, `${path}.*`),
      ...named(items, `${path}.*`),
    ];
  };
  const held = (schema: unknown, value: unknown, path: string): string[] => {
    if (!isPlainMap(schema) || typeof value !== 'object' || value === null) return [];
    const properties = isPlainMap(schema.properties) ? schema.properties : {};
    return Object.entries(value).flatMap(([key, below]) => {
      if (Object.hasOwn(properties, key)) return [`${path}.${key}`, ...held(properties[key], below, `${path}.${key}`)];
      return held(Array.isArray(value) ? schema.items : schema.additionalProperties, below, `${path}.*`);
    });
  };
  const schema = schemaOf('Snapshot');
  expect([...new Set(held(schema, SNAPSHOT, ''))].sort()).toEqual([...new Set(named(schema, ''))].sort());
});

describe('Kubernetes objects', () => {
  const deployment = (container: object) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a', labels: { 'app.kubernetes.io/name': 3 } },
    spec: {
      selector: { matchLabels: {} },
      template: { metadata: {}, spec: { containers: [{ name: 'a', image: 'b', ...container }] } },
    },
  });

  it('are held against the index that synth uses, with paths of lists and of keys with dots', () => {
    const object = deployment({ imagee: 'c' });
    const index = upstream.kind('apps/v1', 'Deployment');
    const mistakes = index ? checkObject(index, object, upstream.definition) : [];
    const { document, problems } = check(object);
    expect(document).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment' });
    expect(problems).toHaveLength(mistakes.length);
    expect(problems.map(({ code, path }) => [code, path])).toEqual([
      ['MANIFEST_INVALID', 'metadata.labels["app.kubernetes.io/name"]'],
      ['MANIFEST_INVALID', 'spec.template.spec.containers[0].imagee'],
    ]);
  });

  it('a field that is missing is named', () => {
    const { problems } = check({ ...deployment({}), spec: undefined });
    expect(problems.map(({ path, message }) => [path, message])).toContainEqual([
      'metadata.labels["app.kubernetes.io/name"]',
      'is 3, expected string',
    ]);
    const { problems: missing } = check({ apiVersion: 'apps/v1', kind: 'Deployment', spec: {} });
    expect(missing.map(({ path }) => path)).toEqual(['metadata', 'spec.selector', 'spec.template']);
  });
});

it('puts problems into the order of the file', () => {
  const lines: Record<string, number> = { a: 3, b: 2 };
  const value = { apiVersion: 'cns.dev/v1alpha1', kind: 'Config', a: 1, b: 2 };
  const locate = (path: readonly (string | number)[]) => ({ file: 'f', line: lines[String(path[0])] ?? 1, column: 1 });
  expect(checkDocument({ value, locate }, upstream).problems.map(({ path }) => path)).toEqual(['b', 'a']);
});
