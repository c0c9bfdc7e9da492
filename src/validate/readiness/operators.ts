import { defineCheck } from '../../contract/check.ts';
import type { ReportItem } from '../../contract/report.ts';
import { gpuNodeNames } from '../api-nodes.ts';
import { OPERATOR_RESOURCES, operatorStates } from '../components/objects.ts';
import { itemOf } from '../item.ts';
import { judged, metIf, notApplicable, notMet, someOf, unknown, type Verdict } from '../outcome.ts';
import { readings } from '../readings.ts';
import type { Subject } from '../subject.ts';
import { AREA } from './nodes.ts';

/** What operators and GPU feature discovery say of their own work. */
export const operators = defineCheck<Subject>({
  name: 'operators',
  summary: 'state of ClusterPolicy, NicClusterPolicy and NodeWright, and labels that GPU feature discovery sets',
  area: AREA,
  reads: ['k8s', 'topology'],
  run: (subject) => [...resources(subject), gpuLabels(subject)],
});

const resources = (subject: Subject): ReportItem[] =>
  OPERATOR_RESOURCES.filter(({ component }) => Object.hasOwn(subject.recipe.components, component)).map((resource) => {
    const { component, kinds, path, ready, source } = resource;
    return itemOf(
      {
        id: `operators/${component}`,
        area: AREA,
        title: `${kinds.map((kind) => kind.split('.')[0]).join(' or ')} of ${component}`,
        severity: 'critical',
        expected: `${path.join('.')} is ${ready}`,
        why: 'The operator says itself whether the nodes are as it was told.',
        source,
        remediation: `Look at the conditions of that resource and at the pods of component ${component}.`,
      },
      judged(
        readings(subject.snapshots, {
          of: 'k8s',
          path: ['customResources'],
          read: (data) => operatorStates(resource, data),
        }),
        (found): Verdict => {
          if (found.length === 0) return notMet('there is none');
          const wrong = found.filter(({ state }) => state !== undefined && state !== ready);
          if (wrong.length > 0) return notMet(someOf(wrong.map(({ key, state }) => `${key} is ${state}`)));
          const silent = found.filter(({ state }) => state === undefined);
          return silent.length > 0
            ? unknown(`${someOf(silent.map(({ key }) => key))} has no ${path.join('.')}`)
            : metIf(true, ready);
        },
      ),
      'no snapshot measured the cluster',
    );
  });

const LABEL = 'nvidia.com/gpu.count';

/** A part of the GPU Operator that is on unless a prop turns it off. */
const hasDiscovery = ({ recipe: { components } }: Subject): boolean =>
  Object.hasOwn(components, 'gpu-operator') && components['gpu-operator']?.gpuFeatureDiscovery !== false;

/** GPU feature discovery counts what the driver sees; on nodes without it nobody says it. */
const gpuLabels = (subject: Subject): ReportItem => {
  const { gpus } = subject.recipe.gpuNodes;
  const names = gpuNodeNames(subject);
  return itemOf(
    {
      id: 'operators/gpu-labels',
      area: AREA,
      title: `label ${LABEL} of GPU nodes`,
      severity: 'medium',
      expected: gpus === undefined ? 'set' : `${gpus}`,
      why: 'Schedulers and jobs choose nodes by it, and it shows a GPU that the driver lost.',
      source: 'https://github.com/NVIDIA/k8s-device-plugin/blob/main/docs/gpu-feature-discovery/README.md',
      remediation: 'See the pods of GPU feature discovery on that node.',
    },
    judged(
      readings(subject.snapshots, { of: 'topology', path: ['labels'], read: ({ labels }) => labels }),
      (labels): Verdict => {
        if ('because' in names) return unknown(names.because);
        if (names.length === 0) return unknown('there is no GPU node');
        if (!hasDiscovery(subject)) return notApplicable('the recipe has no GPU feature discovery');
        const values = Object.hasOwn(labels, LABEL) ? Object.entries(labels[LABEL] ?? {}) : [];
        const labelOf = (name: string): string | undefined => values.find(([, list]) => list.includes(name))?.[0];
        const wrong = names.filter((name) => {
          const value = labelOf(name);
          return value !== undefined && gpus !== undefined && value !== String(gpus);
        });
        if (wrong.length > 0) return notMet(someOf(wrong.map((name) => `${labelOf(name)} on ${name}`)));
        const bare = names.filter((name) => labelOf(name) === undefined);
        return bare.length > 0 ? unknown(`no label on ${someOf(bare)}`) : metIf(true, `${gpus ?? 'set'}`);
      },
    ),
    'no snapshot shows the labels of the nodes',
  );
};
