import type { KubeObject } from '../../../contract/manifests.ts';
import type { Toleration } from '../../../contract/scheduling.ts';
import type { PlainMap } from '../../../plain.ts';
import type { StartupTaint } from '../../startup-taint.ts';
import type { Said } from '../said.ts';

/** A label that a node must have. */
export interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** One place of the tree that says on which nodes pods run. */
export interface Placement {
  readonly component: string;
  /** Where it says so, e.g. `aws-efa: nodeSelector`. */
  readonly at: string;
  /** False for chart values: the chart may add to them. */
  readonly isFinal: boolean;
  /** Whether it is the pods themselves, not something that makes or only counts them. */
  readonly isPod: boolean;
  /** Sets of requirements, one of which a node must meet entirely. */
  readonly alternatives: readonly (readonly Requirement[])[];
  /** Undefined where nothing is said: an object tolerates nothing then, a chart what is its own. */
  readonly tolerations: Said<readonly Partial<Toleration>[]> | undefined;
}

/** A quantity of an extended resource that a container asks for. */
export interface ResourceRequest {
  readonly component: string;
  readonly resource: string;
  readonly amount: Said<string>;
}

/** A package of the node agent, or everything that one object of it says. */
export interface AgentObject {
  readonly component: string;
  /** e.g. `node-tuning: NodeWright tuning`. */
  readonly at: string;
  readonly spec: PlainMap;
}

/** An object that we emit. */
export interface TreeObject {
  readonly component: string;
  readonly object: KubeObject;
}

/** What the tree says, read in one walk over all chart values and objects. */
export interface Tree {
  readonly placements: readonly Placement[];
  readonly requests: readonly ResourceRequest[];
  /** Names of storage classes that volumes ask for. */
  readonly storageClasses: readonly Said<string>[];
  /** Texts that name a registry or a resource of AWS. */
  readonly awsNames: readonly Said<string>[];
  readonly agents: readonly AgentObject[];
  /** The taint that holds workloads back until the node agent has tuned a node. */
  readonly startup?: StartupTaint;
  /** Kind → the objects of it that we emit, each with its component. */
  readonly objects: ReadonlyMap<string, readonly TreeObject[]>;
}
