import { App, Chart } from 'cdk8s';
import type { ClusterContext } from '../contract/cluster.ts';
import { type Component, parseProps, reparsed } from '../contract/component.ts';
import { GitSource } from '../contract/git-source.ts';
import { HelmChart, type HelmRelease } from '../contract/helm-chart.ts';
import type { ComponentManifests, KubeObject } from '../contract/manifests.ts';
import { CnsError, type Problem, type Source, throwProblems } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { formatPath, type Path, parsePath } from '../path.ts';
import { compareText, frozen, type PlainMap } from '../plain.ts';
import { contains, parseRange } from '../recipe/range.ts';
import { parseVersion } from '../recipe/version.ts';
import { inClusterFile } from './cluster-file-path.ts';
import { type ContentKey, contentCache, contentKeys } from './content-cache.ts';
import { namespaceObjects } from './namespaces.ts';
import { objectsOf, stamp } from './objects.ts';
import { waves } from './order.ts';
import { relate, type Wanted } from './relations.ts';
import { type WatchedContext, watchName } from './watch-name.ts';

export interface SynthesizeInput {
  readonly context: ClusterContext;
  /** Props of each component of the recipe. */
  readonly components: Readonly<Record<string, PlainMap>>;
  /** Claims that the provider brings → why. */
  readonly provided: ReadonlyMap<string, string>;
  readonly registry: ReadonlyMap<string, Component>;
  /** Position of a recipe path, for errors. */
  readonly locate?: (path: Path) => Source | undefined;
}

export interface Synthesized {
  readonly namespaces: readonly KubeObject[];
  /** In order of wave, then name. */
  readonly units: readonly ComponentManifests[];
}

/**
 * Turns the components of a recipe into manifests: one cdk8s app a component, ordered by our own waves.
 *
 * @throws CnsError with everything that is wrong: unknown components, props, owners, requirements, rings
 */
export function synthesize(input: SynthesizeInput): Synthesized {
  const { components, provided, registry } = input;
  const problems: Problem[] = [];
  const watched = watchName(input.context);
  const { context } = watched;
  const keyFor = contentKeys(input.context);
  const keys = new Map<string, ContentKey>();
  const keyOf = (component: Component): ContentKey => {
    const key = keys.get(component.name) ?? keyFor(component, components[component.name] ?? {});
    keys.set(component.name, key);
    return key;
  };
  const wanted = parseAll({ ...input, watched, keyOf }, problems);
  const read = new Set(wanted.map(({ component }) => component.name));
  const unread = new Set(Object.keys(components).filter((name) => registry.has(name) && !read.has(name)));
  const related = relate(wanted, provided, unread);
  const ordered = waves(related.dependencies);
  problems.push(...related.problems, ...ordered.problems);
  const units = wanted.flatMap((item): ComponentManifests[] => {
    try {
      const dependsOn = related.dependencies.get(item.component.name) ?? [];
      const wave = ordered.waves.get(item.component.name) ?? 0;
      return [{ ...constructed(item, keyOf(item.component), watched), dependsOn, wave }];
    } catch (error) {
      if (!(error instanceof CnsError)) throw error;
      problems.push(...error.problems.map((p) => placed(p, item.component.name, input.locate)));
      return [];
    }
  });
  throwProblems(problems);
  const wishes = wanted.map(({ component, props }) => ({
    name: props.namespace,
    labels: component.namespaceLabels?.(props) ?? {},
  }));
  return {
    namespaces: namespaceObjects(wishes).map((object) => stamp(object, context.labels, context.annotations)),
    units: units.toSorted((a, b) => a.wave - b.wave || compareText(a.component, b.component)),
  };
}

/** A problem of a construct in the words of the cluster file: raw value paths below the component, context fields where they are given. */
function placed(problem: Problem, name: string, locate: SynthesizeInput['locate']): Problem {
  const path = problem.path?.startsWith('values') ? `components.${name}.${problem.path}` : problem.path;
  const source = problem.source ?? locate?.(parsePath(path ?? '') ?? ['components', name]);
  return {
    ...problem,
    ...(path === undefined ? {} : { path }),
    ...(problem.hint === undefined ? {} : { hint: inClusterFile(problem.hint) }),
    ...(source ? { source } : {}),
  };
}

