import { compareText } from '../plain.ts';
import type { CompiledInfra } from '../pools/compiled.ts';
import { shown } from '../pools/expression.ts';
import type { PlannedResource } from '../pools/resource.ts';
import { indented, poolsText } from './pools.ts';
import { textTable } from './table.ts';

/** What would be made for a cluster, for a person who is about to run `pulumi up`. */
export function infraText({ plan, compiled, notMade = [] }: CompiledInfra, account: string): string {
  if (!compiled) {
    const because = notMade.map(({ message, hint }) => ` ${plan.service}: ${message}${hint ? ` (${hint})` : ''}.`);
    const about = 'Nothing is provisioned: this is what its nodes must be, so that the tree in Git fits them.';
    return poolsText(plan, `${about}${because.join('')}`);
  }
  const { resources, firstBoot, placements, inexpressible, quotas, checks } = compiled;
  const section = (title: string, header: readonly string[], rows: readonly (readonly string[])[]): string[] =>
    rows.length === 0 ? [] : [`${title}\n${indented(textTable(header, rows))}`];
  return [
    poolsText(
      plan,
      `\`pulumi up\` makes what follows, so that the tree in Git fits it; this command makes nothing. Account: ${account}.`,
    ),
    ...section(
      `Resources: ${resources.length}, in the order in which they are made`,
      ['part', 'resource', 'type', ''],
      resources.map(({ part, name, type, options }) => [part, name, type, options.protect ? 'protected' : '']),
    ),
    ...section('Sizes', ['resource', 'what', 'value'], sizes(resources)),
    ...section(
      'Where settings of the pool go',
      ['setting', 'stands in'],
      placements.toSorted((a, b) => compareText(a.setting, b.setting)).map(({ setting, where }) => [setting, where]),
    ),
    ...section(
      'Settings that this cloud cannot express',
      ['setting', 'because'],
      inexpressible.map(({ setting, why }) => [setting, why]),
    ),
    ...section(
      'Quotas and capacity that the account needs',
      ['quota', 'amount', 'unit'],
      quotas.map(({ quota, amount, unit }) => [quota, String(amount), unit]),
    ),
    ...section(
      'To check, because nobody can know it from here',
      ['what'],
      checks.map((check) => [check]),
    ),
    ...firstBoot.map(
      ({ name, pool, format, text }) =>
        `First boot of the ${pool} nodes: ${name} (${format})\n${indented(`${shown(text).trimEnd()}\n`)}`,
    ),
  ].join('\n');
}

/** Arguments that name a machine, wherever a provider has put them. */
const MACHINES: ReadonlySet<string> = new Set(['instanceType', 'machineType', 'vmSize', 'nodeShape', 'shape']);

/** Arguments that say how much of something there will be. */
const AMOUNTS =
  /^(count|size|(node|initialNode|totalMinNode|totalMaxNode|min|max|localSsd)Count|(min|max|desired|volume)Size|(disk|osDisk)SizeG[bB]|bootVolumeSizeInGbs|ocpus|memoryInGbs)$/;

const isSize = (key: string, value: unknown): boolean =>
  typeof value === 'number' ? AMOUNTS.test(key) : typeof value === 'string' && MACHINES.has(key);

/** One row for each, with the path of the argument: a bare `count` does not say of what. */
function sizes(resources: readonly PlannedResource[]): string[][] {
  const rows: string[][] = [];
  const visit = (name: string, value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const at = Array.isArray(value) ? `${path}[${key}]` : `${path}${path && '.'}${key}`;
      if (isSize(key, inner)) rows.push([name, at, String(inner)]);
      else visit(name, inner, at);
    }
  };
  for (const { name, args } of resources) visit(name, args, '');
  return rows;
}
