import { formatPath } from '../../path.ts';
import type { Snapshot } from '../document.ts';
import type { Evidence } from './evidence.ts';

/** What a platform leaves in a cluster: charts of its own, and a CRD. JobSet is no mark of Kubeflow: others bring it too. */
const MARKS: readonly { readonly platform: string; readonly charts: readonly string[]; readonly crd: string }[] = [
  { platform: 'kubeflow', charts: ['kubeflow-trainer'], crd: 'trainjobs.trainer.kubeflow.org' },
  { platform: 'dynamo', charts: ['dynamo-platform', 'dynamo-operator'], crd: 'dynamographdeployments.nvidia.com' },
];

/** What shows that a platform is installed. A workload or release of it does; a CRD may be left from one that is gone. */
export function platformEvidence({ measurements: { k8s } }: Snapshot): Evidence[] {
  if (k8s === undefined) return [];
  return MARKS.flatMap(({ platform, charts, crd }) => {
    const evidence = (section: 'workloads' | 'releases', suffix: boolean): Evidence[] =>
      Object.entries(k8s[section]).flatMap(([name, { chart = '' }]) =>
        charts.some((one) => (suffix ? new RegExp(`^${one}-v?\\d`).test(chart) : chart === one))
          ? [
              {
                value: platform,
                sureness: 'certain' as const,
                path: formatPath(['measurements', 'k8s', section, name, 'chart']),
                seen: chart,
              },
            ]
          : [],
      );
    const left = k8s.customResourceDefinitions.includes(crd)
      ? [
          {
            value: platform,
            sureness: 'likely' as const,
            path: 'measurements.k8s.customResourceDefinitions',
            seen: crd,
          },
        ]
      : [];
    // A label has the version behind the name of the chart; a release has the name alone.
    return [...evidence('workloads', true), ...evidence('releases', false), ...left];
  });
}
