import type { Drift } from '../diff/drift.ts';
import { CnsError } from '../errors.ts';
import type { Side } from './diff-side.ts';

/**
 * What of a resolved recipe a snapshot does not show.
 *
 * @throws CnsError `USAGE`: `cnsctl validate` answers this
 */
export function recipeDrift(recipe: Side, snapshot: Side): Drift {
  throw new CnsError({
    code: 'USAGE',
    message: `${recipe.name} is a recipe and ${snapshot.name} a snapshot: whether the one is met by the other is not a difference of two documents`,
    hint: `run \`cnsctl validate --recipe ${recipe.name} --snapshot ${snapshot.name}\``,
  });
}
