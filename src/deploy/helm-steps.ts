import type { HelmRelease } from '../contract/helm-chart.ts';
import type { Bundle } from '../contract/manifests.ts';
import type { Readiness } from '../contract/readiness.ts';
import { groupOf } from './object-kind.ts';
import { commandLine } from './shell-quote.ts';
import { isDefinitions, NAMESPACES, type Step, stepsOf, stepsOfUnit } from './steps.ts';

/** Unit: seconds. For objects without a chart. */
const READY_TIMEOUT = 300;

/** The calls of install.sh, wave by wave; each names a function of the script. */
export function installCalls(bundle: Bundle): string[] {
  const namespaces =
    bundle.namespaces.length > 0 ? [commandLine('apply_folder', NAMESPACES, `manifests/${NAMESPACES}`)] : [];
  const blocks = stepsOf(bundle).map((step): Block => {
    const { unit, release, git, objects } = step;
    const isLast = stepsOfUnit(unit).at(-1)?.phase === step.phase;
    return {
      unit,
      calls: [
        ...(git ? [commandLine('apply_git', ...gitWords(unit.component, git))] : []),
        ...(release ? [commandLine('install_chart', ...chartWords(step, release))] : []),
        ...(objects.length > 0 ? [commandLine('apply_folder', step.name, folderOf(step))] : []),
        ...(isLast ? readyCalls(step) : []),
      ],
    };
  });
  return [...namespaces, ...guarded(blocks)];
}

/** The calls of uninstall.sh: the same steps from the last to the first, the objects of a step before its chart. */
export function uninstallCalls(bundle: Bundle): string[] {
  const blocks = stepsOf(bundle)
    .toReversed()
    .map((step): Block => {
      const { unit, release, git, objects } = step;
      const definitions = isDefinitions(step) ? ['definitions'] : [];
      return {
        unit,
        calls: [
          ...(objects.length > 0 ? [commandLine('delete_folder', step.name, folderOf(step))] : []),
          ...(release
            ? [commandLine('uninstall_chart', ...chartWords(step, release).slice(0, 6), ...definitions)]
            : []),
          ...(git ? [commandLine('delete_git', ...gitWords(unit.component, git))] : []),
        ],
      };
    });
  const namespaces = bundle.namespaces.length > 0 ? [commandLine('delete_namespaces', `manifests/${NAMESPACES}`)] : [];
  return [...guarded(blocks), ...namespaces];
}

interface Block {
  readonly unit: Step['unit'];
  readonly calls: readonly string[];
}

/** Each block behind `--only`; neighbours of one component share the question. */
function guarded(blocks: readonly Block[]): string[] {
  return blocks.flatMap(({ unit, calls }, i) => [
    ...(blocks[i - 1]?.unit === unit ? [] : [`if wanted ${commandLine(unit.component)}; then # wave ${unit.wave}`]),
    ...calls.map((call) => `  ${call}`),
    ...(blocks[i + 1]?.unit === unit ? [] : ['fi']),
  ]);
}

/** What only people can check, because it waits for GPU nodes: one line each. */
export function checksByHand({ units }: Bundle): string[] {
  return units.flatMap(({ component, readiness }) =>
    readiness
      .filter((r) => r.needsNodes)
      .map((r) => `${component}: ${commandLine('kubectl', 'get', resourceOf(r), ...namespaceOf(r))}${shouldBe(r)}`),
  );
}

const shouldBe = ({ field }: Readiness): string => (field ? ` (${field.path} should be ${field.ready})` : '');

/** Folder of a step's objects in the tree. */
export const folderOf = ({ unit, phase }: Step): string => `manifests/${unit.component}/${phase}`;

/** Values file of a component in the tree. */
export const valuesFile = (component: string): string => `values/${component}.yaml`;

const gitWords = (component: string, { url, commit, path }: NonNullable<Step['git']>): string[] => [
  component,
  url,
  commit,
  path,
];

function chartWords({ unit }: Step, chart: HelmRelease): (string | number)[] {
  const { release, namespace, repository, name, version, timeoutSeconds, wait } = chart;
  return [unit.component, release, namespace, repository, name, version, timeoutSeconds, wait ? 'wait' : 'no-wait'];
}

function readyCalls({ unit }: Step): string[] {
  const timeout = `--timeout=${unit.release?.timeoutSeconds ?? READY_TIMEOUT}s`;
  return unit.readiness
    .filter((r) => !r.needsNodes)
    .map((r) => commandLine('ready', unit.component, ...waitWords(r), resourceOf(r), ...namespaceOf(r), timeout));
}

/** How kubectl waits for it; a kind without a standard of its own must exist, no more. */
function waitWords({ apiVersion, kind, field }: Readiness): string[] {
  if (field) return ['wait', `--for=jsonpath={.${field.path}}=${field.ready}`];
  if (groupOf(apiVersion) === 'apps') return ['rollout', 'status'];
  if (kind === 'CustomResourceDefinition') return ['wait', '--for=condition=Established'];
  if (kind === 'APIService') return ['wait', '--for=condition=Available'];
  return ['wait', '--for=create'];
}

/** `deployment.v1.apps/name`: with version and group, so that two kinds of one name cannot be confused. */
function resourceOf({ apiVersion, kind, name }: Readiness): string {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return `${kind.toLowerCase()}${group === '' ? '' : `.${version}.${group}`}/${name}`;
}

const namespaceOf = ({ namespace }: Readiness): string[] =>
  namespace === undefined ? [] : [`--namespace=${namespace}`];