/** What a construct makes, whatever stands beside it in the recipe. */
type Constructed = Omit<ComponentManifests, 'dependsOn' | 'wave'>;

const parsedBefore = contentCache<Wanted['props']>();
const constructedBefore = contentCache<Constructed>();

interface ParseInput extends SynthesizeInput {
  readonly watched: WatchedContext;
  readonly keyOf: (component: Component) => ContentKey;
}

function parseAll({ components, watched, registry, locate, keyOf }: ParseInput, problems: Problem[]): Wanted[] {
  const { context } = watched;
  return Object.entries(components).flatMap(([name, props]) => {
    const component = registry.get(name);
    const source = locate?.(['components', name]);
    if (!component) {
      const hint = didYouMean(name, registry.keys());
      problems.push({
        code: 'COMPONENT_UNKNOWN',
        path: `components.${name}`,
        message: `no component ${JSON.stringify(name)}; known: ${[...registry.keys()].sort(compareText).join(', ')}`,
        ...(hint ? { hint } : {}),
        ...(source ? { source } : {}),
      });
      return [];
    }
    if (Object.hasOwn(props, 'cluster')) {
      problems.push({
        code: 'PROPS_INVALID',
        path: formatPath(['components', name, 'cluster']),
        message: 'is filled by the engine from the cluster file',
        hint: 'remove it; set shared, pools, inputs or ownership in the cluster file',
        ...(source ? { source } : {}),
      });
    }
    try {
      const known = parsedBefore.get(keyOf(component));
      if (known) return [{ component, props: reparsed(component.props, { ...known, cluster: context }) }];
      const { result: parsed, readName } = watched.watch(
        () => parseProps(name, component.props, { ...props, cluster: context }, locate) as Wanted['props'],
      );
      const wrong = unsupported(component, parsed, source);
      problems.push(...wrong);
      if (wrong.length === 0 && !readName) parsedBefore.set(keyOf(component), parsed);
      return [{ component, props: parsed }];
    } catch (error) {
      if (!(error instanceof CnsError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
}

function unsupported(component: Component, props: Wanted['props'], source: Source | undefined): Problem[] {
  const version = props.chart?.version;
  const range = parseRange(component.supports ?? '');
  const parsed = parseVersion(version ?? '');
  if (!range || !parsed || contains(range, parsed)) return [];
  return [
    {
      code: 'CONSTRAINT_UNMET',
      path: `components.${component.name}.chart.version`,
      message: `got ${version}; the construct was written for chart ${component.supports}`,
      hint: 'pin a version in that range, or extend the construct',
      ...(source ? { source } : {}),
    },
  ];
}

function constructed(item: Wanted, key: ContentKey, { context, watch }: WatchedContext): Constructed {
  const known = constructedBefore.get(key);
  if (known) return known;
  // Many clusters share it from here on.
  const { result, readName } = watch(() => frozen(construct(item, context)));
  if (!readName) constructedBefore.set(key, result);
  return result;
}

function construct({ component, props }: Wanted, context: ClusterContext): Constructed {
  const chart = new Chart(new App(), component.name, { disableResourceNameHashes: true });
  component.create(chart, component.name, props);
  const release = HelmChart.in(chart)?.record as HelmRelease | undefined;
  const git = GitSource.in(chart)?.record;
  const { name, title, summary, homepage } = component;
  return {
    component: name,
    title,
    summary,
    homepage,
    namespace: props.namespace,
    objects: objectsOf(chart, context),
    ...(release ? { release } : {}),
    ...(git ? { git } : {}),
    readiness: component.readiness?.(props) ?? [],
    images: component.images?.(props) ?? [],
    scheduling: component.scheduling ?? { system: [], accelerated: [] },
  };
}
