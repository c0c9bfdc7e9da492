import type { Path } from '../../path.ts';
import type { ResolvedRecipeDocument } from '../../recipe/resolved-document.ts';
import type { Snapshot } from '../../snapshot/document.ts';
import { judged, type PlacedVerdict, type Verdict } from '../outcome.ts';
import { type Ask, readings } from '../readings.ts';
import type { Collected, NamedSnapshot } from '../subject.ts';

export type Setting = ResolvedRecipeDocument['tuning'][string][string];

/** Holds one setting against the node that a snapshot shows. An empty list: the snapshot has no say. */
export type Rule = (setting: Setting, node: NamedSnapshot) => readonly PlacedVerdict[];

type Data<C extends Collected> = NonNullable<Snapshot['measurements'][C]>;

/** A rule that reads one place of a node. */
export const rule =
  <C extends Collected, T>(
    of: C,
    pathOf: (setting: Setting) => Path,
    read: (setting: Setting) => (data: Data<C>) => T | undefined,
    judge: (setting: Setting, value: T) => Verdict,
    otherwise?: string,
  ): Rule =>
  (setting, node) => {
    const ask: Ask<C, T> = {
      of,
      path: pathOf(setting),
      read: read(setting),
      ...(otherwise === undefined ? {} : { otherwise }),
    };
    return judged(readings([node], ask), (value) => judge(setting, value));
  };
