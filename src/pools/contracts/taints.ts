import type { Taint, Toleration } from '../../contract/scheduling.ts';
import { formatPath, parsePath, valueAt } from '../../path.ts';
import { isPlainMap } from '../../plain.ts';
import type { PlannedTaint } from '../plan.ts';
import type { Contract, ContractInput } from './contract.ts';
import { made } from './made/read.ts';
import { isBoundTo } from './nodes.ts';
import { broken, type Said, said } from './said.ts';
import { tree, unitOf } from './tree/read.ts';

const text = ({ key, value, effect }: Taint): string => `${key}=${value}:${effect}`;
const texts = (taints: readonly Taint[]): string =>
  taints.length === 0 ? 'none' : taints.map(text).toSorted().join(', ');

/** The pools put on exactly the taints that the tree was made for: one more keeps daemons away, one less lets workloads in too early. */
export const poolTaints: Contract = {
  id: 'pool-taints',
  about: 'Each pool puts on exactly the taints that the cluster file and the node agent of the tree ask of it.',
  halves: [
    'taints of the pools, and those that kubelets register with',
    'pools.*.taints and the taint of the node agent',
  ],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/',
  check(input) {
    if (!input.compiled) return [];
    const { gpu, system } = made(input);
    const ofPool = (taints: readonly PlannedTaint[]) => taints.filter(({ by }) => by === 'pool');
    const compare = (pool: 'gpu' | 'system', places: readonly Said<readonly Taint[]>[]) => {
      const wanted = ofPool(input.plan[pool].taints);
      const found = places.length > 0 ? places : [said(`taints of the ${pool} pool`, [])];
      return found
        .filter(({ value }) => texts(value) !== texts(wanted))
        .map(({ at, value }) =>
          broken({
            path: `pools.${pool}.taints`,
            pool: said(at, texts(value)),
            tree: said(`pools.${pool}.taints, with the taint of the node agent`, texts(wanted)),
            because: 'pods tolerate the latter only, and the agent takes no other taint away',
            hint: `give the pool the taints of pools.${pool}.taints and that of the node agent, and no others`,
          }),
        );
    };
    return [...compare('gpu', gpu.taints), ...compare('system', system.taints)];
  },
};

/** AKS refuses every client that would take a taint of an agent pool away. */
export const agentTaint: Contract = {
  id: 'agent-taint',
  about: 'The taint that the node agent removes is never on a pool whose service refuses to let it go.',
  halves: ['nodeTaints of the AKS agent pool', 'nodewright: controllerManager.manager.env.runtimeRequiredTaint'],
  source: 'https://learn.microsoft.com/azure/aks/use-node-taints',
  check(input) {
    const startup = tree(input).startup?.taint;
    if (input.plan.service !== 'aks' || !startup) return [];
    return made(input)
      .gpu.taints.filter(({ value }) => value.some(({ key }) => key === startup.key))
      .map(({ at, value }) =>
        broken({
          path: 'components.node-tuning.autoTaintNewNodes',
          pool: said(at, texts(value)),
          tree: said('nodewright: controllerManager.manager.env.runtimeRequiredTaint', text(startup)),
          because: 'AKS refuses its removal by any client of Kubernetes, so no workload would ever start on the pool',
          hint: 'leave it to the agent: components.node-tuning.autoTaintNewNodes puts it on new nodes',
        }),
      );
  },
};

