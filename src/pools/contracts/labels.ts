import { isPlainMap } from '../../plain.ts';
import type { Contract, ContractInput } from './contract.ts';
import { made } from './made/read.ts';
import { nodeLabel } from './node-labels.ts';
import { isMet, labelsOf, POOLS, poolsOf } from './nodes.ts';
import { broken, said } from './said.ts';
import { tree } from './tree/read.ts';
import type { Requirement } from './tree/tree.ts';

const text = ({ key, operator, values }: Requirement): string =>
  operator === 'In' && values.length === 1 ? `${key}=${values[0]}` : `${key} ${operator} ${values.join(', ')}`.trim();

/** The pools give their nodes the labels that the tree selects by. */
export const poolLabels: Contract = {
  id: 'pool-labels',
  about: 'Each pool gives its nodes every label that the cluster file promises to the tree.',
  halves: ['labels of the pools', 'pools.*.labels'],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/',
  check(input) {
    if (!input.compiled) return [];
    const { plan } = input;
    return POOLS.flatMap((pool) =>
      made(input)[pool].labels.flatMap((place) =>
        Object.entries(plan[pool].labels)
          .filter(([key, value]) => place.value[key] !== value)
          .map(([key, value]) =>
            broken({
              path: `pools.${pool}.labels`,
              pool: said(`${place.at}["${key}"]`, place.value[key]),
              tree: said(`pools.${pool}.labels["${key}"]`, value),
              because: 'components of the tree select nodes by it, and would find none',
              hint: `give the pool every label of pools.${pool}.labels`,
            }),
          ),
      ),
    );
  },
};

/** Every selector of the tree can be met by nodes of a pool. */
export const selectors: Contract = {
  id: 'selectors',
  about:
    'Every node selector and node affinity of the tree is met by the labels of a pool, or by labels that nodes are known to get.',
  halves: ['labels of the pools', 'node selectors and affinities of chart values and objects'],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/',
  check(input) {
    const given = (key: string) => POOLS.some((pool) => labelsOf(input, pool)[key] !== undefined);
    return (
      tree(input)
        .placements.filter((placement) => poolsOf(input, placement).length === 0)
        .map(({ alternatives, ...placement }) => {
          const unmet = alternatives.flatMap((all) =>
            all.filter((one) => !POOLS.some((pool) => isMet(input, pool, one))),
          );
          return { ...placement, unmet: unmet.length > 0 ? unmet : alternatives.flat() };
        })
        // Nodes that nobody makes here may have labels that nobody told: only those that were told can be wrong.
        .filter(({ unmet }) => input.compiled || unmet.some(({ key }) => given(key)))
        .map(({ component, at, unmet }) =>
          broken({
            path: `components.${component}`,
            pool: said('labels of the pools', labelsText(input)),
            tree: said(at, [...new Set(unmet.map(text))].join(', ')),
            because: 'no node of either pool has this',
            hint: 'add the labels under pools.gpu.labels or pools.system.labels, or change the selector',
          }),
        )
    );
  },
};

/** The agent prepares nodes before discovery can run: it selects by labels that are there when a node joins. */
export const agentSelector: Contract = {
  id: 'agent-selector',
  about:
    'The node agent selects GPU nodes by labels that are there when a node joins, never by those that are discovered later.',
  halves: ['labels of the GPU pool', 'nodeSelectors of the objects of the node agent'],
  source: 'https://github.com/NVIDIA/nodewright/blob/chart/v0.20.0/docs/user-guide/custom-resource.md',
  check(input) {
    return tree(input).agents.flatMap(({ component, at, spec: { nodeSelectors } }) => {
      const labels =
        isPlainMap(nodeSelectors) && isPlainMap(nodeSelectors.matchLabels) ? nodeSelectors.matchLabels : {};
      return Object.entries(labels)
        .filter(([key]) => labelsOf(input, 'gpu')[key] === undefined)
        .filter(([key]) => nodeLabel(key, input.plan.service)?.from === 'discovery')
        .map(([key, value]) =>
          broken({
            path: `components.${component}.nodeSelector`,
            pool: said('labels of the GPU pool', labelsText(input)),
            tree: said(`${at} spec.nodeSelectors.matchLabels`, `${key}=${value}`),
            because: 'this label comes from pods that wait for the agent, which would wait for it',
            hint: `give components.${component}.nodeSelector labels of pools.gpu.labels`,
          }),
        );
    });
  },
};

const labelsText = (input: ContractInput): string =>
  POOLS.map(
    (pool) =>
      `${pool}: ${
        Object.entries(labelsOf(input, pool))
          .map(([key, value]) => `${key}=${value}`)
          .join(', ') || 'none'
      }`,
  ).join('; ');
