import type { Problem } from '../errors.ts';
import { type Catalog, valuesOf } from '../recipe/catalog.ts';
import { DIMENSIONS, type Dimension } from '../recipe/criteria.ts';
import type { Snapshot } from './document.ts';
import { type Deciding, decide } from './find/decide.ts';
import { type Evidence, evidenceText, type Finding } from './find/evidence.ts';
import { gapsOf } from './find/gaps.ts';
import {
  capacityEvidence,
  countEvidence,
  driverEvidence,
  instanceTypeEvidence,
  kernelEvidence,
  kubernetesEvidence,
  pageSizeEvidence,
  partitionEvidence,
  regionEvidence,
} from './find/input-evidence.ts';
import { acceleratorEvidence, systemEvidence, systemVersionEvidence } from './find/machine-evidence.ts';
import { platformEvidence } from './find/platform.ts';
import { serviceEvidence } from './find/service.ts';
import { witnessesOf } from './find/witness.ts';

export interface FoundCriteria {
  /** Criteria first, then inputs, each with what it was found by. */
  readonly findings: readonly Finding[];
  /** Every subject that a snapshot leaves open and a recipe needs, or that it contradicts itself about. */
  readonly problems: readonly Problem[];
}

/** What is decided before the snapshot is looked at, by path in a cluster file. */
export interface Decided {
  /** Given by flags: they win over the snapshot. */
  readonly given: ReadonlyMap<string, string | number>;
  /** Used where the snapshot shows nothing. */
  readonly defaults: ReadonlyMap<string, string | number>;
}

/**
 * Which recipe a running cluster would have, by what its snapshot shows.
 *
 * Nothing is guessed: a value is taken when something shows it that shows nothing else, and nothing contradicts it. The intent is the
 * user's and no snapshot shows it. What is given is decided already; it is reported with what the snapshot shows of it.
 */
export function findCriteria(snapshot: Snapshot, catalog: Catalog, { given, defaults }: Decided): FoundCriteria {
  const findings = subjectsOf(snapshot, catalog, given).map((subject): Finding => {
    const { why, sureness, ...found } = decide(subject);
    const [value, fallback] = [given.get(subject.path), defaults.get(subject.path)];
    if (value !== undefined) return { ...found, state: 'given', value };
    if (found.evidence.length === 0 && fallback !== undefined)
      return { ...found, state: 'default', value: fallback, why };
    return { ...found, ...(sureness === undefined ? {} : { sureness }), ...(why === undefined ? {} : { why }) };
  });
  return { findings, problems: findings.flatMap((finding) => problemOf(finding, catalog)) };
}

function subjectsOf(
  snapshot: Snapshot,
  catalog: Catalog,
  given: ReadonlyMap<string, string | number>,
): readonly Deciding[] {
  const witnesses = witnessesOf(snapshot, catalog);
  const gaps = (...names: string[]) => gapsOf(snapshot, names);
  const criterion = (dimension: Dimension, evidence: readonly Evidence[], missing: readonly string[]): Deciding => {
    const values = valuesOf(catalog, dimension);
    const canonical = (value: string | undefined) =>
      [...values].find(([, aliases]) => value !== undefined && aliases.includes(value))?.[0] ?? value;
    return {
      path: `criteria.${dimension}`,
      flag: `--${dimension}`,
      evidence: evidence.map((one) => ({ ...one, value: canonical(one.value) })),
      allowed: new Set(values.keys()),
      required: dimension !== 'platform',
      gaps: missing,
    };
  };
  const { gpu, os, cloud } = snapshot.measurements;
  const elsewhere =
    (gpu ?? os ?? cloud) !== undefined && !witnesses.some(({ host }) => host)
      ? ['the machine that the collectors ran on is no node of the cluster']
      : [];
  const services = serviceEvidence(snapshot, witnesses);
  const service = given.get('criteria.service') ?? decide(criterion('service', services, [])).value;
  const regions = regionEvidence(snapshot, witnesses);
  const input = (name: string, flag: string, evidence: readonly Evidence[], missing: readonly string[]): Deciding => ({
    path: name,
    flag,
    evidence,
    gaps: missing,
  });
  return [
    criterion('service', services, gaps('k8s', 'topology', 'cloud')),
    criterion('accelerator', acceleratorEvidence(catalog, witnesses), [
      ...gaps('gpu', 'k8s', 'topology'),
      ...elsewhere,
    ]),
    criterion('os', systemEvidence(snapshot, witnesses), gaps('os', 'k8s')),
    criterion('intent', [], ['no snapshot does: what a cluster is for is yours to say']),
    criterion('platform', platformEvidence(snapshot), gaps('k8s')),
    input('inputs.kubernetes', '--kubernetes', kubernetesEvidence(snapshot), gaps('k8s')),
    input('inputs.osVersion', '--os-version', systemVersionEvidence(snapshot, witnesses), gaps('os', 'k8s')),
    input('inputs.kernel', '--kernel', kernelEvidence(witnesses), gaps('os', 'k8s')),
    input('inputs.driver', '--driver', driverEvidence(snapshot, witnesses), gaps('gpu', 'topology')),
    input('inputs.pageSizeKiB', '--page-size-kib', pageSizeEvidence(snapshot, witnesses), gaps('os')),
    input('inputs.region', '--region', regions, gaps('cloud', 'topology')),
    // Partitions are those of AWS.
    input('inputs.partition', '--partition', service === 'eks' ? partitionEvidence(regions) : [], []),
    input('inputs.capacity', '--capacity', capacityEvidence(snapshot, witnesses), gaps('cloud', 'topology')),
    // Machines of one's own are named by their boards and network cards in recipes/instances, which no machine says of itself.
    input(
      'pools.gpu.instanceType',
      '--instance-type',
      service === 'self-managed' ? [] : instanceTypeEvidence(witnesses),
      gaps('k8s', 'cloud'),
    ),
    input('pools.gpu.count', '--nodes', countEvidence(witnesses), gaps('k8s')),
  ];
}

/** What is refused, with every piece of evidence and the flag that decides it. */
function problemOf({ state, path, flag, why = '', evidence }: Finding, catalog: Catalog): Problem[] {
  if (state !== 'unsure') return [];
  const seen = evidence.map(evidenceText);
  return [
    {
      code: 'CRITERIA_UNSURE',
      path,
      message: [why, ...seen].join('; '),
      hint: `give ${optionsOf(path, flag, evidence, catalog).join(' or ')}`,
    },
  ];
}

function optionsOf(path: string, flag: string, evidence: readonly Evidence[], catalog: Catalog): string[] {
  const dimension = DIMENSIONS.find((one) => path === `criteria.${one}`);
  const legal = dimension && [...valuesOf(catalog, dimension).keys()];
  const seen = [...new Set(evidence.flatMap(({ value }) => value ?? []))].filter(
    (value) => legal === undefined || legal.includes(value),
  );
  const values = seen.length > 0 || legal === undefined ? seen : legal;
  const none = dimension === 'platform' ? [`${flag} none`] : [];
  return values.length === 0 ? [flag] : [...values.map((value) => `${flag} ${value}`), ...none];
}
