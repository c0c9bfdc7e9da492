import type { Evidence, Finding, Subject } from './evidence.ts';
import { grouped, valuesIn } from './evidence.ts';

export interface Deciding extends Subject {
  readonly evidence: readonly Evidence[];
  /** Values that a recipe may have. @default - every one */
  readonly allowed?: ReadonlySet<string>;
  /** Without it there is no recipe, so a gap is refused. @default false */
  readonly required?: boolean;
  /** Why the snapshot may not say. */
  readonly gaps: readonly string[];
}

/**
 * Decides one subject by what a snapshot shows: taken is a value that certain evidence stands for and no evidence contradicts. What is
 * likely is never taken alone; where a value is needed it is refused, and the evidence and the flag that decides it are named.
 */
export function decide({ path, flag, evidence, allowed, required = false, gaps }: Deciding): Finding {
  const seen = grouped(evidence);
  const values = valuesIn(seen);
  const value = values[0];
  const base = { path, flag, evidence: seen };
  if (values.length > 1) return { ...base, state: 'unsure', why: 'the snapshot shows more than one' };
  if (seen.length === 0) {
    const why = ['the snapshot does not say', ...gaps].join('; ');
    return { ...base, state: required ? 'unsure' : 'default', why };
  }
  if (value === undefined || (allowed !== undefined && !allowed.has(value)))
    return { ...base, state: 'unsure', why: 'no recipe is for what the snapshot shows' };
  if (!seen.some(({ sureness }) => sureness === 'certain'))
    return {
      ...base,
      state: required ? 'unsure' : 'left-out',
      value,
      sureness: 'likely',
      why: ['what the snapshot shows makes it likely, and no more', ...gaps].join('; '),
    };
  return { ...base, state: 'found', value, sureness: 'certain' };
}
