import * as z from 'zod';
import { agentPackage, clusterContext, ownershipChoice, resolvedSetting } from '../contract/cluster.ts';
import { gitSourceRef } from '../contract/git-source.ts';
import { helmChartRef } from '../contract/helm-chart.ts';
import { type Criteria, criteria } from './criteria.ts';
import { API_VERSION } from './document.ts';
import { inputs, range, when } from './inputs.ts';

/** Why a value is what it is, and who says so. */
export const reason = z.strictObject({ why: z.string().min(1), source: z.string().min(1) });
export type Reason = z.output<typeof reason>;

/** A bound on a version. Subjects: `kubernetes`, `driver`, `kernel`, `osVersion`, or the name of a component (its chart version). */
export const constraint = reason.extend({ range });
export type Constraint = z.output<typeof constraint>;

/** A component's row in the bill of materials: what is installed when a recipe names the component. */
export const billRow = reason.extend({
  chart: helmChartRef.optional(),
  git: gitSourceRef.optional(),
  namespace: z.string(),
  /** Date of the release. */
  released: z.iso.date().optional(),
  /** Bounds that hold when this component is in the recipe. */
  constraints: z.record(z.string(), constraint).default({}),
});

export type BillRow = z.output<typeof billRow>;

/** A tuning setting as data: when it holds, what it costs, who says so, how to see it. */
export const setting = resolvedSetting.omit({ channel: true, id: true }).extend({
  reboot: z.boolean().default(false),
  /** Where it holds; unknown parts are handed to the node agent and reported. */
  when: when.default({}),
  intents: z.array(z.string()).min(1).default(['training', 'inference']),
  /** S shipped, D documented, O observed (never enforced), A our advice. */
  grade: z.enum(['S', 'D', 'O', 'A']),
  /** True where it weakens the node's isolation: it must then be named in the cluster file to apply. */
  optIn: z.boolean().default(false),
});
export type Setting = z.output<typeof setting>;

/** A package of the node agent in a layer. */
export const layerPackage = agentPackage
  .omit({ name: true })
  .extend({ why: z.string(), source: z.string(), when: when.default({}) });
export type LayerPackage = z.output<typeof layerPackage>;

const poolTuning = z.strictObject({
  settings: z.record(z.string(), setting.nullable()).default({}),
  packages: z.record(z.string(), layerPackage.nullable()).default({}),
});

/**
 * One YAML file of a recipe: when it applies and what it changes. No parents, nothing to register.
 */
export const layerDocument = z.strictObject({
  apiVersion: z.literal(API_VERSION),
  kind: z.literal('Layer'),
  /** Criteria that the query must have. `{}` is the base. */
  match: criteria,
  /** Further condition on inputs. A layer with `when` cannot set inputs. */
  when: when.optional(),
  /** What this layer is about: one sentence. */
  summary: z.string().min(1),
  /** Other names of the single value that this layer stands for, e.g. `amzn` for `al2023`. */
  aliases: z.array(z.string()).default([]),
  inputs: inputs.default({}),
  ownership: ownershipChoice.default({}),
  /** Defaults of what the cluster file's `shared` gives to every component. */
  shared: clusterContext.pick({ storageClass: true }).default({}),
  /** What the provider brings, so that no component may: claim → reason. */
  provided: z.record(z.string(), reason.nullable()).default({}),
  bill: z.record(z.string(), billRow).default({}),
  /** Paths of the cluster file that must be given here, e.g. `shared.storageClass`: nothing can stand in for them. */
  requires: z
    .record(
      z.string(),
      reason.extend({
        /** Component that makes the thing: where it is in the recipe, the path need not be given. */
        unless: z.string().optional(),
      }),
    )
    .default({}),
  /** Components of the recipe and their props; null takes one out. */
  components: z.record(z.string(), z.record(z.string(), z.unknown()).nullable()).default({}),
  constraints: z.record(z.string(), constraint).default({}),
  /** Node tuning by pool name. */
  tuning: z.record(z.string(), poolTuning).default({}),
  /** What a person must do or look at on clusters of this layer, because nothing here can: id → what and why. */
  byHand: z.record(z.string(), reason.extend({ when: z.enum(['before', 'after']).default('after') })).default({}),
  /** Reasons of single values: path in this file → why and source. A reason covers everything below its path. */
  notes: z.record(z.string(), reason).default({}),
});
export type LayerDocument = z.output<typeof layerDocument>;

export const ORIGINS = ['built-in', 'plugin', 'user', 'cluster', 'flag'] as const;
export type Origin = (typeof ORIGINS)[number];

/** A layer in the catalog. */
export interface Layer {
  /** File, as errors and the lock name it. */
  readonly name: string;
  readonly origin: Origin;
  readonly match: Criteria;
  readonly document: LayerDocument;
  /** SHA-256 over the parsed content: comments and layout do not count. */
  readonly hash: string;
  readonly positions: ReadonlyMap<string, readonly [number, number]>;
}
