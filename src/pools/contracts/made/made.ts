import type { Labels, Taint } from '../../../contract/scheduling.ts';
import type { Expression } from '../../expression.ts';
import type { Said } from '../said.ts';

/** Parts of the GPU software of a node that must have one owner each. */
export const GPU_STACK = ['driver', 'toolkit', 'devicePlugin'] as const;
export type GpuStackPart = (typeof GPU_STACK)[number];

/** What the final resources say of one pool, in one vocabulary for all clouds. What they do not say is absent. */
export interface MadePool {
  /** Once for each place that gives labels to a new node. */
  readonly labels: readonly Said<Labels>[];
  readonly taints: readonly Said<readonly Taint[]>[];
}

/** The pool of the GPU nodes. */
export interface MadeGpuPool extends MadePool {
  readonly instanceType?: Said<string | Expression | undefined>;
  /** What its image is made for, where the name of the image says so. */
  readonly image?: Said<string> & {
    readonly os: string;
    readonly osVersion?: string;
    readonly architecture?: 'amd64' | 'arm64';
    /** Why the GPU Operator cannot install a driver on it. */
    readonly refusesDriver?: string;
  };
  /** What image and service bring to a node by themselves. */
  readonly brings: Partial<Readonly<Record<GpuStackPart, Said & { readonly isThere: boolean }>>>;
  /** Interfaces of the fabric on each node. */
  readonly fabricInterfaces?: Said<number>;
  /** What keeps the nodes within one fabric. */
  readonly fabricPlacement?: Said;
  /** Capacity that was bought before and that the nodes are started on. */
  readonly reservation?: Said;
  readonly isSpot?: Said<boolean>;
  readonly placementGroup?: Said;
  /** How nodes are replaced, and whether that stays within the number of nodes that are there. */
  readonly upgrade?: Said & { readonly keepsCount: boolean };
  /** Labels of accelerators, in the words of the service. */
  readonly acceleratorType?: Said<string>;
}

/** A service account of the tree that the account knows. */
export interface Identity {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** A network besides the primary one that GPU nodes are on. */
export interface MadeNetwork {
  readonly network: string;
  readonly subnet?: string;
}

/** What the final resources of a cluster say. */
export interface Made {
  readonly gpu: MadeGpuPool;
  readonly system: MadePool;
  readonly region?: Said<string>;
  /** Zones of nodes and networks. */
  readonly zones: readonly Said<string>[];
  /** Kubernetes versions of control plane, pools and images. */
  readonly versions: readonly Said<string>[];
  /** Add-ons that the service runs, by its own names. */
  readonly addOns: readonly Said<string>[];
  readonly identities: readonly Said<Identity>[];
  /** Whether the service brings the definitions of Gateway API. */
  readonly gatewayApi?: Said & { readonly isThere: boolean };
  readonly networks: readonly Said<MadeNetwork>[];
}
