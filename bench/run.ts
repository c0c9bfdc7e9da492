import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createEngine } from '../src/engine.ts';
import { parseYaml } from '../src/io/parse-yaml.ts';
import { synthCluster } from '../src/ops/synth-cluster.ts';
import { type Leaf, queriesOf } from '../src/recipe/leaf.ts';
import { table } from '../src/report/markdown.ts';
import { helmBinary, kubectlBinary } from '../test/deploy/real-binaries.ts';
import { cdk8sChain, chain } from './chain.ts';
import { writeClusters } from './many-clusters.ts';
import { measure } from './measure.ts';
import { schemaRows } from './schema.ts';
import { snapshotRows } from './snapshot.ts';
import { patchTimes, writeSnapshots } from './two-snapshots.ts';

/**
 * Measures the built program as whole processes, and its peers in the same run. Writes docs/benchmarks.md: ratios travel between
 * machines, milliseconds do not. Tests never read it.
 */
const node = process.execPath;
const cli = resolve('lib/cli/cnsctl.cjs');
const scratch = mkdtempSync(join(tmpdir(), 'bench-'));
const env = { XDG_CACHE_HOME: join(scratch, 'cache') };
const rows: string[][] = [];
const note = (text: string): void => console.error(`bench: ${text}`);
const ms = (value: number): string => (value < 100 ? value.toFixed(1) : value.toFixed(0));
const add = (what: string, value: number, ratio: string, aim: string, rss?: number): void => {
  rows.push([what, `${ms(value)} ms`, ratio, aim, rss === undefined ? '' : `${rss.toFixed(0)} MiB`]);
  note(`${what}: ${ms(value)} ms ${ratio}`);
};

const floor = measure(node, () => ['-e', '0'], { cwd: scratch, runs: 20 });
add('`node -e 0`', floor.ms, '1', '', floor.rssMiB);
const help = measure(node, () => [cli, '--help'], { cwd: scratch, runs: 20 });
add('the help text', help.ms, `node + ${ms(help.ms - floor.ms)} ms`, 'node + 50 ms', help.rssMiB);

// One cluster of sixteen components, from a cold start, into an empty folder, without the cache.
const sample = resolve('clusters/eks-h100-training.yaml');
const one = measure(node, (run) => [cli, 'synth', sample, '--output-dir', `one-${run}`], { cwd: scratch, runs: 30 });
add('one cluster, cold', one.ms, `${(one.ms / floor.ms).toFixed(1)} × node`, '200 ms', one.rssMiB);
const again = measure(node, () => [cli, 'synth', sample, '--output-dir', 'one'], { cwd: scratch, runs: 10, env });
add('one cluster, nothing changed', again.ms, `${(again.ms / one.ms).toFixed(2)} × cold`, '', again.rssMiB);

// The other half: everything that `pulumi up` would make, and the time that the compiler takes to hold it against the providers' SDKs.
const plan = measure(node, () => [cli, 'infra', 'plan', sample], { cwd: scratch, runs: 15 });
add('`infra plan`', plan.ms, `${(plan.ms / one.ms).toFixed(2)} × one cluster`, '500 ms', plan.rssMiB);
const types = measure(node, () => ['node_modules/typescript-7/bin/tsc', '--project', 'tsconfig.stacks.json'], {
  cwd: process.cwd(),
  runs: 2,
});
// The compiler is a child of the process that is started: its memory is not seen here.
add('types of the stacks', types.ms, '', '10 s');

const aicr = process.env.AICR_BIN;
if (aicr) {
  const recipe = join(scratch, 'aicr.yaml');
  const criteria = [
    '--service',
    'eks',
    '--accelerator',
    'h100',
    '--os',
    'ubuntu',
    '--intent',
    'training',
    '--platform',
    'kubeflow',
  ];
  const make = measure(aicr, () => ['recipe', ...criteria, '--output', recipe], { cwd: scratch, runs: 30 });
  const bundle = measure(
    aicr,
    (run) => ['bundle', '--recipe', recipe, '--deployer', 'argocd', '--output', join(scratch, `aicr-${run}`)],
    { cwd: scratch, runs: 30 },
  );
  add(
    'NVIDIA AICR: recipe and bundle',
    make.ms + bundle.ms,
    `${((make.ms + bundle.ms) / one.ms).toFixed(2)} × ours`,
    'a peer',
  );
} else note('AICR_BIN is not set: the comparison with NVIDIA AICR is skipped');

