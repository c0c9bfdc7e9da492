import type { ChartSource, FieldSchema, KindIndex } from '../../src/synth/upstream.ts';

const GROUP = 'nodewright.nvidia.com/v1alpha1';
const BOOLEAN: FieldSchema = { type: 'boolean' };
const NULLABLE: FieldSchema = { type: 'boolean', nullable: true };
const DURATION: FieldSchema = { type: 'string', nullable: true };

const SOURCE: ChartSource = {
  repository: 'https://github.com/NVIDIA/nodewright',
  ref: 'chart/v0.20.0',
  path: 'chart/templates',
  note: 'Skyhook of chart v0.15.1 plus the fields that the NodeWright CRD of chart v0.20.0 adds; not converted',
};

/** Fields that chart v0.20.0 has and Skyhook of v0.15.1 has not. */
const SPEC: Readonly<Record<string, FieldSchema>> = {
  drainConfig: {
    type: 'object',
    properties: {
      deleteEmptyDirData: NULLABLE,
      disableEviction: NULLABLE,
      force: NULLABLE,
      gracePeriod: DURATION,
      ignoreDaemonSets: NULLABLE,
      timeout: DURATION,
    },
  },
  runtimeRequiredCordonAfter: BOOLEAN,
};
const PACKAGE: Readonly<Record<string, FieldSchema>> = {
  stageTimeout: { type: 'string' },
  uninstall: { type: 'object', required: ['apply', 'enabled'], properties: { apply: BOOLEAN, enabled: BOOLEAN } },
};

/** NodeWright and its DeploymentPolicy, the successors of the Skyhook kinds, from those. */
export function nodewrightKinds(skyhook: readonly KindIndex[]): KindIndex[] {
  return skyhook
    .filter(({ apiVersion }) => apiVersion === 'skyhook.nvidia.com/v1alpha1')
    .map((kind) => renamed(kind, kind.kind === 'Skyhook' ? 'NodeWright' : kind.kind));
}

function renamed(index: KindIndex, kind: string): KindIndex {
  const { spec, ...properties } = index.schema.properties ?? {};
  return {
    ...index,
    apiVersion: GROUP,
    kind,
    source: SOURCE,
    schema: {
      ...index.schema,
      properties: {
        ...properties,
        apiVersion: { type: 'string', enum: [GROUP] },
        kind: { type: 'string', enum: [kind] },
        spec: kind === 'NodeWright' && spec ? withAdded(spec) : (spec ?? {}),
      },
    },
  };
}

function withAdded(spec: FieldSchema): FieldSchema {
  const packages = spec.properties?.packages;
  const one = packages?.additionalProperties;
  if (!packages || !one) throw new Error('Skyhook has no packages: nodewright-kinds.ts is out of date');
  const more = { ...packages, additionalProperties: { ...one, properties: { ...one.properties, ...PACKAGE } } };
  return { ...spec, properties: { ...spec.properties, ...SPEC, packages: more } };
}
