import type { HelmRelease } from '../contract/helm-chart.ts';
import type { PlainMap } from '../plain.ts';
import { holdsNull } from './holds-null.ts';
import { toYaml } from './yaml.ts';

export interface ChartSource {
  readonly repoURL: string;
  readonly chart: string;
  readonly targetRevision: string;
  readonly helm: {
    readonly releaseName: string;
    readonly valuesObject?: PlainMap;
    readonly values?: string;
  };
}

/**
 * A chart as the source of an Application.
 *
 * The values stand in the Application itself, not in a file of the tree behind `$values/…`: a file changes for all
 * Applications at the moment of the commit, so new values would meet the old chart and waves would not hold on an upgrade. In the
 * Application they change together with the chart's version, when the wave comes to it.
 *
 * A repository of OCI charts is written without `oci://`: that is how Argo CD tells it from a chart repository. A null (Helm: drop the
 * chart's default) does not survive as a field of an object, so values that hold one are written as text (argo-cd issue 16312).
 */
export function argocdSource({ repository, name, version, release, values }: HelmRelease): ChartSource {
  const given =
    Object.keys(values).length === 0 ? {} : holdsNull(values) ? { values: toYaml(values) } : { valuesObject: values };
  return {
    repoURL: repository.replace(/^oci:\/\//, ''),
    chart: name,
    targetRevision: version,
    helm: { releaseName: release, ...given },
  };
}
