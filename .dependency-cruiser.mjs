/**
 * Who may import whom: the table first, then one rule a row. A folder that is not named may import nothing of ours.
 *
 * @type {Record<string, { may: string[]; because: string }>}
 */
const roots = [
  'src/remembered',
  'src/errors',
  'src/nearest',
  'src/path',
  'src/plain',
  'src/parse',
  'src/hash',
  'src/secrets',
];
const folders = {
  'src/contract': { may: [], because: 'what third parties implement stands on nothing else' },
  'src/recipe': { may: ['src/contract'], because: 'recipes do not know constructs, Kubernetes libraries or the disk' },
  'src/snapshot': {
    may: ['src/contract', 'src/recipe'],
    because: 'collectors see a machine through their contract only, so a test hands in any machine',
  },
  'src/validate': {
    may: ['src/contract', 'src/recipe', 'src/snapshot'],
    because: 'checks hold a recipe against a snapshot: two documents, and nothing else',
  },
  'src/diff': { may: ['src/contract', 'src/recipe'], because: 'differences are of plain data, whatever it means' },
  'src/synth': {
    may: ['src/recipe', 'src/contract'],
    because: 'synthesis turns a recipe into manifests and knows no deployer',
  },
  'src/pools': {
    may: ['src/recipe', 'src/contract'],
    because: 'what nodes must be follows from recipe and manifests, and knows no cloud library',
  },
  'src/deploy': { may: ['src/contract'], because: 'a deployer says how, and does not know where a value came from' },
  'src/report': {
    may: [
      'src/recipe',
      'src/contract',
      'src/deploy/yaml',
      'src/synth',
      'src/pools',
      'src/snapshot',
      'src/validate',
      'src/diff',
    ],
    because: 'texts about a recipe, a snapshot or a difference read it and print it',
  },
  'src/ops': {
    may: [
      'src/recipe',
      'src/contract',
      'src/synth',
      'src/deploy',
      'src/report',
      'src/pools',
      'src/snapshot',
      'src/validate',
      'src/diff',
    ],
    because: 'operations are made of the parts and leave disk and network to their callers',
  },
  'src/io': {
    may: ['src/recipe', 'src/contract', 'src/synth', 'src/snapshot/document', 'src/ops/ports'],
    because: 'the only place that touches disk, processes and network',
  },
  constructs: { may: ['src/contract'], because: "constructs say what, so they work in anybody's cdk8s app" },
  'src/cli': {
    may: [
      'src/engine',
      'src/ops',
      'src/io',
      'src/report',
      'src/recipe',
      'src/contract',
      'src/deploy/yaml',
      'src/synth',
      'src/snapshot',
      'src/validate',
      'src/diff',
    ],
    because: 'a shell translates, calls and prints',
  },
  stacks: {
    may: ['src/engine', 'src/ops', 'src/pools', 'src/io/parse-yaml', 'src/recipe'],
    because: 'a stack turns what was compiled into classes of the provider, and decides nothing',
  },
  'src/exports': { may: ['src', 'constructs'], because: 'the public entry points name what is public' },
  'src/engine': {
    may: ['src/ops', 'src/deploy', 'src/io', 'src/contract', 'src/recipe', 'constructs'],
    because: 'the composition root joins everything',
  },
};

const path = (names) => names.map((name) => `^${name}([/.]|$)`);

export default {
  forbidden: [
    {
      name: 'no-rings',
      comment: 'a ring has no beginning to read from',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans-resolved',
      comment: 'an import that does not resolve fails at run time',
      severity: 'error',
      from: {},
      // Types of SARIF are of no package but @types/sarif.
      to: { couldNotResolve: true, pathNot: '^sarif$' },
    },
    ...Object.entries(folders).map(([folder, { may, because }]) => ({
      name: `from-${folder.replaceAll('/', '-')}`,
      comment: because,
      severity: 'error',
      from: { path: path([folder]) },
      to: { path: '^(src|constructs|stacks|scripts|test)/', pathNot: path([folder, ...roots, ...may]) },
    })),
    {
      name: 'disk-only-in-io',
      comment: 'whoever reads a file to find out cannot be tested by a table',
      severity: 'error',
      from: { path: '^(src|constructs)/', pathNot: '^src/(io|cli|engine|exports)([/.]|$)' },
      to: { path: '^(node:)?(fs|fs/promises|child_process|net|http|https|os|process|worker_threads)$' },
    },
    {
      name: 'cdk8s-only-in-constructs',
      comment: 'recipes, deployers and shells work on plain data',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(synth|contract|exports)/' },
      to: { path: 'node_modules/(cdk8s|cdk8s-plus-28|constructs)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pulumi-only-in-stacks',
      comment: 'Pulumi takes 700 ms to load',
      severity: 'error',
      from: { pathNot: '^(stacks|test/stacks)/' },
      to: { path: 'node_modules/@pulumi/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'types-of-pulumi-only-in-pools',
      comment: 'compilers hold names and types of arguments against the SDK; nobody else knows that there is one',
      severity: 'error',
      from: { pathNot: '^(stacks|test/stacks|src/pools)/' },
      to: { path: 'node_modules/@pulumi/' },
    },
    {
      name: 'one-module-of-an-sdk',
      comment: 'the root of a provider SDK costs half a minute of type checking',
      severity: 'error',
      from: {},
      to: { path: 'node_modules/@pulumi/(aws|gcp|azure-native|oci|kubernetes)/index\\.(d\\.ts|js)$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
