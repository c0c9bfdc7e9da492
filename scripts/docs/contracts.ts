import type { Contract } from '../../src/pools/contracts/contract.ts';
import type { HeldElsewhere } from '../../src/pools/contracts/held-elsewhere.ts';
import type { NodeLabel } from '../../src/pools/contracts/node-labels.ts';
import { table } from '../../src/report/markdown.ts';

/** docs/contracts.md: what pools and tree of one cluster file agree on, what holds the rest, and the labels that may be selected. */
export function contractsDocument(
  contracts: readonly Contract[],
  elsewhere: readonly HeldElsewhere[],
  labels: readonly NodeLabel[],
): string {
  const own = contracts.map(({ id, about, halves: [pool, tree], source }) => [`\`${id}\``, about, pool, tree, source]);
  const others = elsewhere.map(({ about, by, code }) => [about, `\`${by}\``, `\`${code}\``]);
  const known = labels.map(({ key, why, services, from, isOfGpuNodes }) => [
    `\`${key}\`${key.endsWith('/') || key.endsWith('.') ? '…' : ''}`,
    why,
    services?.join(', ') ?? 'all',
    from === 'join' ? 'when the node joins' : 'later, by discovery',
    isOfGpuNodes ? 'GPU' : 'all',
  ]);
  return `# Contracts between the halves

Generated from src/pools/contracts. A cluster file has two halves: the nodes (\`cnsctl infra plan\`, \`pulumi up\`) and the tree in Git. Both are made from one recipe, and before either is written these contracts read what is really in them: arguments of the cloud's resources, first-boot files, chart values and objects. A violation is \`CONTRACT_BROKEN\` and names both places, both values and what to change.

\`cnsctl infra check <cluster>\` holds a cluster against all of them. Where nobody makes the nodes, on clusters of your own, what the cluster file says of them stands for the pool.

${table(['contract', 'what agrees', 'in the pool', 'in the tree', 'source'], own)}

## Held elsewhere

What a reader may miss above is held by another check, once.

${table(['what agrees', 'held by', 'code'], others)}

## Labels that no pool gives

A selector may name labels of the pools (\`pools.gpu.labels\`, \`pools.system.labels\`) and these. The node agent may select only by those that are there when a node joins.

${table(['label', 'because', 'services', 'when', 'nodes'], known)}
`;
}
