import { ACCOUNTS } from '../../src/pools/accounts.ts';
import { table } from '../../src/report/markdown.ts';
import { propComments } from './prop-comments.ts';
import { schemaRows } from './schema-rows.ts';

/** docs/reference/accounts.md: what a stack must say of an account of each cloud. */
export function accountsReference(): string {
  const sections = Object.entries(ACCOUNTS).map(([service, schema]) => {
    const comments = propComments(`src/pools/${service}/account.ts`, `${service}Account`);
    const rows = schemaRows(schema, new Set()).map(({ path, type, normal, required }) => [
      `\`${path}\``,
      type,
      required ? 'required' : normal === '' ? '' : `\`${normal}\``,
      meaning(path, comments),
    ]);
    return `## ${service}\n\n${table(['key', 'type', 'default', 'meaning'], rows)}`;
  });
  return `# Accounts\n\nGenerated from the schemas. What the stack of a cluster says under \`cloud-native-stack:account\`: what is true of the account and cannot follow from a cluster file. \`cnsctl infra plan\` tells everything that is wrong or missing at once, and so does \`pulumi up\`.\n\n${sections.join('\n\n')}\n`;
}

/** The key's own comment, or that of the group that it stands in. */
function meaning(path: string, comments: ReadonlyMap<string, string>): string {
  const own = comments.get(path);
  if (own !== undefined || !path.includes('.')) return own ?? '';
  return meaning(path.slice(0, path.lastIndexOf('.')), comments);
}
