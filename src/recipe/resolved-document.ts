import * as z from 'zod';
import { FABRICS, ownership, resolvedSetting } from '../contract/cluster.ts';
import { taint } from '../contract/scheduling.ts';
import { criteria } from './criteria.ts';
import { API_VERSION } from './document.ts';
import { inputs, when } from './inputs.ts';
import { reason, setting } from './layer.ts';
import { SUPPORT_LEVELS } from './leaf.ts';

const text = z.string();

const resolvedConstraint = z.strictObject({
  subject: text,
  /** What every source admits, e.g. `>= 1.34.2 < 1.36`, or `any`. */
  range: text,
  /** Value of the recipe; absent when it is known on the node only. */
  value: text.optional(),
  state: z.enum(['met', 'unknown']),
  sources: z.array(z.strictObject({ layer: text, range: text, why: text, source: text })),
});

const tunedSetting = resolvedSetting.omit({ id: true }).extend({
  grade: setting.shape.grade,
  layer: text,
  state: z.enum(['applies', 'elsewhere', 'undecided', 'declined']),
  because: text,
  when: when.optional(),
});

/** What a node must be. */
const gpuNodes = z.strictObject({
  count: z.int().min(0),
  gpus: z.int().min(1).optional(),
  architecture: z.enum(['amd64', 'arm64']),
  machine: z.enum(['vm', 'bare-metal']).optional(),
  fabric: z.enum(FABRICS).optional(),
  fabricInterfaces: z.int().min(0).optional(),
  selector: z.record(text, text),
  taints: z.array(taint),
});

/**
 * A resolved recipe as a file: `recipe.lock.yaml` of a tree, and what `cnsctl recipe` prints, which has its `request` besides.
 *
 * Written by `report/lock.ts`; whoever reads one, reads it by this.
 */
export const resolvedRecipeDocument = z.strictObject({
  apiVersion: z.literal(API_VERSION),
  kind: z.literal('ResolvedRecipe'),
  name: text,
  criteria,
  support: z.enum([...SUPPORT_LEVELS, 'generic']),
  instanceType: text.optional(),
  gpuNodes,
  inputs,
  ownership,
  provided: z.record(text, reason),
  /** Props of each component, its chart and namespace among them. */
  components: z.record(text, z.record(text, z.unknown())),
  constraints: z.array(resolvedConstraint),
  /** By pool, then by setting. */
  tuning: z.record(text, z.record(text, tunedSetting)),
  layers: z.array(z.strictObject({ name: text, sha256: text })),
  /** Path → layer that set it. */
  provenance: z.record(text, z.union([text, z.strictObject({ layer: text, overrode: z.array(text) })])),
  /** What it is the answer to; not in the lock of a tree. */
  request: z
    .strictObject({
      cluster: z.record(text, z.unknown()),
      set: z.record(text, z.record(text, z.unknown()).nullable()).optional(),
      allowGeneric: z.boolean().optional(),
    })
    .optional(),
});
export type ResolvedRecipeDocument = z.output<typeof resolvedRecipeDocument>;
