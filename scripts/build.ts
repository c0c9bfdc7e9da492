import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { sha256 } from '../src/hash.ts';
import { writeCompiled } from '../src/io/compiled-catalog.ts';
import { loadCatalog } from '../src/io/load-catalog.ts';

/**
 * Makes lib/: the command line as one split bundle (dependencies inside, so that it starts fast), the library with its dependencies
 * left to the user's node_modules (so that constructs meet the user's own cdk8s), and the data of both.
 */
const common: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[hash]',
  legalComments: 'none',
  logLevel: 'warning',
};

/** CommonJS dependencies inside an ES module bundle still ask for these. */
const banner = {
  js: "import{createRequire as __cr}from'node:module';import{fileURLToPath as __fu}from'node:url';import{dirname as __dn}from'node:path';const require=__cr(import.meta.url),__filename=__fu(import.meta.url),__dirname=__dn(__filename);",
};

rmSync('lib', { recursive: true, force: true });
mkdirSync('lib', { recursive: true });
await Promise.all([
  build({
    ...common,
    entryPoints: { cnsctl: 'src/cli/cnsctl.ts' },
    outdir: 'lib/cli',
    minifySyntax: true,
    minifyWhitespace: true,
    banner,
  }),
  build({
    ...common,
    entryPoints: {
      index: 'src/exports/index.ts',
      constructs: 'src/exports/constructs.ts',
      contract: 'src/exports/contract.ts',
      testing: 'src/exports/testing.ts',
    },
    outdir: 'lib',
    packages: 'external',
  }),
]);
writeFileSync('lib/recipes.json', writeCompiled(loadCatalog('recipes', 'recipes', 'built-in')));
cpSync('src/upstream', 'lib/upstream', { recursive: true });
// Stands for code and data in the cache of trees: same id, same trees. It never reaches an output.
writeFileSync(
  'lib/cli/build-id.txt',
  `${sha256(
    filesOf('lib')
      .map((path) => `${sha256(readFileSync(path))}  ${path}`)
      .join('\n'),
  )}\n`,
);

function filesOf(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => join(entry.parentPath, entry.name)).sort();
}
