import { EFFECTS, type Taint } from '../../../contract/scheduling.ts';
import type { CompiledPools, FirstBootFile } from '../../compiled.ts';
import { shown } from '../../expression.ts';
import { parseTaint } from '../../startup-taint.ts';
import { type Said, said } from '../said.ts';

const UPPER_EFFECTS = Object.fromEntries(
  EFFECTS.map((effect) => [effect.replaceAll(/(?<=[a-z])[A-Z]/g, '_$&').toUpperCase(), effect]),
);

/** `NO_SCHEDULE` → `NoSchedule`; what is no effect stays as it is, and equals none. */
export const effectOf = (effect: unknown) => UPPER_EFFECTS[String(effect)] ?? (String(effect) as Taint['effect']);

/** Taints that kubelets of a pool register with, where its first boot says so. */
export function bootTaints(
  { firstBoot }: CompiledPools,
  of: FirstBootFile['pool'],
): Said<readonly Taint[]> | undefined {
  for (const { name, pool, text } of firstBoot) {
    const [, list] = pool === of ? (/--register-with-taints=([^\s'"\\]*)/.exec(shown(text)) ?? []) : [];
    if (list !== undefined)
      return said(
        `${name}: --register-with-taints`,
        list.split(',').flatMap((text) => parseTaint(text) ?? []),
      );
  }
  return undefined;
}
