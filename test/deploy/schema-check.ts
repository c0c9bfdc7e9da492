import { existsSync, readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { parseAllDocuments } from 'yaml';

/** Schemas made from the projects' own CRDs by others: the independent second check. Not part of this repository. */
const SCHEMAS = '../shared/schemas';

export const haveSchemas = existsSync(`${SCHEMAS}/index.json`);

const checks = new Map<string, ValidateFunction | undefined>();

/** What is wrong with each object of the tree whose kind has a schema; `checked` counts those that have. */
export function schemaProblems(tree: ReadonlyMap<string, string>): { checked: number; problems: string[] } {
  let checked = 0;
  const problems: string[] = [];
  for (const [path, text] of tree) {
    if (!path.endsWith('.yaml')) continue;
    for (const document of parseAllDocuments(text)) {
      const object = document.toJS() as { apiVersion?: string; kind?: string };
      const check = checkOf(`${object.apiVersion}`, `${object.kind}`);
      if (!check) continue;
      checked++;
      if (!check(object)) problems.push(`${path}: ${JSON.stringify(check.errors)}`);
    }
  }
  return { checked, problems };
}

function checkOf(apiVersion: string, kind: string): ValidateFunction | undefined {
  const [group, version] = apiVersion.split('/');
  const file = `${SCHEMAS}/${group}/${kind.toLowerCase()}_${version}.json`;
  if (!checks.has(file)) {
    const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
    checks.set(file, existsSync(file) ? ajv.compile(JSON.parse(readFileSync(file, 'utf8'))) : undefined);
  }
  return checks.get(file);
}
