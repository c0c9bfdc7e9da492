import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readData } from '../../src/io/read-data.ts';
import type { SchemaKind } from '../../src/ops/schemas.ts';
import { isPlainMap, type PlainMap } from '../../src/plain.ts';

/** A snapshot that has something of everything. */
const FILE = 'test/fixtures/documents/snapshot.yaml';
export const SNAPSHOT = readData(readFileSync(FILE, 'utf8'), FILE) as PlainMap;

const CONFIG: PlainMap = {
  apiVersion: 'cns.dev/v1alpha1',
  kind: 'Config',
  server: 'https://cnsctl.example.com',
  defaults: { service: 'eks', recipes: 'layers' },
};

const CRITERIA: PlainMap = {
  apiVersion: 'cns.dev/v1alpha1',
  kind: 'Criteria',
  criteria: { service: 'eks', accelerator: 'h100' },
  inputs: { kubernetes: '1.34', region: 'us-east-2' },
};

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => join(folder, path))
    .sort();

const committed = ['clusters', 'docs/examples/clusters', 'recipes', 'dist/eks-h100-training/recipe.lock.yaml']
  .flatMap((path) => (path.endsWith('.yaml') ? [path] : filesBelow(path)))
  .map((path) => readData(readFileSync(path, 'utf8'), path))
  .filter(isPlainMap);

/** Valid documents of a kind: those that are committed, and written ones where there are none. */
export const validOf = (kind: SchemaKind): readonly PlainMap[] =>
  [...committed, SNAPSHOT, CONFIG, CRITERIA].filter((document) => document.kind === kind);
