import type { FieldSchema, KindIndex } from '../../src/synth/upstream.ts';

const STRING: FieldSchema = { type: 'string' };
const BOOLEAN: FieldSchema = { type: 'boolean' };
const STRINGS: FieldSchema = { type: 'array', items: STRING };
const STRING_MAP: FieldSchema = { type: 'object', additionalProperties: STRING };
const object = (properties: Record<string, FieldSchema>, required: readonly string[] = []): FieldSchema => ({
  type: 'object',
  ...(required.length > 0 ? { required } : {}),
  properties: Object.fromEntries(Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1))),
});
const list = (items: FieldSchema): FieldSchema => ({ type: 'array', items });
const strings = (...names: readonly string[]): Record<string, FieldSchema> =>
  Object.fromEntries(names.map((name) => [name, STRING]));

const id = strings('group', 'version', 'kind', 'name', 'namespace');
const selector = object({ ...id, ...strings('annotationSelector', 'labelSelector') });
const generatorOptions = object({
  labels: STRING_MAP,
  annotations: STRING_MAP,
  disableNameSuffixHash: BOOLEAN,
  immutable: BOOLEAN,
});
const generator = {
  ...strings('name', 'namespace', 'env'),
  behavior: { type: 'string', enum: ['create', 'merge', 'replace'] },
  literals: STRINGS,
  files: STRINGS,
  envs: STRINGS,
  options: generatorOptions,
} as const satisfies Record<string, FieldSchema>;
const fieldOptions = object({ ...strings('delimiter', 'encoding'), index: { type: 'integer' }, create: BOOLEAN });
const fieldSpec = object({ ...strings('group', 'version', 'kind', 'path'), create: BOOLEAN });
const patch = object({
  ...strings('path', 'patch'),
  target: selector,
  options: { type: 'object', additionalProperties: BOOLEAN },
});
const replacement = object({
  ...strings('path', 'sourceValue'),
  source: object({ ...id, fieldPath: STRING, options: fieldOptions }),
  targets: list(
    object({ select: selector, reject: list(selector), fieldPaths: STRINGS, options: fieldOptions }, ['select']),
  ),
});
const helmChart = object({
  ...strings(
    'name',
    'version',
    'repo',
    'releaseName',
    'namespace',
    'valuesFile',
    'valuesMerge',
    'kubeVersion',
    'nameTemplate',
  ),
  additionalValuesFiles: STRINGS,
  apiVersions: STRINGS,
  valuesInline: { type: 'object', preserveUnknown: true },
  includeCRDs: BOOLEAN,
  skipHooks: BOOLEAN,
  skipTests: BOOLEAN,
  debug: BOOLEAN,
  devel: BOOLEAN,
});

/**
 * The file kustomization.yaml, which is no resource of any API server: written from the Go types of kustomize.
 *
 * Fields that kustomize calls deprecated (`bases`, `vars`, `commonLabels`, `patchesJson6902`, `patchesStrategicMerge`,
 * `imageTags`, `helmChartInflationGenerator`) are left out, so that we do not write them.
 */
export const KUSTOMIZATION: KindIndex = {
  apiVersion: 'kustomize.config.k8s.io/v1beta1',
  kind: 'Kustomization',
  namespaced: false,
  source: { repository: 'https://github.com/kubernetes-sigs/kustomize', ref: 'api/v0.21.1', path: 'api/types' },
  schema: object(
    {
      apiVersion: STRING,
      kind: STRING,
      metadata: object({ ...strings('name', 'namespace'), labels: STRING_MAP, annotations: STRING_MAP }),
      openapi: STRING_MAP,
      ...strings('namePrefix', 'nameSuffix', 'namespace'),
      labels: list(
        object({
          pairs: STRING_MAP,
          includeSelectors: BOOLEAN,
          includeTemplates: BOOLEAN,
          includeVolumeClaimTemplates: BOOLEAN,
          fields: list(fieldSpec),
        }),
      ),
      commonAnnotations: STRING_MAP,
      patches: list(patch),
      images: list(object(strings('name', 'newName', 'tagSuffix', 'newTag', 'digest'))),
      replacements: list(replacement),
      replicas: list(object({ name: STRING, count: { type: 'integer' } }, ['count'])),
      sortOptions: object({
        order: { type: 'string', enum: ['fifo', 'legacy'] },
        legacySortOptions: object({ orderFirst: STRINGS, orderLast: STRINGS }),
      }),
      resources: STRINGS,
      components: STRINGS,
      crds: STRINGS,
      configMapGenerator: list(object(generator)),
      secretGenerator: list(object({ ...generator, type: STRING })),
      helmGlobals: object(strings('chartHome', 'configHome')),
      helmCharts: list(helmChart),
      generatorOptions,
      configurations: STRINGS,
      generators: STRINGS,
      transformers: STRINGS,
      validators: STRINGS,
      buildMetadata: {
        type: 'array',
        items: { type: 'string', enum: ['managedByLabel', 'originAnnotations', 'transformerAnnotations'] },
      },
    },
    ['apiVersion', 'kind'],
  ),
};
