import * as z from 'zod';
import type { Query } from './criteria.ts';
import { API_VERSION } from './document.ts';
import { reason } from './layer.ts';

export const SUPPORT_LEVELS = ['synthesized', 'schema-checked', 'api-server-checked', 'hardware-validated'] as const;

const row = z.strictObject({
  accelerator: z.string(),
  os: z.string(),
  intents: z.array(z.string()).min(1),
  /** Platforms by intent; none is always possible. */
  platforms: z.record(z.string(), z.array(z.string())).default({}),
  /** Instance types or shapes of recipes/instances, the first is the default. */
  instanceTypes: z.array(z.string()).min(1),
  support: z.enum(SUPPORT_LEVELS),
  /** What was done to earn the support level. */
  evidence: z.string().min(1),
  source: z.string().min(1),
});

/** What exists, for one service. */
export const leavesDocument = z.strictObject({
  apiVersion: z.literal(API_VERSION),
  kind: z.literal('Leaves'),
  service: z.string(),
  leaves: z.array(row).min(1),
  /** What people ask for and does not exist, with the reason. */
  absent: z.array(reason.extend({ accelerator: z.string().optional(), os: z.string().optional() })).default([]),
});
export type LeavesDocument = z.output<typeof leavesDocument>;

/** One combination that exists. */
export interface Leaf extends z.output<typeof row> {
  readonly service: string;
}

/** Every query that a leaf admits: intents × (no platform + its platforms). */
export function queriesOf({ service, accelerator, os, intents, platforms }: Leaf): Query[] {
  return intents.flatMap((intent) =>
    [undefined, ...(platforms[intent] ?? [])].map((platform) => ({
      service,
      accelerator,
      os,
      intent,
      ...(platform ? { platform } : {}),
    })),
  );
}
