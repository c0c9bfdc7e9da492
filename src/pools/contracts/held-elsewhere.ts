/** Something that both halves agree on because another check holds it, with no second check here. */
export interface HeldElsewhere {
  readonly about: string;
  /** File or folder of the check. */
  readonly by: string;
  readonly code:
    | 'ACCOUNT_INVALID'
    | 'COMPONENT_CONFLICT'
    | 'CONSTRAINT_UNMET'
    | 'CONTRACT_BROKEN'
    | 'DOCUMENT_INVALID'
    | 'PROPS_INVALID'
    | 'RECIPE_CONFLICT'
    | 'TUNING_UNMATCHED';
}

/** For documentation: what a reader of the contracts would look for and find missing. */
export const HELD_ELSEWHERE: readonly HeldElsewhere[] = [
  {
    about:
      'Images that run on GPU nodes are published for the architecture of the instance type. Of images that run on system nodes nothing is recorded.',
    by: 'src/synth/check-contracts.ts',
    code: 'CONTRACT_BROKEN',
  },
  {
    about: 'Chart values that a component declares for GPU nodes tolerate every taint of the cluster file.',
    by: 'src/synth/check-contracts.ts',
    code: 'CONTRACT_BROKEN',
  },
  {
    about:
      'Dynamic resource allocation has Kubernetes 1.34, its driver, and no device plugin of the image or the service beside it.',
    by: 'src/synth/check-contracts.ts',
    code: 'CONTRACT_BROKEN',
  },
  {
    about: 'Every chart accepts the Kubernetes version of the cluster.',
    by: 'src/synth/check-contracts.ts',
    code: 'CONTRACT_BROKEN',
  },
  {
    about:
      'Kubernetes, operating system, kernel, driver and chart versions are within every bound that layers and components name: minimum drivers of accelerators, Ubuntu 24.04 on AKS from Kubernetes 1.35, UltraServers from 1.33.',
    by: 'src/recipe/constraints.ts',
    code: 'CONSTRAINT_UNMET',
  },
  {
    about:
      'What exists once in a cluster is brought by one component, or by the service (metrics API and Gateway API of GKE, metrics API of AKS).',
    by: 'src/synth/relations.ts',
    code: 'COMPONENT_CONFLICT',
  },
  {
    about:
      'The instance type exists on the service with the accelerator and the operating system of the query; architecture, GPUs and fabric are those of its row.',
    by: 'src/recipe/resolve.ts',
    code: 'DOCUMENT_INVALID',
  },
  {
    about: 'What a profile of the node agent applies is what the recipe resolved.',
    by: 'src/recipe/tuning-profile.ts',
    code: 'TUNING_UNMATCHED',
  },
  {
    about: 'Two settings do not ask different things of one kernel argument, sysctl or field.',
    by: 'src/recipe/join-settings.ts',
    code: 'RECIPE_CONFLICT',
  },
  {
    about: 'The registry of the EFA device plugin exists in the region.',
    by: 'constructs/aws-efa.ts',
    code: 'PROPS_INVALID',
  },
  {
    about:
      'What a stack says of its account fits the cluster file: image, reservation, versions, spot and machines that nobody sells that way.',
    by: 'src/pools',
    code: 'ACCOUNT_INVALID',
  },
];
