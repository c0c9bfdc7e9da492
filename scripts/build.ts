import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { sha256 } from '../src/hash.ts';
import { writeCompiled } from '../src/io/compiled-catalog.ts';
import { loadCatalog } from '../src/io/load-catalog.ts';
import { banner } from './esm-banner.ts';
import { kubernetesApart, kubernetesModule } from './kubernetes-module.ts';

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

// Made aside and swapped in at the end: a failing build leaves the last good one, and nobody meets half of one.
const out = `.cache/build-${process.pid}`;
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
/** cdk8s loads this for Helm charts, commander for commands that are programs of their own; here there are neither: 4 ms of every run. */
const childProcessLate: Plugin = {
  name: 'child_process, when it is called',
  setup: (esbuild) => {
    const late = (name: string): string => `${name}: (...args) => require('node:child_process').${name}(...args)`;
    esbuild.onResolve({ filter: /^(?:node:)?child_process$/ }, ({ namespace }) =>
      // What stands in for it asks for the real one.
      namespace === 'late'
        ? { path: 'node:child_process', external: true }
        : { path: 'child_process', namespace: 'late' },
    );
    esbuild.onLoad({ filter: /./, namespace: 'late' }, () => ({
      contents: `module.exports = { ${['spawn', 'spawnSync', 'execFileSync'].map(late).join(', ')} };`,
    }));
  },
};
const program: BuildOptions = {
  ...common,
  outdir: `${out}/cli`,
  minify: true,
  // cdk8s brings an older copy of its own; one is enough to load.
  alias: { yaml: resolve('node_modules/yaml') },
  plugins: [childProcessLate, kubernetesApart],
};
const script: BuildOptions = {
  ...program,
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  splitting: false,
  define: { 'import.meta.url': '__url' },
  banner: { js: "const __url=require('node:url').pathToFileURL(__filename).href;" },
};
await Promise.all([
  // CommonJS, since Node starts it 10 ms sooner than a module.
  build({
    ...script,
    entryPoints: { cnsctl: 'src/cli/cnsctl.ts' },
    plugins: [
      {
        name: 'light or whole',
        setup: (esbuild) => {
          esbuild.onResolve({ filter: /\/main\.ts$/ }, () => ({ path: './main.js', external: true }));
          esbuild.onResolve({ filter: /\/whole\.ts$/ }, () => ({ path: resolve('src/cli/load-whole.ts') }));
        },
      },
    ],
  }),
  build({ ...program, entryPoints: { main: 'src/cli/main.ts' }, banner }),
  build({ ...kubernetesModule, outdir: `${out}/cli` }),
  build({ ...script, entryPoints: { whole: 'src/cli/whole.ts', maker: 'src/cli/maker.ts' } }),
  build({
    ...common,
    entryPoints: {
      index: 'src/exports/index.ts',
      constructs: 'src/exports/constructs.ts',
      contract: 'src/exports/contract.ts',
      testing: 'src/exports/testing.ts',
      'stacks/main': 'stacks/main.ts',
      'stacks/aks': 'stacks/aks.ts',
      'stacks/eks': 'stacks/eks.ts',
      'stacks/gke': 'stacks/gke.ts',
      'stacks/oke': 'stacks/oke.ts',
    },
    outdir: out,
    packages: 'external',
  }),
]);
// Runnable as it lies, also in a clone that nobody has installed.
chmodSync(`${out}/cli/cnsctl.cjs`, 0o755);
writeCompiled(out, loadCatalog('recipes', 'recipes', 'built-in'));
for (const path of filesOf('src/upstream')) {
  const target = join(out, relative('src', path));
  mkdirSync(dirname(target), { recursive: true });
  const data = JSON.parse(readFileSync(path, 'utf8'));
  const texts = (map: object): object =>
    Object.fromEntries(Object.entries(map).map(([name, value]) => [name, JSON.stringify(value)]));
  writeFileSync(target, JSON.stringify(path.endsWith('/definitions.json') ? texts(data) : data));
}
// Stands for code and data in the cache of trees: same id, same trees. It never reaches an output.
const sums = filesOf(out).map((path) => `${sha256(readFileSync(path))}  ${relative(out, path)}`);
writeFileSync(`${out}/cli/build-id.txt`, `${sha256(sums.join('\n'))}\n`);
const old = `${out}-old`;
if (existsSync('lib')) renameSync('lib', old);
renameSync(out, 'lib');
rmSync(old, { recursive: true, force: true });
// In a process of its own, and after the id: what V8 writes differs from machine to machine.
execFileSync(process.execPath, ['--import', 'tsx', 'scripts/code-cache.ts', 'lib/cli'], { stdio: 'inherit' });

function filesOf(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => join(entry.parentPath, entry.name)).sort();
}