/** Pods that run on GPU nodes only tolerate every taint there, but for the one that the agent removes first. */
export const gpuTolerations: Contract = {
  id: 'gpu-tolerations',
  about:
    'Objects and values that select GPU nodes tolerate every taint of these nodes, but for the one that the node agent removes first.',
  halves: ['taints of the GPU nodes', 'tolerations beside the selectors of objects and chart values'],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/',
  check(input) {
    const startup = tree(input).startup?.taint.key;
    const taints = input.plan.gpu.taints.filter((taint) => taint.key !== startup && isBinding(taint));
    if (taints.length === 0) return [];
    // What components declare is held by synthesis: src/synth/check-contracts.ts.
    const isDeclared = (component: string, at: string) =>
      unitOf(input, component)?.scheduling.accelerated.some((path) => at === `${component}: ${path}`);
    return tree(input)
      .placements.filter(({ tolerations, isPod }) => isPod || tolerations !== undefined)
      .filter((placement) => isBoundTo(input, 'gpu', placement))
      .filter(({ component, isFinal, tolerations }) => isFinal || !isDeclared(component, tolerations?.at ?? ''))
      .flatMap(({ component, at, tolerations = said(`${at}, tolerations beside it`, undefined) }) =>
        untolerated(taints, tolerations.value).map((taint) =>
          broken({
            path: `components.${component}`,
            pool: said('a taint of the GPU nodes', text(taint)),
            tree: tolerations,
            because: `pods of ${component} select these nodes and could never run there`,
            hint: 'add a toleration under pools.gpu.tolerations, or take the taint off pools.gpu.taints',
          }),
        ),
      );
  },
};

/** Everything that is bound to system nodes tolerates their taints: nothing starts otherwise. */
export const systemTolerations: Contract = {
  id: 'system-tolerations',
  about: 'Components that are bound to system nodes tolerate the taints of these nodes.',
  halves: ['taints of the system nodes', 'tolerations of chart values and objects that select system nodes'],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/',
  check(input) {
    const taints = input.plan.system.taints.filter(isBinding);
    if (taints.length === 0) return [];
    return systemPlaces(input).flatMap(({ component, place }) =>
      untolerated(taints, place.value).map((taint) =>
        broken({
          path: `components.${component}`,
          pool: said('a taint of the system nodes (pools.system.taints)', text(taint)),
          tree: place,
          because: `pods of ${component} are bound to these nodes and could never run there`,
          hint: 'take the taint off pools.system.taints, or report the component: it ignores cluster.systemNodes.tolerations',
        }),
      ),
    );
  },
};

/** Tolerations of everything that is bound to system nodes: where a component declares it, and beside selectors of objects. */
function systemPlaces(input: ContractInput): { readonly component: string; readonly place: Said }[] {
  const declared = input.units.flatMap(({ component, release, scheduling }) =>
    scheduling.system.flatMap((path) => {
      const parts = parsePath(path) ?? [];
      if (/ode(Selector|Affinity)$|electors$|ffinity$/.test(path)) return [];
      const own = /olerations$/.test(path) ? parts : [...parts, 'tolerations'];
      const above = own.slice(0, -1).map((_, i) => valueAt(release?.values, own.slice(0, i + 1)));
      // A part of the chart that is off has no pods.
      if (above.some((part) => !isPlainMap(part) || part.enabled === false)) return [];
      return [{ component, place: said(`${component}: ${formatPath(own)}`, valueAt(release?.values, own)) }];
    }),
  );
  const ofObjects = tree(input)
    .placements.filter(({ isPod, isFinal, tolerations }) => isPod || (isFinal && tolerations !== undefined))
    .filter((placement) => isBoundTo(input, 'system', placement))
    .map(({ component, at, tolerations = said(`${at}, tolerations beside it`, undefined) }) => ({
      component,
      place: tolerations,
    }));
  return [...declared, ...ofObjects];
}

/** A taint that only makes nodes less liked keeps nobody away. */
const isBinding = ({ effect }: Taint): boolean => effect !== 'PreferNoSchedule';

const untolerated = (taints: readonly PlannedTaint[], tolerations: unknown): readonly PlannedTaint[] =>
  taints.filter((taint) => !(Array.isArray(tolerations) && tolerations.some((one) => tolerates(one, taint))));

function tolerates({ key = '', operator, value = '', effect }: Partial<Toleration>, taint: Taint): boolean {
  if (effect && effect !== taint.effect) return false;
  if (key === '') return operator === 'Exists';
  return key === taint.key && (operator === 'Exists' || value === taint.value);
}
