import type { CompiledPools } from '../pools/compiled.ts';
import { isExpression } from '../pools/expression.ts';

/** What would be made, as a Mermaid graph: one box a kind of resource of a part, an arrow from what is needed to what needs it. */
export function infraDiagram({ resources }: CompiledPools): string {
  const boxes = new Map<string, { readonly part: string; readonly kind: string; count: number }>();
  const boxOf = new Map<string, string>();
  for (const { type, name, part } of resources) {
    const kind = type.split(':').at(-1) ?? type;
    const id = `${part}/${kind}`;
    const box = boxes.get(id) ?? { part, kind, count: 0 };
    boxes.set(id, { ...box, count: box.count + 1 });
    boxOf.set(name, id);
  }
  const ids = new Map([...boxes.keys()].map((id, i) => [id, `r${i}`]));
  const edges = new Set<string>();
  for (const { name, args, options } of resources)
    for (const needed of new Set([...named(args), ...(options.dependsOn ?? [])])) {
      const [from, to] = [boxOf.get(needed), boxOf.get(name)];
      if (from !== undefined && to !== undefined && from !== to) edges.add(`  ${ids.get(from)} --> ${ids.get(to)}`);
    }
  const parts = [...new Set([...boxes.values()].map(({ part }) => part))].flatMap((part) => [
    `  subgraph ${part}`,
    ...[...boxes]
      .filter(([, box]) => box.part === part)
      .map(([id, { kind, count }]) => `    ${ids.get(id)}["${kind}${count > 1 ? ` × ${count}` : ''}"]`),
    '  end',
  ]);
  return `${['graph LR', ...parts, ...edges].join('\n')}\n`;
}

/** Names of the resources that a value refers to. */
function named(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isExpression(value) && '$output' in value) return [value.of];
  return Object.values(value).flatMap(named);
}
