import type { GitSourceRef } from '../contract/git-source.ts';
import type { HelmRelease } from '../contract/helm-chart.ts';
import type { Bundle, ComponentManifests, KubeObject } from '../contract/manifests.ts';
import { PHASES, type PhaseName } from '../contract/phase.ts';

/** One phase of one component that has something to apply: an Application, a Kustomization or a stretch of install.sh. */
export interface Step {
  /** `<component>-before`, `<component>` or `<component>-after`. */
  readonly name: string;
  readonly unit: ComponentManifests;
  readonly phase: PhaseName;
  /** Three times the component's wave, plus 0, 1 or 2 for its phase. The namespaces stand alone at 0. */
  readonly order: number;
  readonly objects: readonly KubeObject[];
  readonly release?: HelmRelease;
  readonly git?: GitSourceRef;
}

/** The name that the unit of the namespaces has among the steps. */
export const NAMESPACES = 'namespaces';

/** Every step of the bundle, in the order of waves; within a wave as the units come. */
export function stepsOf(bundle: Bundle): Step[] {
  return bundle.units.flatMap(stepsOfUnit).toSorted((a, b) => a.order - b.order);
}

/** The steps of one component: none when it has nothing to apply. */
export function stepsOfUnit(unit: ComponentManifests): Step[] {
  return PHASES.flatMap((phase, index) => {
    const { release, git } = phase === 'main' ? unit : {};
    const objects = unit.objects[phase];
    if (objects.length === 0 && !release && !git) return [];
    const name = phase === 'main' ? unit.component : `${unit.component}-${phase}`;
    const order = unit.wave * PHASES.length + index;
    return [{ name, unit, phase, order, objects, ...(release ? { release } : {}), ...(git ? { git } : {}) }];
  });
}

/**
 * Whether the step installs definitions and nothing else that matters: deleting those deletes every object of their kinds, so
 * no controller may prune them. A Git source counts always (what is in it is not known here), a chart by its name.
 */
export function isDefinitions({ git, release }: Step): boolean {
  return git !== undefined || (release?.name.endsWith('-crds') ?? false);
}
