import { defineCheck } from '../contract/check.ts';
import type { ReportItem } from '../contract/report.ts';
import { compareText } from '../plain.ts';
import { findComponent, isWanted, type WantedComponent, wantedComponent, wantedVersion } from './components/find.ts';
import { OWN_OBJECTS, ownObjects } from './components/objects.ts';
import { itemOf, itemThatDoesNotApply } from './item.ts';
import { judged, met, notMet, type PlacedVerdict, someOf, unknown, type Verdict } from './outcome.ts';
import { readings } from './readings.ts';
import type { Subject } from './subject.ts';

const AREA = 'components';

/** Every component of the recipe: that it is there, in its version, and ready. What the provider brings does not concern us. */
export const components = defineCheck<Subject>({
  name: 'component',
  summary: 'each component of the recipe: installed, in its version, ready',
  area: AREA,
  reads: ['k8s'],
  run: (subject) => [
    ...Object.entries(subject.recipe.components)
      .sort(([a], [b]) => compareText(a, b))
      .flatMap(([name, props]) => {
        const wanted = wantedComponent(name, props);
        return Object.hasOwn(subject.recipe.provided, name) ? [] : itemsOf(subject, wanted);
      }),
    ...Object.entries(subject.recipe.provided)
      .sort(([a], [b]) => compareText(a, b))
      .map(([name, { why, source }]) =>
        itemThatDoesNotApply(
          {
            id: `component/${name}/provided`,
            area: AREA,
            title: name,
            severity: 'low',
            expected: 'brought by the provider',
            why,
            source,
            remediation: 'Nothing to do.',
          },
          'the provider brings it',
        ),
      ),
  ],
});

function itemsOf(subject: Subject, wanted: WantedComponent): ReportItem[] {
  const { name } = wanted;
  const version = wantedVersion(wanted);
  const words = {
    area: AREA,
    ...reasonOf(subject, name),
    remediation: `Apply component ${name} of this cluster's tree, and look at what Argo CD or Flux says of it.`,
  };
  return [
    itemOf(
      {
        ...words,
        id: `component/${name}/version`,
        title: version === undefined ? `${name} is installed` : `${name} is installed in its version`,
        severity: 'high',
        expected: version ?? 'installed',
      },
      verdicts(subject, wanted, (data) => versionVerdict(wanted, data)),
      'no snapshot measured the cluster',
    ),
    itemOf(
      { ...words, id: `component/${name}/ready`, title: `${name} is ready`, severity: 'high', expected: 'ready' },
      verdicts(subject, wanted, (data) => readyVerdict(wanted, data)),
      'no snapshot measured the cluster',
    ),
  ];
}

/** Who asked for a component is said by the note of the layer that set it; the document has the layer only. */
function reasonOf({ recipe }: Subject, name: string): { readonly why: string; readonly source: string } {
  const key = Object.keys(recipe.provenance).find(
    (path) =>
      path === `components.${name}` || path.startsWith(`components.${name}.`) || path.startsWith(`bill.${name}.`),
  );
  const set = key === undefined ? undefined : recipe.provenance[key];
  const layer = typeof set === 'string' ? set : set?.layer;
  return { why: 'It is a component of the recipe.', source: layer ?? recipe.name };
}

type Data = Parameters<typeof findComponent>[1] & Parameters<typeof ownObjects>[1];

/** Everything that a component may be found in is read together: where one part is missing, the rest is no proof. */
function verdicts({ snapshots }: Subject, { name }: WantedComponent, judge: (data: Data) => Verdict): PlacedVerdict[] {
  const also = Object.hasOwn(OWN_OBJECTS, name)
    ? [['workloads'], ['customResourceDefinitions'], ['customResources']]
    : [['workloads']];
  return judged(readings(snapshots, { of: 'k8s', path: ['releases'], also, read: (data) => data }), judge).map(
    (verdict) => {
      const data = snapshots.find(({ file }) => file === verdict.file)?.snapshot.measurements.k8s;
      if (verdict.outcome !== 'unknown' || !data) return verdict;
      // What is missing hides what would be good, not what is bad: a wrong version that was seen stays wrong.
      const seen = judge(data);
      const { file, path, node } = verdict;
      return isSeen(seen) ? { ...seen, file, path, node } : verdict;
    },
  );
}

/** Whether a verdict says what was seen, not what was not. */
const isSeen = ({ outcome, found }: Verdict): boolean => outcome === 'not-met' && !found.startsWith(ABSENT);

const ABSENT = 'not installed';

function versionVerdict(wanted: WantedComponent, data: Data): Verdict {
  const { versions: shown, parts } = findComponent(wanted, data);
  // Manifests of ours have no version of their own: what a release shows is the revision of the tree.
  const versions = wantedVersion(wanted) === undefined ? [] : shown;
  const wrong = versions.filter(({ version }) => !isWanted(wanted, version));
  if (wrong.length > 0) return notMet(wrong.map(({ version, by }) => `${version} (${by})`).join(', '));
  const right = versions[0]?.version;
  if (right !== undefined) return met(right);
  const own = Object.hasOwn(OWN_OBJECTS, wanted.name) ? OWN_OBJECTS[wanted.name] : undefined;
  const { found, absent } = own ? ownObjects(own, data) : { found: [], absent: [] };
  if (absent.length > 0 && parts.length === 0) return notMet(`${ABSENT}: no ${someOf(absent)}`);
  const there = [...parts, ...found];
  if (there.length > 0)
    return wantedVersion(wanted) === undefined
      ? met('installed')
      : unknown(
          parts.length > 0
            ? `${someOf(parts)} shows no version`
            : 'its objects are there, and none of them shows a version',
          'installed',
        );
  return absentVerdict(wanted, data);
}

/** Nothing of it was found. That is an answer only where something would have shown it. */
function absentVerdict({ chart, name }: WantedComponent, { releases }: Data): Verdict {
  if (Object.keys(releases).length > 0)
    return notMet(`${ABSENT}: neither Argo CD nor Flux has a release of ${chart?.name ?? name}`);
  return chart && !Object.hasOwn(OWN_OBJECTS, name)
    ? notMet(`${ABSENT}: no workload of chart ${chart.name}`)
    : unknown('it has no workload of its own, and there is neither Argo CD nor Flux to say that it was applied');
}

function readyVerdict(wanted: WantedComponent, data: Data): Verdict {
  const { parts, unready } = findComponent(wanted, data);
  const own = Object.hasOwn(OWN_OBJECTS, wanted.name) ? OWN_OBJECTS[wanted.name] : undefined;
  const objects = own ? ownObjects(own, data) : { found: [], absent: [], unready: [] };
  const faults = [...unready, ...objects.unready];
  if (faults.length > 0) return notMet(someOf(faults));
  if (parts.length === 0 && objects.absent.length > 0) return notMet(`${ABSENT}: no ${someOf(objects.absent)}`);
  if (parts.length + objects.found.length > 0) return met('ready');
  return absentVerdict(wanted, data);
}
