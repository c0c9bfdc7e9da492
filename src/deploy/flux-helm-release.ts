import type { HelmRelease } from '../contract/helm-chart.ts';
import type { KubeObject } from '../contract/manifests.ts';
import { controllerWritten } from './controller-written.ts';
import { duration, type FluxContext, fluxObject } from './flux-context.ts';
import { helmRepositoryNames } from './flux-sources.ts';
import { identityOf, readinessKey } from './health-rules.ts';
import { holdsNull } from './holds-null.ts';
import type { Step } from './steps.ts';
import { toYaml } from './yaml.ts';

/** After these the release stays failed and says so, instead of flapping for ever. */
const RETRIES = 3;

/**
 * A chart as a HelmRelease, in the namespace of Flux, released into the component's own.
 *
 * CRDs in a chart's crds/ folder are replaced on an upgrade, which Helm alone never does; CRDs among the templates come and go with the
 * release either way. A chart whose custom resource is ready only once nodes have joined is waited for as Helm 3 did it, workloads
 * only: kstatus, the default since Flux 2.8, would wait for that resource and roll the release back.
 */
export function fluxHelmRelease(context: FluxContext, step: Step, release: HelmRelease): KubeObject {
  const { values, timeoutSeconds, wait } = release;
  const waiting = wait ? {} : { disableWait: true };
  const ignore = controllerWritten(step).map(({ group, kind, pointer }) => ({
    paths: [pointer],
    target: { ...(group === '' ? {} : { group }), kind },
  }));
  return fluxObject(context, ['helm.toolkit.fluxcd.io/v2', 'HelmRelease'], step.unit.component, {
    ...chartOf(context, step, release),
    interval: '1h',
    timeout: duration(timeoutSeconds),
    releaseName: release.release,
    targetNamespace: release.namespace,
    storageNamespace: release.namespace,
    maxHistory: 5,
    ...(waitsForNodes(step) ? { waitStrategy: { name: 'legacy' } } : {}),
    install: { crds: 'CreateReplace', createNamespace: false, ...waiting, remediation: { retries: RETRIES } },
    upgrade: {
      crds: 'CreateReplace',
      cleanupOnFail: true,
      ...waiting,
      remediation: { retries: RETRIES, remediateLastFailure: true, strategy: 'rollback' },
    },
    driftDetection: { mode: 'enabled', ...(ignore.length > 0 ? { ignore } : {}) },
    ...valuesOf(step, values),
  });
}

/**
 * The values as a ConfigMap, when one of them is null: kustomize-controller loses nulls of an object on an update (issue 372),
 * not those of a text. Labelled so that a change is noticed at once.
 */
export function fluxValues(context: FluxContext, { unit }: Step, { values }: HelmRelease): KubeObject[] {
  if (!holdsNull(values)) return [];
  const { spec: _, ...object } = fluxObject(context, ['v1', 'ConfigMap'], valuesName(unit.component), {});
  const { metadata } = object;
  return [
    {
      ...object,
      metadata: { ...metadata, labels: { ...metadata.labels, 'reconcile.fluxcd.io/watch': 'Enabled' } },
      data: { 'values.yaml': toYaml(values) },
    },
  ];
}

function valuesOf({ unit }: Step, values: HelmRelease['values']): object {
  if (holdsNull(values)) return { valuesFrom: [{ kind: 'ConfigMap', name: valuesName(unit.component) }] };
  return Object.keys(values).length > 0 ? { values } : {};
}

const valuesName = (component: string): string => `${component}-values`;

function chartOf({ bundle, options }: FluxContext, { unit }: Step, { repository, name, version }: HelmRelease): object {
  const repositoryName = helmRepositoryNames(bundle).get(repository);
  if (repositoryName === undefined) return { chartRef: { kind: 'OCIRepository', name: unit.component } };
  const sourceRef = { kind: 'HelmRepository', name: repositoryName, namespace: options.namespace };
  return { chart: { spec: { chart: name, version, interval: '1h', sourceRef } } };
}

/** Whether the chart brings a custom resource that needs nodes; what is among our own objects is not the chart's. */
function waitsForNodes({ unit }: Step): boolean {
  const own = new Set(
    Object.values(unit.objects)
      .flat()
      .map((object) => readinessKey(identityOf(object))),
  );
  return unit.readiness.some((r) => r.needsNodes && !own.has(readinessKey(r)));
}
