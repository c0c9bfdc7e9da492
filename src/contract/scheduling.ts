import * as z from 'zod';

export const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;

/** A taint as a node carries it, e.g. `nvidia.com/gpu=present:NoSchedule`. */
export const taint = z.strictObject({ key: z.string().min(1), value: z.string().default(''), effect: z.enum(EFFECTS) });
export type Taint = z.output<typeof taint>;

/** A toleration as a pod carries it. A bare `operator: Exists` is refused: it tolerates control planes and broken nodes. */
export const toleration = z.strictObject({
  key: z.string().min(1),
  operator: z.enum(['Exists', 'Equal']).default('Equal'),
  value: z.string().optional(),
  effect: z.enum(EFFECTS).optional(),
  tolerationSeconds: z.int().optional(),
});
export type Toleration = z.output<typeof toleration>;

export const labels = z.record(z.string(), z.string());
export type Labels = z.output<typeof labels>;

/** Clouds put this key on GPU nodes by themselves, with values that differ and are not all documented. */
const GPU_KEY = 'nvidia.com/gpu';

/** The toleration that lets a pod onto a node with this taint; that of the GPU key holds for any value. */
export function tolerate({ key, value, effect }: Taint): Toleration {
  return value === '' || key === GPU_KEY
    ? { key, operator: 'Exists', effect }
    : { key, operator: 'Equal', value, effect };
}
