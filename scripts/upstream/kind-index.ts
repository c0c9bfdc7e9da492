import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ChartSource, FieldSchema, KindIndex } from '../../src/synth/upstream.ts';
import { compactJson } from './compact-json.ts';
import { crdVersions, fromCrd } from './crd-schema.ts';
import { BUILT_IN, CATALOGUE, CRDS, type CrdSource, KUBERNETES } from './kind-sources.ts';
import { KUSTOMIZATION } from './kustomization-kind.ts';
import { nodewrightKinds } from './nodewright-kinds.ts';
import { collectDefinitions, fromOpenApi, type OpenApiSchema, shortName } from './openapi-schema.ts';
import { cloneOf, readAt } from './read-clone.ts';
import { shareRepeated } from './share-repeated.ts';

const CLUSTER_WIDE = new Set(
  `ClusterRole ClusterRoleBinding CustomResourceDefinition DeviceClass Namespace PriorityClass StorageClass`.split(' '),
);
const STATUS: FieldSchema = { preserveUnknown: true };

/**
 * `npx tsx scripts/upstream/kind-index.ts --clones DIR --kubernetes DIR [--out DIR]`: writes src/upstream/kinds and
 * src/upstream/definitions.json from clones of the repositories in kind-sources.ts and from a checkout of Kubernetes.
 */
function main(): void {
  const { values } = parseArgs({
    options: {
      clones: { type: 'string' },
      kubernetes: { type: 'string' },
      out: { type: 'string', default: 'src/upstream' },
    },
  });
  const { clones, kubernetes, out } = values;
  if (clones === undefined || kubernetes === undefined)
    throw new Error('--clones DIR and --kubernetes DIR are both needed');
  const schemas = new Map<string, OpenApiSchema>();
  const builtIn = Object.entries(BUILT_IN).flatMap(([file, kinds]) => readBuiltIn(kubernetes, file, kinds, schemas));
  const crds = CRDS.flatMap((source) => readCrds(source, clones));
  const custom = [...crds, ...nodewrightKinds(crds), ...readCatalogue(clones)];
  const kinds = [...builtIn, ...custom, KUSTOMIZATION];
  const shared = shareRepeated(custom.map(({ schema }) => schema));
  const byKind = new Map(custom.map((kind, i) => [kind, shared.schemas[i] ?? kind.schema]));
  const definitions = {
    ...collectDefinitions(
      kinds.map(({ schema }) => schema),
      schemas,
    ),
    ...shared.definitions,
  };
  for (const kind of kinds) {
    const path = join(out, 'kinds', fileOf(kind));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, compactJson({ ...kind, schema: byKind.get(kind) ?? kind.schema }));
  }
  writeFileSync(join(out, 'definitions.json'), compactJson(definitions));
}

/** `apps/Deployment_v1.json`; the core group has no name of its own. */
function fileOf({ apiVersion, kind }: KindIndex): string {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  return `${group}/${kind}_${version}.json`;
}

function readBuiltIn(
  kubernetes: string,
  file: string,
  kinds: readonly string[],
  schemas: Map<string, OpenApiSchema>,
): KindIndex[] {
  const text = readFileSync(join(kubernetes, KUBERNETES.path, `${file}_openapi.json`), 'utf8');
  const found: Record<string, OpenApiSchema> = JSON.parse(text).components.schemas;
  for (const [name, schema] of Object.entries(found)) schemas.set(shortName(name), schema);
  return kinds.map((kind) => {
    const [group, version] = file === 'api__v1' ? ['', 'v1'] : file.split('__').slice(1);
    const schema = Object.values(found).find((s) =>
      s['x-kubernetes-group-version-kind']?.some((g) => g.kind === kind && g.group === group && g.version === version),
    );
    if (!schema) throw new Error(`${file} has no kind ${kind}`);
    const apiVersion = group ? `${group}/${version}` : `${version}`;
    return kindOf(apiVersion, kind, !CLUSTER_WIDE.has(kind), KUBERNETES, fromOpenApi(schema));
  });
}

function readCrds({ source, files, kinds, clone }: CrdSource, clones: string): KindIndex[] {
  const git = cloneOf(source, clones, clone);
  const found = files.flatMap((file) => crdVersions(readAt(git, source, file)));
  const wanted = found.filter(({ kind, version }) => kinds === undefined || kinds.includes(`${kind}/${version}`));
  const missing = (kinds ?? []).filter((k) => !wanted.some(({ kind, version }) => k === `${kind}/${version}`));
  if (missing.length > 0 || wanted.length === 0)
    throw new Error(`${source.repository}: no ${missing.join(', ') || 'CRD'}`);
  return wanted.map(({ group, kind, version, namespaced, schema }) =>
    kindOf(`${group}/${version}`, kind, namespaced, source, fromCrd(schema)),
  );
}

function readCatalogue(clones: string): KindIndex[] {
  const git = cloneOf(CATALOGUE.source, clones);
  return CATALOGUE.kinds.map(({ apiVersion, kind, file }) =>
    kindOf(apiVersion, kind, false, CATALOGUE.source, fromCrd(JSON.parse(readAt(git, CATALOGUE.source, file)))),
  );
}

/** Type, name and metadata are the same for every kind; status is for controllers to write. */
function kindOf(
  apiVersion: string,
  kind: string,
  namespaced: boolean,
  source: ChartSource,
  schema: FieldSchema,
): KindIndex {
  const { status, ...properties } = schema.properties ?? {};
  return {
    apiVersion,
    kind,
    namespaced,
    source,
    schema: {
      ...schema,
      required: [...new Set(['apiVersion', 'kind', 'metadata', ...(schema.required ?? [])])]
        .filter((r) => r !== 'status')
        .sort(),
      properties: {
        ...properties,
        apiVersion: { type: 'string', enum: [apiVersion] },
        kind: { type: 'string', enum: [kind] },
        metadata: { ref: 'meta.v1.ObjectMeta' },
        ...(status ? { status: STATUS } : {}),
      },
    },
  };
}

main();
