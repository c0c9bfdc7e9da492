import type { KubeObject } from '../contract/manifests.ts';
import { duration, type FluxContext, fluxObject } from './flux-context.ts';
import { healthCel } from './health-cel.ts';
import { identityOf, readinessKey } from './health-rules.ts';
import { kindKey, kindOf } from './object-kind.ts';
import { inRepository } from './require-layout.ts';
import type { Step } from './steps.ts';

export const KUSTOMIZE = ['kustomize.toolkit.fluxcd.io/v1', 'Kustomization'] as const;

/** Unit: seconds. Objects without a chart: a Deployment of ours pulls one image. */
const TIMEOUT = 300;

interface HealthCheck {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

export interface KustomizationParts {
  readonly name: string;
  /** Folder of the tree, or of the component's own repository when `source` is given. */
  readonly folder: string;
  readonly source?: string;
  readonly dependsOn: readonly string[];
  readonly prune: boolean;
  /** What the folder holds. */
  readonly objects: readonly KubeObject[];
  /** Objects of others that must be ready as well. */
  readonly alsoReady?: readonly HealthCheck[];
  readonly timeoutSeconds?: number;
  /** False for what says for itself how it is, and to those who need it. @default true */
  readonly wait?: boolean;
}

/** One folder to apply, and what to wait for before the next may start. */
export function fluxKustomization(context: FluxContext, parts: KustomizationParts): KubeObject {
  const { name, folder, source, dependsOn, prune, timeoutSeconds = TIMEOUT } = parts;
  return fluxObject(context, KUSTOMIZE, name, {
    ...(dependsOn.length > 0 ? { dependsOn: dependsOn.map((dependency) => ({ name: dependency })) } : {}),
    interval: '1h',
    retryInterval: '2m',
    timeout: duration(timeoutSeconds),
    sourceRef: { kind: 'GitRepository', name: source ?? context.root },
    path: `./${source === undefined ? inRepository(context.git, folder) : folder}`,
    prune,
    ...health(context, parts),
  });
}

/**
 * `wait` when all of the folder may be waited for; otherwise the list of what may. What needs nodes is in neither: a pool may
 * have none yet.
 */
function health(
  { rules, waitsForNodes }: FluxContext,
  { objects, alsoReady = [], wait = true }: KustomizationParts,
): object {
  if (!wait) return { wait };
  const waited = objects.filter((object) => !waitsForNodes(object));
  const kinds = new Set([...waited, ...alsoReady].map((thing) => kindKey(kindOf(thing))));
  const healthCheckExprs = rules
    .filter((rule) => kinds.has(kindKey(kindOf(rule))))
    .flatMap((rule) => healthCel(rule) ?? []);
  const exprs = healthCheckExprs.length > 0 ? { healthCheckExprs } : {};
  if (waited.length === objects.length && alsoReady.length === 0) return { wait: true, ...exprs };
  const healthChecks = [...waited.map(checkOf), ...alsoReady];
  return healthChecks.length > 0 ? { wait: false, healthChecks, ...exprs } : { wait: false };
}

const checkOf = ({ apiVersion, kind, metadata: { name, namespace } }: KubeObject): HealthCheck => ({
  apiVersion,
  kind,
  name,
  ...(namespace === undefined ? {} : { namespace }),
});

/**
 * Objects that the component names as its proof, that are not among its own, and that its chart's release does not vouch for.
 *
 * They are asked for after its last phase: an operator may make them from our custom resources.
 */
export function alsoReadyAfter({ unit }: Step): HealthCheck[] {
  const own = new Set(
    Object.values(unit.objects)
      .flat()
      .map((object) => readinessKey(identityOf(object))),
  );
  const vouched = unit.release?.wait === true;
  return unit.readiness
    .filter((r) => !r.needsNodes && !own.has(readinessKey(r)) && (!vouched || r.field !== undefined))
    .map(({ apiVersion, kind, name, namespace }) => ({
      apiVersion,
      kind,
      name,
      ...(namespace === undefined ? {} : { namespace }),
    }));
}
