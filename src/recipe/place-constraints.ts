import type { Source } from '../errors.ts';
import { type Path, valueAt } from '../path.ts';
import type { PlainMap } from '../plain.ts';
import type { PlacedConstraint } from './constraints.ts';
import { locate } from './document.ts';
import type { Inputs } from './inputs.ts';
import type { BillRow, Constraint, Layer } from './layer.ts';

/** The constraints of the layers and of the bill rows that hold for these components. */
export function placeConstraints(
  layers: readonly Layer[],
  components: Readonly<Record<string, PlainMap>>,
): PlacedConstraint[] {
  return layers.flatMap((layer) => {
    const place = (path: Path): Source =>
      locate({ file: layer.name, value: undefined, positions: layer.positions }, path);
    const placed = (c: Constraint, subject: string, name: string, path: Path): PlacedConstraint => ({
      ...c,
      subject,
      layer: name,
      // Looked up when somebody asks for it: only a bound that is not met is shown.
      get position() {
        return place(path);
      },
    });
    const own = Object.entries(layer.document.constraints).map(([subject, c]) =>
      placed(c, subject, layer.name, ['constraints', subject]),
    );
    const rows = Object.entries(layer.document.bill)
      .filter(([name, row]) => Object.hasOwn(components, name) && holdsFor(row, name, layers, components[name]))
      .flatMap(([name, row]) =>
        Object.entries(row.constraints).map(([subject, c]) =>
          placed(c, subject, `${layer.name} (${name})`, ['bill', name, 'constraints', subject]),
        ),
      );
    return [...own, ...rows];
  });
}

/**
 * Whether the constraints of a bill row hold: they belong to the version that it names. Where no row is of the version that was
 * resolved (the user pinned another one) all of them do, because nothing is known of that version that would free it.
 */
function holdsFor(row: BillRow, name: string, layers: readonly Layer[], props: PlainMap | undefined): boolean {
  const version = valueAt(props, ['chart', 'version']) ?? valueAt(props, ['git', 'tag']);
  const rows = layers.flatMap(({ document }) =>
    Object.hasOwn(document.bill, name) ? [document.bill[name] as BillRow] : [],
  );
  const own = versionOf(row);
  return own === undefined || own === version || !rows.some((other) => versionOf(other) === version);
}

const versionOf = ({ chart, git }: BillRow): string | undefined => chart?.version ?? git?.tag;

/** What the recipe itself says of each subject. */
export function knownVersions(
  inputs: Inputs,
  components: Readonly<Record<string, PlainMap>>,
  driver: unknown,
): Map<string, string> {
  const known = new Map<string, string>();
  if (inputs.kubernetes) known.set('kubernetes', inputs.kubernetes);
  if (inputs.osVersion) known.set('osVersion', inputs.osVersion);
  if (inputs.kernel) known.set('kernel', inputs.kernel);
  if (typeof driver === 'string') known.set('driver', driver);
  for (const name of Object.keys(components)) {
    const version = valueAt(components, [name, 'chart', 'version']) ?? valueAt(components, [name, 'git', 'tag']);
    if (typeof version === 'string') known.set(name, version);
  }
  return known;
}
