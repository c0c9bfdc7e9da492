import type { KubeObject } from '../../../src/contract/manifests.ts';
import { PHASES } from '../../../src/contract/phase.ts';
import type { Path } from '../../../src/path.ts';
import { isPlainMap } from '../../../src/plain.ts';
import type { ContractInput } from '../../../src/pools/contracts/contract.ts';
import type { PlannedSetting } from '../../../src/pools/plan.ts';
import type { PlannedResource } from '../../../src/pools/resource.ts';

/** The first container of the first job of a ClusterTrainingRuntime. */
export const TRAINER_CONTAINER = [
  ...['spec', 'template', 'spec', 'replicatedJobs', 0],
  ...['template', 'spec', 'template', 'spec', 'containers', 0],
];

/** A copy with one value replaced; undefined takes it out. Whatever the way needs and does not have is made. */
function replaced(root: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(root)) return root.map((item, i) => (i === key ? replaced(item, rest, value) : item));
  const map = isPlainMap(root) ? root : {};
  return { ...map, [key]: replaced(map[key], rest, value) };
}

/** One value of a component's chart is another. */
export const withValue = (input: ContractInput, component: string, path: Path, value: unknown): ContractInput => ({
  ...input,
  units: exactly(
    input.units,
    (unit) => unit.component === component && unit.release !== undefined,
    (unit) => replaced(unit, ['release', 'values', ...path], value) as typeof unit,
  ),
});

/** One field of the objects of a kind is another. */
export const withObject = (input: ContractInput, kind: string, path: Path, value: unknown): ContractInput => ({
  ...input,
  units: exactly(
    input.units,
    ({ objects }) => PHASES.some((phase) => objects[phase].some((object) => object.kind === kind)),
    (unit) => ({
      ...unit,
      objects: Object.fromEntries(
        PHASES.map((phase) => [
          phase,
          unit.objects[phase].map((object) =>
            object.kind === kind ? (replaced(object, path, value) as KubeObject) : object,
          ),
        ]),
      ) as unknown as typeof unit.objects,
    }),
  ),
});

export const withoutUnit = (input: ContractInput, component: string): ContractInput => ({
  ...input,
  units: input.units.filter((unit) => unit.component !== component),
});

/** One argument of a resource is another. */
export const withArgs = (input: ContractInput, name: string, path: Path, value: unknown): ContractInput =>
  withResources(input, (resources) =>
    exactly(
      resources,
      (resource) => resource.name === name,
      (resource) => ({ ...resource, args: replaced(resource.args, path, value) as PlannedResource['args'] }),
    ),
  );

export function withResources(
  input: ContractInput,
  change: (resources: readonly PlannedResource[]) => readonly PlannedResource[],
): ContractInput {
  if (!input.compiled) throw new Error(`${input.plan.cluster} has no resources`);
  return { ...input, compiled: { ...input.compiled, resources: change(input.compiled.resources) } };
}

/** The text of the GPU nodes' first boot is another. */
export function withBoot(input: ContractInput, change: (text: string) => string): ContractInput {
  if (!input.compiled) throw new Error(`${input.plan.cluster} has no first boot`);
  const firstBoot = exactly(
    input.compiled.firstBoot,
    ({ pool }) => pool === 'gpu',
    (file) => ({ ...file, text: JSON.parse(change(JSON.stringify(file.text))) }),
  );
  return { ...input, compiled: { ...input.compiled, firstBoot } };
}

/** A setting of the GPU pool, in the words of the one that it is made after, with changes. */
export function withSetting(input: ContractInput, like: string, change: Partial<PlannedSetting>): ContractInput {
  const found = input.plan.gpu.settings.find(({ id }) => id === like);
  if (!found) throw new Error(`no setting ${like}: ${input.plan.gpu.settings.map(({ id }) => id).join(', ')}`);
  const setting = { ...found, ...change };
  const others = input.plan.gpu.settings.filter(({ id }) => id !== setting.id);
  const compiled =
    input.compiled && setting.id !== like
      ? { ...input.compiled, placements: [...input.compiled.placements, { setting: setting.id, where: 'here' }] }
      : input.compiled;
  return {
    ...input,
    plan: { ...input.plan, gpu: { ...input.plan.gpu, settings: [...others, setting] } },
    ...(compiled ? { compiled } : {}),
  };
}

function exactly<T>(list: readonly T[], isIt: (item: T) => boolean, change: (item: T) => T): readonly T[] {
  if (!list.some(isIt)) throw new Error('nothing there to change');
  return list.map((item) => (isIt(item) ? change(item) : item));
}
