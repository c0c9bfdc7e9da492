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

/** Arguments that say how much of something there will be, wherever a provider has put them. */
const SIZES =
  /^(?:(?:min|max|desired|node|initialNode)(?:Size|Count|NodeCount)|count|size|(?:volume|disk)?Size(?:Gb|GB)?|volumeSize|diskSizeGb|osDiskSizeGB|bootVolumeSizeInGbs|instanceType|machineType|vmSize|nodeShape)$/;

function sizes(resources: readonly PlannedResource[]): string[][] {
  const rows: string[][] = [];
  const visit = (name: string, value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (SIZES.test(key) && ['number', 'string'].includes(typeof inner)) rows.push([name, key, String(inner)]);
      else visit(name, inner);
    }
  };
  for (const { name, args } of resources) visit(name, args);
  return rows;
}