// Peers on equal work: turn one cluster's tree or chart into manifests.
const flux = join(scratch, 'flux');
measure(node, () => [cli, 'synth', resolve('clusters/onprem-h200-inference.yaml'), '--output-dir', flux], {
  cwd: scratch,
  runs: 1,
});
const applied = readdirSync(join(flux, 'onprem-h200-inference'), { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('kustomization.yaml'),
);
const kustomize = applied.reduce(
  (sum, path) =>
    sum +
    measure(kubectlBinary(), () => ['kustomize', join(flux, 'onprem-h200-inference', path, '..')], {
      cwd: scratch,
      runs: 2,
    }).ms,
  0,
);
add(
  `\`kubectl kustomize\` over the ${applied.length} folders of one Flux tree`,
  kustomize,
  `${(kustomize / one.ms).toFixed(1)} × ours`,
  'a peer',
);
const chart = join(scratch, 'chart');
mkdirSync(join(chart, 'templates'), { recursive: true });
writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: many\nversion: 0.0.1\n');
writeFileSync(
  join(chart, 'templates/many.yaml'),
  '{{- range $i := until 60 }}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: "c{{ $i }}", namespace: x}\ndata: {key: "{{ $i }}"}\n{{- end }}\n',
);
const template = measure(helmBinary(), () => ['template', 'many', chart], { cwd: scratch });
add('`helm template` of 60 ConfigMaps', template.ms, `${(template.ms / one.ms).toFixed(2)} × ours`, 'a peer');

for (const { what, measured, ratio, aim } of [
  ...schemaRows(cli, join(scratch, 'schema')),
  ...(await snapshotRows(cli, kubectlBinary(), join(scratch, 'snapshot'))),
])
  add(what, measured.ms, ratio, aim, measured.rssMiB);

// All leaves, in one process.
const engine = createEngine();

/** The smallest cluster file of a query; GB200 comes by the rack, with the kernel of its image. */
function minimal({ query, leaf: { accelerator, os } }: { readonly query: object; readonly leaf: Leaf }): string {
  const rack = accelerator === 'gb200';
  const kernel = os === 'al2023' ? '6.12' : '6.14.0';
  return `apiVersion: cns.dev/v1alpha1
kind: Cluster
name: bench
criteria: ${JSON.stringify(query)}
inputs: { region: us-east-1${rack ? `, kernel: '${kernel}', pageSizeKiB: 64` : ''} }
shared: { storageClass: standard }
pools: { gpu: { count: ${rack ? 18 : 2}, labels: { pool: gpu } } }
gitops: { deployer: helm }
`;
}
const queries = engine.catalog.leaves.flatMap((leaf) => queriesOf(leaf).map((query) => ({ query, leaf })));
const started = performance.now();
for (const one of queries) synthCluster(engine, { document: parseYaml(minimal(one), 'bench.yaml') });
add(
  `all ${queries.length} queries of all leaves, one process`,
  performance.now() - started,
  `${ms((performance.now() - started) / queries.length)} ms a tree`,
  '',
);

// Many clusters, and how the time grows with them.
const growth: [number, number][] = [];
for (const count of [125, 250, 500, 1000]) {
  const folder = join(scratch, `many-${count}`);
  writeClusters(join(folder, 'clusters'), count);
  const into = (run: number) => [cli, 'synth', '--output-dir', `dist-${run}`];
  const cold = measure(node, into, { cwd: folder, runs: 3, env });
  growth.push([count, cold.ms - floor.ms]);
  add(
    `${count} clusters of 12 recipes, cold`,
    cold.ms,
    `${ms(cold.ms / count)} ms a cluster`,
    count === 1000 ? '10 s, 400 MiB' : '',
    cold.rssMiB,
  );
  if (count === 1000) {
    const idle = measure(node, () => into(0), { cwd: folder, runs: 3, env });
    add('1000 clusters, nothing changed', idle.ms, `${(idle.ms / cold.ms).toFixed(2)} × cold`, '2 s', idle.rssMiB);
    const check = measure(node, () => [...into(0), '--check'], { cwd: folder, runs: 1, env });
    add('1000 clusters, `--check`', check.ms, `${(check.ms / cold.ms).toFixed(2)} × cold`, '', check.rssMiB);
  }
}
const exponent = slope(growth.map(([x, y]) => [Math.log(x), Math.log(y)]));
rows.push(['growth exponent over 125 to 1000 clusters', exponent.toFixed(2), '', '1.15 at most', '']);

// Two snapshots of a cluster of 10,000 nodes, 20 MB each as JSON.
const snapshots = join(scratch, 'snapshots');
writeSnapshots(snapshots, 10_000);
for (const [format, aim] of [
  ['json', '2 s'],
  ['yaml', '6 s'],
] as const) {
  const pair = [`a.${format}`, `b.${format}`];
  const ours = measure(node, () => [cli, 'diff', ...pair], { cwd: snapshots, runs: 5, status: 1 });
  const lines = measure('diff', () => ['-u', ...pair], { cwd: snapshots, runs: 5, status: 1 });
  add(
    `\`diff\` of two 20 MB snapshots, ${format}`,
    ours.ms,
    `${(ours.ms / floor.ms).toFixed(0)} × node`,
    aim,
    ours.rssMiB,
  );
  add(`\`diff -u\` of the same files`, lines.ms, `${(lines.ms / ours.ms).toFixed(2)} × ours`, 'a peer');
}
const patches = patchTimes(10_000);
const operations = (count: number): string => `${count} operations`;
add('a JSON Patch of the two, parsed', patches.ours.ms, operations(patches.ours.operations), '');
add('the same by fast-json-patch', patches.fastJsonPatch.ms, operations(patches.fastJsonPatch.operations), 'a peer');
if (patches.rfc6902) add('the same by rfc6902', patches.rfc6902.ms, operations(patches.rfc6902.operations), 'a peer');
else rows.push(['the same by rfc6902', 'RangeError', 'its stack runs out', 'a peer', '']);

const links = chain(30, 50);
add('chain of 30 components × 50 objects', links, `${(links / chain(15, 50)).toFixed(2)} × the chain of 15`, '');
const ours = chain(7, 10);
const theirs = cdk8sChain(7, 10);
add(
  'chain of 7 × 10, as charts of cdk8s that depend on each other',
  theirs,
  `${(theirs / ours).toFixed(0)} × ours`,
  'a peer',
);

const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}`;
const text = `# Benchmarks\n\nMade by \`npm run bench\` on ${machine}. Whole processes, the shortest of several runs, a clean environment (\`NODE_EXTRA_CA_CERTS\` unset), files in ${process.platform === 'linux' && tmpdir().startsWith('/dev/shm') ? 'memory (tmpfs)' : 'the folder for temporary files'}. Ratios travel between machines, milliseconds do not. Peers ran in the same run on the same machine.\n\n${table(['what', 'time', 'ratio', 'aim', 'memory'], rows)}\n${aicr ? '' : '\n`AICR_BIN` was not set: the comparison with NVIDIA AICR was skipped.\n'}`;
writeFileSync('docs/benchmarks.md', text);
rmSync(scratch, { recursive: true, force: true });
note(
  existsSync('docs/benchmarks.md')
    ? `wrote docs/benchmarks.md (${readFileSync('docs/benchmarks.md').length} bytes)`
    : 'nothing written',
);

/** Slope of the line through the points, by least squares. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (i: 0 | 1): number => points.reduce((sum, p) => sum + p[i], 0) / points.length;
  const [mx, my] = [mean(0), mean(1)];
  return (
    points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0)
  );
}
