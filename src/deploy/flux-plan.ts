import type { Bundle, ComponentManifests, KubeObject } from '../contract/manifests.ts';
import type { FluxContext } from './flux-context.ts';
import { fluxHelmRelease, fluxValues } from './flux-helm-release.ts';
import { alsoReadyAfter, fluxKustomization } from './flux-kustomization.ts';
import { isNeverPruned, withAnnotations } from './object-kind.ts';
import { isDefinitions, NAMESPACES, type Step, stepsOf, stepsOfUnit } from './steps.ts';

export const SOURCES = 'sources';

/** One folder of objects and the Kustomizations that apply it. */
export interface FluxFolder {
  /** Absent where the objects come from a component's own repository. */
  readonly folder?: string;
  readonly objects: readonly KubeObject[];
  readonly kustomization: KubeObject;
}

/** A chart's release has to pull images and to start; the Kustomization gives it a minute more. Unit: seconds. */
const SLACK = 60;

/**
 * Every folder of the tree with its Kustomization, in the order in which they are applied.
 *
 * `dependsOn` goes from each phase to the one before it, and from the first phase to the last one of every component that comes
 * earlier. Only between Kustomizations: Flux takes no mixed ones.
 */
export function fluxPlan(context: FluxContext, sources: readonly KubeObject[]): FluxFolder[] {
  const { bundle } = context;
  const first: FluxFolder[] = [];
  const start: string[] = [];
  const open = (folder: string, objects: readonly KubeObject[], how: { prune: boolean; wait: boolean }): void => {
    if (objects.length === 0) return;
    const kustomization = fluxKustomization(context, { name: folder, folder, dependsOn: [], objects, ...how });
    first.push({ folder, objects, kustomization });
    start.push(folder);
  };
  // One registry that is down must not hold up what comes from others: each release waits for its own source.
  open(SOURCES, sources, { prune: true, wait: false });
  open(NAMESPACES, bundle.namespaces.map(neverPruned), { prune: false, wait: true });
  const last = lastNames(bundle);
  const steps = stepsOf(bundle).flatMap((step) => {
    const before = previousIn(step) ?? [...start, ...step.unit.dependsOn.flatMap((name) => last.get(name) ?? [])];
    return stepFolders(context, step, [...new Set(before)]);
  });
  return [...first, ...steps];
}

/** A phase that has a Git source beside other things takes two Kustomizations: they read from two repositories. */
function stepFolders(context: FluxContext, step: Step, dependsOn: readonly string[]): FluxFolder[] {
  const { unit, release, git, name } = step;
  const prune = !isDefinitions(step);
  const objects = [
    ...(release ? [...fluxValues(context, step, release), fluxHelmRelease(context, step, release)] : []),
    ...step.objects.map(neverPruned),
  ];
  const alsoReady = isLast(step) ? alsoReadyAfter(step) : [];
  const folders: FluxFolder[] = [];
  if (git) {
    const own = objects.length > 0;
    const kustomization = fluxKustomization(context, {
      name: own ? sourceName(step) : name,
      folder: git.path,
      source: unit.component,
      dependsOn,
      prune: false,
      objects: [],
    });
    folders.push({ objects: [], kustomization });
  }
  if (objects.length > 0) {
    const folder = `components/${unit.component}/${step.phase}`;
    const kustomization = fluxKustomization(context, {
      name,
      folder,
      dependsOn: git ? [sourceName(step)] : dependsOn,
      prune,
      objects,
      alsoReady,
      ...(unit.release && (release || alsoReady.length > 0)
        ? { timeoutSeconds: unit.release.timeoutSeconds + SLACK }
        : {}),
    });
    folders.push({ folder, objects, kustomization });
  }
  return folders;
}

/** Name of the Kustomization of a Git source that shares its phase with other objects. */
export const sourceName = ({ name }: Step): string => `${name}-source`;

const neverPruned = (object: KubeObject): KubeObject =>
  withAnnotations(object, isNeverPruned(object) ? { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } : {});

function previousIn({ unit, phase }: Step): string[] | undefined {
  const steps = stepsOfUnit(unit);
  const index = steps.findIndex((step) => step.phase === phase);
  return index > 0 ? steps.slice(index - 1, index).map(({ name }) => name) : undefined;
}

const isLast = ({ unit, phase }: Step): boolean => stepsOfUnit(unit).at(-1)?.phase === phase;

/** Component → the Kustomization that ends it; of one that has nothing to apply, those of what it depends on. */
function lastNames({ units }: Bundle): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  for (const unit of units.toSorted((a: ComponentManifests, b: ComponentManifests) => a.wave - b.wave)) {
    const last = stepsOfUnit(unit).at(-1);
    names.set(unit.component, last ? [last.name] : unit.dependsOn.flatMap((name) => names.get(name) ?? []));
  }
  return names;
}
