import { defineCheck } from '../contract/check.ts';
import type { ReportItem, Severity } from '../contract/report.ts';
import type { ResolvedRecipeDocument } from '../recipe/resolved-document.ts';
import { parseVersion } from '../recipe/version.ts';
import { ofGpuNodes } from './api-nodes.ts';
import { findComponent, wantedComponent } from './components/find.ts';
import { isOfKind } from './components/objects.ts';
import { sortedByNode } from './gpu-nodes.ts';
import { itemOf } from './item.ts';
import { judged, notMet, type PlacedVerdict, unknown, type Verdict } from './outcome.ts';
import { readings } from './readings.ts';
import type { Subject } from './subject.ts';
import { inRange } from './versions.ts';

const AREA = 'constraints';
type Constraint = ResolvedRecipeDocument['constraints'][number];

/** Every bound of the recipe against the versions that really run. */
export const constraints = defineCheck<Subject>({
  name: 'constraint',
  summary: 'every bound of the recipe against the versions that run',
  area: AREA,
  reads: ['k8s', 'gpu', 'os', 'topology', 'cloud'],
  run: (subject) => subject.recipe.constraints.map((constraint) => constraintItem(subject, constraint)),
});

function constraintItem(subject: Subject, constraint: Constraint): ReportItem {
  const { subject: what, range, sources } = constraint;
  const known = Object.hasOwn(KNOWN, what) ? KNOWN[what] : undefined;
  const read = known?.read ?? ((from: Subject) => componentVersions(from, what, range));
  const distinct = (texts: readonly string[]) => [...new Set(texts)].join(' · ');
  return itemOf(
    {
      id: `constraint/${what}`,
      area: AREA,
      title: `${what} version`,
      severity: known?.severity ?? 'high',
      expected: range,
      why: distinct(sources.map(({ why, layer }) => `${why} (${layer})`)),
      source: distinct(sources.map(({ source }) => source)),
      remediation: known?.remediation ?? `Apply component ${what} of this cluster's tree in the version of the recipe.`,
    },
    read(subject, range),
    'no snapshot measured it',
  );
}

interface KnownSubject {
  readonly severity: Severity;
  readonly remediation: string;
  readonly read: (subject: Subject, range: string) => readonly PlacedVerdict[];
}

/** Subjects that are no component. */
const KNOWN: Readonly<Record<string, KnownSubject>> = {
  kubernetes: {
    severity: 'critical',
    remediation:
      'Change the Kubernetes version of the cluster, or `inputs.kubernetes` of the cluster file to what runs.',
    read: ({ snapshots }, range) =>
      judged(readings(snapshots, { of: 'k8s', path: ['server'], read: ({ server }) => server.version }), (version) =>
        inRange(range, version),
      ),
  },
  driver: {
    severity: 'critical',
    remediation:
      'With the GPU Operator as owner: sync component gpu-operator, which carries driver.version. Otherwise choose a node image with such a driver.',
    read: driverVersions,
  },
  kernel: {
    severity: 'high',
    remediation: 'Choose a node image with such a kernel, and replace the nodes.',
    read: (subject, range) => [
      ...judged(
        readings(sortedByNode(subject).gpu, {
          of: 'os',
          path: ['kernel', 'release'],
          read: ({ kernel }) => kernel.release,
        }),
        (release) => inRange(range, release),
      ),
      ...ofGpuNodes(subject, 'kernel', ({ kernel }) =>
        kernel === undefined ? unknown('the API server shows no kernel of the node') : inRange(range, kernel),
      ),
    ],
  },
  osVersion: {
    severity: 'high',
    remediation: 'Choose a node image of that release, and replace the nodes.',
    read: (subject, range) => [
      ...judged(
        readings(sortedByNode(subject).gpu, {
          of: 'os',
          path: ['release'],
          read: ({ release }) => release.VERSION_ID,
          otherwise: '/etc/os-release has no VERSION_ID',
        }),
        (version) => inRange(range, version),
      ),
      ...ofGpuNodes(subject, 'osImage', ({ osImage }) => {
        const version = /\d+(?:\.\d+)+/.exec(osImage ?? '')?.[0];
        return version === undefined ? undefined : { ...inRange(range, version), found: osImage ?? version };
      }),
    ],
  },
};

/** What the nodes run, and with the GPU Operator as owner what its ClusterPolicy asks for. */
function driverVersions(subject: Subject, range: string): PlacedVerdict[] {
  const nodes = readings(sortedByNode(subject).gpu, {
    of: 'gpu',
    path: ['nvidia', 'driver'],
    read: ({ nvidia }) => (nvidia ? (nvidia.driver ?? '') : ''),
  });
  const onNodes = judged(nodes, (driver) => (driver === '' ? notMet('no NVIDIA driver') : inRange(range, driver)));
  if (subject.recipe.ownership.driver !== 'operator') return onNodes;
  const policies = readings(subject.snapshots, {
    of: 'k8s',
    path: ['customResources'],
    read: ({ customResources }) => Object.entries(customResources).filter(([key]) => isOfKind(key, CLUSTER_POLICY)),
  });
  return [
    ...onNodes,
    ...judged(policies, (list): Verdict => {
      const driver = list[0]?.[1].spec.driver;
      const version = typeof driver === 'object' && driver !== null && 'version' in driver ? driver.version : undefined;
      if (typeof version !== 'string')
        return unknown(list.length === 0 ? 'there is no ClusterPolicy' : 'the ClusterPolicy names no driver version');
      return { ...inRange(range, version), found: `${version} in the ClusterPolicy` };
    }),
  ];
}

const CLUSTER_POLICY = 'ClusterPolicy.nvidia.com';

/** Versions of a component that the cluster shows. */
function componentVersions({ recipe, snapshots }: Subject, name: string, range: string): PlacedVerdict[] {
  const props = Object.hasOwn(recipe.components, name) ? recipe.components[name] : undefined;
  const wanted = wantedComponent(name, props ?? {});
  const found = readings(snapshots, {
    of: 'k8s',
    path: ['releases'],
    also: [['workloads']],
    read: (data) => findComponent(wanted, data).versions,
  });
  return judged(found, (versions): Verdict => {
    if (versions.length === 0) return unknown(`nothing in the cluster shows a version of ${name}`);
    // A Git source may name a commit, which is the tag that the recipe pins it to.
    const said = versions.map(({ version }) =>
      parseVersion(version) === undefined && version === wanted.git?.commit ? (wanted.git.tag ?? version) : version,
    );
    const verdicts = said.map((version) => inRange(range, version));
    return verdicts.find(({ outcome }) => outcome !== 'met') ?? verdicts[0] ?? unknown('nothing was found');
  });
}
