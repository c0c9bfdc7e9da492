import type { HelmRelease } from '../contract/helm-chart.ts';
import type { ComponentManifests, KubeObject } from '../contract/manifests.ts';
import { PHASES } from '../contract/phase.ts';
import type { Problem } from '../errors.ts';
import { formatPath, parsePath } from '../path.ts';
import { remembered } from '../remembered.ts';
import { contractProblems } from './check-contracts.ts';
import type { CheckInput } from './check-input.ts';
import { schemaProblems, unknownKind } from './check-kinds.ts';
import { secretProblems } from './check-secrets.ts';
import { checkValues } from './check-values.ts';
import { STANDING_NAMESPACES } from './namespaces.ts';
import type { Upstream } from './upstream.ts';

/**
 * Everything that is held against the final manifests: schemas, owners, value paths, secrets, contracts.
 *
 * An object whose kind, or a release whose chart, is not in the upstream index is a problem too: nothing is skipped in silence.
 */
export function checkUnits(input: CheckInput): Problem[] {
  const { synthesized, upstream } = input;
  const namespaces = new Set([...STANDING_NAMESPACES, ...synthesized.namespaces.map((n) => n.metadata.name)]);
  const placed = [
    ...synthesized.namespaces.map((object) => ({ component: 'namespaces', object })),
    ...synthesized.units.flatMap(({ component, objects }) =>
      PHASES.flatMap((phase) => objects[phase].map((object) => ({ component, object }))),
    ),
  ];
  return [
    ...placed.flatMap(({ component, object }) => objectProblems(component, object, namespaces, upstream)),
    ...duplicates(placed),
    ...synthesized.units.flatMap((unit) => releaseProblems(unit, upstream)),
    ...secretProblems(placed, synthesized.units),
    ...contractProblems(input),
  ];
}

/** Releases of one recipe are the same in all its clusters: each is checked once. */
const valuesChecker = remembered((upstream: Upstream) =>
  remembered((release: HelmRelease) => {
    const index = upstream.chart(release.name, release.version);
    return index ? checkValues(index, release.values) : [];
  }),
);

interface Placed {
  readonly component: string;
  readonly object: KubeObject;
}

/** `ConfigMap gpu-operator/dcgm-exporter`. */
const nameOf = ({ kind, metadata }: KubeObject): string =>
  `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;

function objectProblems(
  component: string,
  object: KubeObject,
  namespaces: ReadonlySet<string>,
  upstream: Upstream,
): Problem[] {
  const problem = (message: string, path: readonly (string | number)[] = [], hint?: string): Problem => ({
    code: 'MANIFEST_INVALID',
    path: formatPath(['components', component, nameOf(object), ...path]),
    message,
    ...(hint ? { hint } : {}),
  });
  const index = upstream.kind(object.apiVersion, object.kind);
  if (!index) return [problem(unknownKind(object), [], 'add the kind to the upstream index')];
  const { namespace } = object.metadata;
  const problems = schemaProblems(upstream)(object).map(({ path, message }) => problem(message, parsePath(path) ?? []));
  if (index.namespaced && namespace === undefined)
    problems.push(problem('has no namespace', ['metadata', 'namespace'], 'give metadata.namespace'));
  if (!index.namespaced && namespace !== undefined)
    problems.push(
      problem(`${object.kind} is cluster-scoped and has namespace ${namespace}`, ['metadata', 'namespace']),
    );
  if (namespace !== undefined && !namespaces.has(namespace))
    problems.push(
      problem(`nobody makes namespace ${namespace}`, ['metadata', 'namespace'], 'use the namespace of a component'),
    );
  return problems;
}

function duplicates(placed: readonly Placed[]): Problem[] {
  const owners = new Map<string, string>();
  return placed.flatMap(({ component, object }): Problem[] => {
    // One object whatever version of its group it is written in.
    const key = `${object.apiVersion.split('/').slice(0, -1).join('/')} ${nameOf(object)}`;
    const owner = owners.get(key);
    owners.set(key, component);
    if (owner === undefined) return [];
    return [
      {
        code: 'OBJECT_DUPLICATE',
        path: formatPath(['components', component, nameOf(object)]),
        message: `${nameOf(object)} is emitted by ${owner === component ? `${component} twice` : `${owner} too`}`,
        hint: 'an object has one owner: rename one or drop it',
      },
    ];
  });
}

function releaseProblems({ component, release }: ComponentManifests, upstream: Upstream): Problem[] {
  if (!release) return [];
  const index = upstream.chart(release.name, release.version);
  if (!index) {
    const versions = upstream
      .charts()
      .filter((c) => c.name === release.name)
      .map((c) => c.version);
    return [
      {
        code: 'VALUE_DEAD',
        path: formatPath(['components', component, 'chart']),
        message: `the value paths of ${release.name} ${release.version} are not known; known: ${versions.join(', ') || 'no version of it'}`,
        hint: 'pin a known version, or index this one',
      },
    ];
  }
  return valuesChecker(upstream)(release).map(({ path, nearest, reason, expected }) => {
    const near = nearest.length > 0 ? `nearest: ${nearest.join(', ')}` : undefined;
    const message =
      reason === 'dead'
        ? `no template of ${release.name} ${release.version} reads ${path}`
        : `${path} has another type than the chart expects: ${expected}`;
    return {
      code: 'VALUE_DEAD' as const,
      path: `components.${component}.values.${path}`,
      message,
      ...(near ? { hint: near } : {}),
    };
  });
}
