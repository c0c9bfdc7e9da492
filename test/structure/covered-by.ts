/** Sources whose test has another name: a part of one thing is tried through it. Prefix of the path → test, and why it is enough. */
export const COVERED_BY: readonly { readonly sources: RegExp; readonly test: string; readonly why: string }[] = [
  {
    sources:
      /^src\/(cli\/(cache-folder|emit-snapshot|look|run-snapshot|snapshot-cache|version)|io\/(clock|snapshot-target)|ops\/(given-values|known-names)|report\/snapshot)\.ts$/,
    test: 'test/cli/snapshot.test.ts',
    why: 'parts of one command, which runs there on a machine of the documentation',
  },
  {
    sources: /^src\/io\/replace-private\.ts$/,
    test: 'test/io/snapshot-cache.test.ts',
    why: 'mode, two runs at once and what is left behind are tried there',
  },
  {
    sources: /^src\/ops\/read-large\.ts$/,
    test: 'test/cli/diff.test.ts',
    why: 'what is compared is read by it, from files and from the standard input',
  },
  {
    sources: /^src\/contract\/collector\.ts$/,
    test: 'test/snapshot/run-collectors.test.ts',
    why: 'collectors of every behaviour run there',
  },
  {
    sources: /^src\/contract\/kube-api\.ts$/,
    test: 'test/io/kube/cluster-client.test.ts',
    why: 'what a server refuses comes as this error',
  },
  {
    sources: /^src\/snapshot\/make-document\.ts$/,
    test: 'test/ops/take-snapshot.test.ts',
    why: 'the document of every outcome is made there',
  },
  {
    sources: /^src\/snapshot\/redact\/(names|patterns)\.ts$/,
    test: 'test/snapshot/redact/redact.test.ts',
    why: 'what names something is looked for in a snapshot that has one of everything',
  },
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
    sources: /^src\/io\/simple-(flow|scalar|yaml)\.ts$/,
    test: 'test/io/read-data.test.ts',
    why: 'the parts of one reader, held against the strict parser',
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
    sources: /^src\/io\/rooted-path\.ts$/,
    test: 'test/io/machine.test.ts',
    why: 'a hostile folder is read through it',
  },
  {
    sources: /^src\/snapshot\/os\/(clock-source|huge-pages|iommu)\.ts$/,
    test: 'test/snapshot/os/collector.test.ts',
    why: 'each reads one part of the nodes that are collected there',
  },
  {
    sources: /^src\/snapshot\/os\/(cpu|kernel|memory|page-size|transparent-huge-pages)\.ts$/,
    test: 'test/snapshot/os/values.test.ts',
    why: 'their parsers are tried there, by table and by whatever files may hold',
  },
  {
    sources: /^src\/snapshot\/os\/page-size-name\.ts$/,
    test: 'test/snapshot/os/boot-arguments.test.ts',
    why: 'sizes are written there in every way that the kernel takes',
  },
  {
    sources: /^src\/snapshot\/network-namespace\.ts$/,
    test: 'test/snapshot/os/sysctl.test.ts',
    why: 'it decides which sysctls are those of the node',
  },
  {
    sources: /^src\/snapshot\/systemd\/kubelet-settings\.ts$/,
    test: 'test/snapshot/systemd/kubelet.test.ts',
    why: 'files, drop-ins and flags are joined there',
  },
  {
    sources: /^src\/snapshot\/systemd\/units\.ts$/,
    test: 'test/snapshot/systemd/show.test.ts',
    why: 'what is asked of which unit is held there',
  },
  {
    sources: /^src\/snapshot\/network\/(device|interfaces|pci-address)\.ts$/,
    test: 'test/snapshot/network/collector.test.ts',
    why: 'each card is collected there as a whole',
  },
  {
    sources: /^src\/contract\/(collector|kube-api)\.ts$/,
    test: 'test/snapshot/k8s/collector.test.ts',
    why: 'a collector ends with their errors, of which each kind is tried there',
  },
  {
    sources: /^src\/io\/kube\/(ask-server|list-pages|send|refusal)\.ts$/,
    test: 'test/io/kube/cluster-client.test.ts',
    why: 'each is a step of one request, which a server of ours answers in every way',
  },
  {
    sources: /^src\/io\/kube\/(exec-credential|kubeconfig-file|open-cluster)\.ts$/,
    test: 'test/io/kube/kubernetes.test.ts',
    why: 'kubeconfigs of every kind are read there, and a server is asked with what they say',
  },
  {
    sources: /^src\/snapshot\/(cluster\/[a-z-]+|k8s\/(custom-objects|nodes|releases|served-kinds|workloads))\.ts$/,
    test: 'test/snapshot/k8s/collector.test.ts',
    why: 'each reads one kind of a cluster that has one of everything',
  },
  {
    sources: /^src\/snapshot\/gpu\/(known|smi-(forms|reader|health|mig))\.ts$/,
    test: 'test/snapshot/gpu/smi-log.test.ts',
    why: 'each reads a part of one document, which is read there as a whole in every layout',
  },
  {
    sources: /^src\/snapshot\/gpu\/(nvidia(-module)?|answer|smi-answer|notes|affinity)\.ts$/,
    test: 'test/snapshot/gpu/collector.test.ts',
    why: 'each is a step of the collector, which is asked of whole machines there',
  },
  {
    sources: /^src\/snapshot\/gpu\/amd-json\.ts$/,
    test: 'test/snapshot/gpu/amd-gpu.test.ts',
    why: 'documents of AMD GPUs are read through it',
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
  {
    sources:
      /^src\/validate\/settings\/(compare|governor|huge-pages|kubelet|limit|module|module-parameter|rule|service)\.ts$/,
    test: 'test/validate/settings/rules.test.ts',
    why: 'each rule is tried there by a table; numbers and texts in that of sysctl',
  },
  {
    sources: /^src\/validate\/(tuning|settings\/remediation)\.ts$/,
    test: 'test/validate/deviations.test.ts',
    why: 'every setting of the catalog is deviated from there',
  },
  {
    sources: /^src\/validate\/(api-nodes|constraints|item|readiness\/[a-z-]+|versions)\.ts$/,
    test: 'test/validate/readiness.test.ts',
    why: 'every item is made to fail there',
  },
  {
    sources: /^src\/validate\/components\/(find|objects)\.ts$/,
    test: 'test/validate/components.test.ts',
    why: 'what a cluster shows of a component is read through both',
  },
  {
    sources: /^src\/(validate\/outcome|contract\/(check|report))\.ts$/,
    test: 'test/validate/run-checks.test.ts',
    why: 'the model of a report, which every check fills',
  },
  {
    sources: /^src\/report\/validation\//,
    test: 'test/report/validation/formats.test.ts',
    why: 'every format is held against its golden file, a reader of its own and hostile texts there',
  },
  {
    sources: /^src\/(ops\/validate-snapshot|cli\/validate-file)\.ts$/,
    test: 'test/cli/validate.test.ts',
    why: 'the real command line runs there',
  },
  {
    sources:
      /^src\/diff\/(rules|list-keys|same|pair-lists|keep-ignored|differences|document-kind|severity|report|data\/default-ignores|data\/severities\/[a-z]+)\.ts$/,
    test: 'test/diff/drift.test.ts',
    why: 'parts of one comparison: its laws and its tables hold for all of them together',
  },
  {
    sources: /^src\/report\/diff\//,
    test: 'test/report/diff.test.ts',
    why: 'one difference in every format, side by side',
  },
  {
    sources: /^src\/ops\/diff(-[a-z]+)?\.ts$/,
    test: 'test/cli/diff.test.ts',
    why: 'the command does nothing else: files in, text and status out',
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
  'io/kube/real-api-server',
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
  'snapshot/os/values',
  'snapshot/this-machine',
  'stacks/preview',
  'structure',
  'validate/deviations',
  'validate/laws',
];
