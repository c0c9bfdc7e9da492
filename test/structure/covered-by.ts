/** Sources whose test has another name: a part of one thing is tried through it. Prefix of the path → test, and why it is enough. */
export const COVERED_BY: readonly { readonly sources: RegExp; readonly test: string; readonly why: string }[] = [
  {
    sources: /^src\/deploy\/argocd-(application|project|source)\.ts$/,
    test: 'test/deploy/argocd.test.ts',
    why: 'each writes one kind of the tree that the deployer lays out',
  },
  {
    sources: /^src\/deploy\/(flux-[a-z-]+|kustomization-file)\.ts$/,
    test: 'test/deploy/flux.test.ts',
    why: 'each writes one kind of the tree that the deployer lays out',
  },
  {
    sources: /^src\/deploy\/helm-(script|steps)\.ts$/,
    test: 'test/deploy/helm-install.test.ts',
    why: 'they are the words of the scripts, which run there',
  },
  {
    sources: /^src\/deploy\/(yaml-scalar|holds-null)\.ts$/,
    test: 'test/deploy/yaml.test.ts',
    why: 'the printer is tried by property against two readers',
  },
  {
    sources: /^src\/deploy\/require-layout\.ts$/,
    test: 'test/deploy/argocd.test.ts',
    why: 'its refusals are those of the deployers',
  },
  {
    sources: /^src\/io\/(plan-tree|replace-files|stage-files|tree-problems)\.ts$/,
    test: 'test/io/write-tree.test.ts',
    why: 'the steps of one write: a fault is injected into each',
  },
  {
    sources: /^src\/io\/(built-in|compiled-catalog|package-root|upstream-files)\.ts$|^src\/engine\.ts$/,
    test: 'test/determinism.test.ts',
    why: 'the engine of every test is loaded through them',
  },
  {
    sources: /^src\/report\/(lock|readme[a-z-]*|markdown|option-names)\.ts$/,
    test: 'test/matrix.test.ts',
    why: 'written for every leaf and deployer; the committed trees in dist/ show them',
  },
  {
    sources: /^src\/(contract\/(deployer|plugin)|contract\/violations)\.ts$/,
    test: 'test/extending.test.ts',
    why: 'a package of somebody else is held against them',
  },
  {
    sources: /^src\/synth\/check-nearest\.ts$/,
    test: 'test/synth/check-values.test.ts',
    why: 'the hints of dead value paths',
  },
  {
    sources:
      /^src\/cli\/(git-flags|recipe-source|synth-text|recipe-list|streams|emit|help|query|recipe|graph|explain|infra|complete-values|completion)\.ts$/,
    test: 'test/cli/main.test.ts',
    why: 'a shell translates only: the real command line runs there',
  },
  {
    sources: /^src\/ops\/make-clusters\.ts$/,
    test: 'test/ops/synth-clusters.test.ts',
    why: 'every cluster of an operation is made by it',
  },
  {
    sources: /^src\/cli\/make-here\.ts$/,
    test: 'test/cli/synth.test.ts',
    why: 'the command makes its clusters with it',
  },
  {
    sources: /^src\/(ops\/plan-infra|report\/pools)\.ts$/,
    test: 'test/pools/plan.test.ts',
    why: 'plans of every leaf are made and printed there',
  },
];

/** Tests of the whole, or of several files at once, which mirror no file. */
export const WHOLE: readonly string[] = [
  'bad-inputs',
  'cdk8s-app',
  'cli/plugins',
  'data',
  'determinism',
  'engines',
  'extending',
  'known-good',
  'laws',
  'matrix',
  'scripts/upstream/kind-schemas',
  'second-check',
  'shared-inputs',
  'structure',
];
