import { existsSync } from 'node:fs';
import type { Component } from '../../src/contract/component.ts';
import type { Catalog } from '../../src/recipe/catalog.ts';
import { table } from '../../src/report/markdown.ts';
import { propComments } from './prop-comments.ts';
import { schemaRows } from './schema-rows.ts';

/** What every component shares is told once, in the cluster file. */
const SHARED = new Set(['cluster', 'values', 'namespace', 'chart', 'git']);

/** docs/reference/components.md: each component with its version, relations and props. */
export function componentsReference(components: readonly Component[], { layers }: Catalog): string {
  const bill = Object.assign(
    {},
    ...layers.filter((layer) => Object.keys(layer.match).length === 0).map((layer) => layer.document.bill),
  ) as Catalog['layers'][number]['document']['bill'];
  const sections = components.map((component) => {
    const {
      name,
      title,
      summary,
      homepage,
      props,
      supports,
      dependsOn = [],
      after = [],
      requires = [],
      scheduling,
    } = component;
    const row = bill[name];
    const comments = commentsOf(name);
    const facts: string[][] = [
      ...(row?.chart ? [['chart', `\`${row.chart.name}\` ${row.chart.version} from \`${row.chart.repository}\``]] : []),
      ...(row?.git ? [['source', `\`${row.git.path}\` of ${row.git.url} at ${row.git.tag}`]] : []),
      ...(row
        ? [
            ['namespace', row.namespace],
            ['why this version', row.why],
          ]
        : []),
      ...(supports ? [['chart versions', `\`${supports}\``]] : []),
      ...(dependsOn.length > 0 ? [['needs', dependsOn.join(', ')]] : []),
      ...(after.length > 0 ? [['comes after', after.join(', ')]] : []),
      ...(requires.length > 0 ? [['requires', requires.join(', ')]] : []),
      ...(scheduling && scheduling.system.length > 0
        ? [['placed on system nodes by', scheduling.system.map((p) => `\`${p}\``).join(', ')]]
        : []),
      ...(scheduling && scheduling.accelerated.length > 0
        ? [['placed on GPU nodes by', scheduling.accelerated.map((p) => `\`${p}\``).join(', ')]]
        : []),
    ];
    const groups = new Set<string>();
    const rows = schemaRows(props, SHARED).flatMap((p) => [
      ...group(p.path, comments, groups),
      [`\`${p.path}\``, p.type, p.required ? 'required' : short(p.normal), comments.get(p.path) ?? ''],
    ]);
    const options = rows.length === 0 ? 'No props of its own.' : table(['prop', 'type', 'default', 'meaning'], rows);
    return `## ${name}\n\n${title}. ${summary} [Documentation](${homepage}).\n\n${table(['what', 'value'], facts)}\n\n${options}`;
  });
  return `# Components\n\nGenerated from the constructs. Every component also takes \`namespace\`, \`chart\` (or \`git\`) and raw \`values\`; set props under \`components.<name>\` of a cluster file or layer.\n\n${sections.join('\n\n')}\n`;
}

const short = (text: string): string =>
  text === '' ? '' : `\`${text.length > 60 ? `${text.slice(0, 57)}...` : text}\``;

/** A row for each group of props that has a comment, before its first prop. */
function group(path: string, comments: ReadonlyMap<string, string>, seen: Set<string>): string[][] {
  const parent = path.slice(0, Math.max(0, path.lastIndexOf('.')));
  const text = comments.get(parent);
  if (parent === '' || seen.has(parent) || text === undefined) return [];
  seen.add(parent);
  return [[`\`${parent}\``, 'map', '', text]];
}

/** Props stand in the construct's file, or in `props.ts` of its folder where they are many. */
function commentsOf(name: string): ReadonlyMap<string, string> {
  const own = propComments(`constructs/${name}.ts`, 'props');
  const folder = `constructs/${name}/props.ts`;
  return own.size === 0 && existsSync(folder) ? propComments(folder, `${camelCase(name)}Props`) : own;
}

const camelCase = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
