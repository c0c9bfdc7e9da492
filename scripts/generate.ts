import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { components } from '../constructs/registry.ts';
import { cliReference } from '../src/cli/reference.ts';
import { loadCatalog } from '../src/io/load-catalog.ts';
import { schemas } from '../src/ops/schemas.ts';
import { CONTRACTS } from '../src/pools/contracts/all.ts';
import { HELD_ELSEWHERE } from '../src/pools/contracts/held-elsewhere.ts';
import { NODE_LABELS } from '../src/pools/contracts/node-labels.ts';
import { apiReports } from './api-report.ts';
import { accountsReference } from './docs/accounts-reference.ts';
import { capabilitiesDocument } from './docs/capabilities.ts';
import { componentsReference } from './docs/components-reference.ts';
import { contractsDocument } from './docs/contracts.ts';
import { errorsReference } from './docs/errors-reference.ts';
import { leavesReference } from './docs/leaves-reference.ts';
import { tuningReference } from './docs/tuning-reference.ts';

/**
 * Writes everything that is generated and committed, besides dist/: references, JSON Schemas, the API report.
 *
 * With `--check` it writes nothing and fails when a file is stale or left over.
 */
const catalog = loadCatalog('recipes', 'recipes', 'built-in');
const files = new Map<string, string>([
  ['docs/reference/components.md', componentsReference(components, catalog)],
  ['docs/reference/hardware-tuning.md', tuningReference(catalog)],
  ['docs/reference/recipes.md', leavesReference(catalog)],
  ['docs/reference/errors.md', errorsReference()],
  ['docs/reference/cli.md', cliReference()],
  ['docs/contracts.md', contractsDocument(CONTRACTS, HELD_ELSEWHERE, NODE_LABELS)],
  ['docs/capabilities.md', capabilitiesDocument(catalog)],
  ['docs/reference/accounts.md', accountsReference()],
  ...Object.entries(schemas()).map(
    ([name, schema]) => [`docs/schemas/${name}.json`, `${JSON.stringify(schema, null, 2)}\n`] as const,
  ),
  ...apiReports(),
]);

const stale = [...files]
  .filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text)
  .map(([path]) => path);
const leftOver = ['docs/reference', 'docs/schemas', 'api']
  .flatMap((folder) => (existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []))
  .filter((path) => !files.has(path));

if (process.argv.includes('--check')) {
  for (const path of [...stale, ...leftOver]) console.error(`stale: ${path}`);
  if (stale.length + leftOver.length > 0) {
    console.error('run `npm run generate` and commit the result');
    process.exitCode = 1;
  }
} else {
  for (const path of leftOver) rmSync(path);
  for (const path of stale) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, files.get(path) ?? '');
    console.log(`wrote ${path}`);
  }
}
