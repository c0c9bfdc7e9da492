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
      /^src\/cli\/(git-flags|recipe-source|synth-text|recipe-list|streams|emit|help|query|recipe|graph|explain|infra|infra-check|infra-plan|stack-flag|complete-values|completion)\.ts$/,
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
  {
    sources: /^src\/pools\/contracts\//,
    test: 'test/pools/contracts/check.test.ts',
    why: 'each contract is broken there by a change of a real cluster, which is read through every reader',
  },
  {
    sources: /^src\/pools\/aks\//,
    test: 'test/pools/aks/compile.test.ts',
    why: 'each adds resources to one plan, which is compiled and read there as a whole; test/stacks/aks.test.ts makes them',
  },
  {
    sources: /^src\/pools\/eks\//,
    test: 'test/pools/eks/compile.test.ts',
    why: 'each adds resources to one plan, which is compiled and read there as a whole; test/stacks/eks.test.ts makes them',
  },
  {
    sources: /^src\/pools\/gke\//,
    test: 'test/pools/gke/compile.test.ts',
    why: 'each adds resources to one plan, which is compiled and read there as a whole; test/stacks/gke.test.ts makes them',
  },
  {
    sources: /^src\/pools\/oke\//,
    test: 'test/pools/oke/compile.test.ts',
    why: 'each adds resources to one plan, which is compiled and read there as a whole; test/stacks/oke.test.ts makes them',
  },
  {
    sources: /^src\/pools\/first-boot\/(kubelet-flags|mime|script)\.ts$/,
    test: 'test/pools/eks/first-boot.test.ts',
    why: 'first-boot files of every image are made of them and read by real parsers',
  },
  {
    sources: /^src\/pools\/(account|compilers|stand-in)\.ts$|^src\/ops\/compile-(plan|stand-in)\.ts$/,
    test: 'test/ops/compile-infra.test.ts',
    why: 'every recipe is compiled through them, with an account and without',
  },
  {
    sources: /^src\/ops\/(hold-contracts|contracts-once)\.ts$|^src\/report\/contracts\.ts$/,
    test: 'test/ops/check-infra.test.ts',
    why: 'samples are held there, and broken',
  },
  {
    sources: /^src\/ops\/bootstrap-infra\.ts$/,
    test: 'test/pools/bootstrap.test.ts',
    why: 'the bootstrap of every sample is made through it',
  },
  {
    sources: /^src\/report\/infra(-diagram)?\.ts$/,
    test: 'test/pools/golden.test.ts',
    why: 'every sample is told and drawn there',
  },
  {
    sources: /^src\/snapshot\/cloud\/(detect|endpoints|findings|firmware|(aws|gcp|azure|oci)\/service|oci\/oke)\.ts$/,
    test: 'test/snapshot/cloud/collector.test.ts',
    why: 'parts of one detection: servers of all four clouds are asked there',
  },
  {
    sources:
      /^src\/snapshot\/find\/(evidence|gaps|machine-evidence|platform|service|witness)\.ts$|^src\/report\/found\.ts$/,
    test: 'test/snapshot/find-criteria.test.ts',
    why: 'parts of one decision: a table of snapshots holds what each finds and refuses',
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
  'pools/golden',
  'pools/graph',
  'pools/oke/cloud-init',
  'pools/ownership',
  'pools/rules',
  'scripts/upstream/kind-schemas',
  'second-check',
  'shared-inputs',
  'stacks/preview',
  'structure',
];
