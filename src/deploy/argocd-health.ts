import type { Bundle } from '../contract/manifests.ts';
import { APPLICATION_HEALTH, healthLua } from './health-lua.ts';
import { type HealthRule, healthRules, identityOf, readinessKey } from './health-rules.ts';
import { groupOf, kindKey, kindOf } from './object-kind.ts';
import { toYaml } from './yaml.ts';

/** Keys of argocd-cm with a health check each: for Application, and for the kinds of this bundle that Argo CD 3.4 does not judge. */
export function healthCustomizations(bundle: Bundle): Readonly<Record<string, string>> {
  const ofCharts = kindsOfCharts(bundle);
  const rules = healthRules(bundle).map((rule) => {
    const wait = !(rule.needsNodes && ofCharts.has(kindKey(kindOf(rule))));
    return [keyOf(rule), healthLua(rule, wait)] as const;
  });
  return Object.fromEntries([['resource.customizations.health.argoproj.io_Application', APPLICATION_HEALTH], ...rules]);
}

const keyOf = ({ apiVersion, kind }: HealthRule): string =>
  `resource.customizations.health.${groupOf(apiVersion)}_${kind}`;

/** Kinds whose objects come from a chart: those we cannot annotate, so their rule itself must not hold the wave up. */
function kindsOfCharts({ units }: Bundle): Set<string> {
  const own = new Set(
    units.flatMap((unit) => Object.values(unit.objects).flat()).map((object) => readinessKey(identityOf(object))),
  );
  return new Set(
    units.flatMap((unit) => unit.readiness.filter((r) => !own.has(readinessKey(r))).map((r) => kindKey(kindOf(r)))),
  );
}

/**
 * The health checks as a patch of argocd-cm, never a whole one: that ConfigMap belongs to whoever installed Argo CD.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/
 */
export function healthPatch(bundle: Bundle, namespace: string): string {
  return (
    '# A patch, not an object: kubectl patch --type merge, a kustomize patch, or the chart value configs.cm.\n' +
    '# Never kubectl apply, with or without --server-side: it takes away the settings that are not in here.\n' +
    toYaml({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'argocd-cm', namespace },
      data: healthCustomizations(bundle),
    })
  );
}
