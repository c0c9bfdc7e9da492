import type { Source } from '../errors.ts';

/** Why one value is what it is. */
export interface Explanation {
  /** Path in the resolved recipe, or `components.X.values.Y` for a Helm value. */
  readonly path: string;
  readonly value: unknown;
  /**
   * Who decided: a layer, the cluster file, a flag, the default of a schema, a row of the catalog, the construct from
   * props (`computed`) or on its own (`fixed`), several bounds together (`joined`).
   */
  readonly kind: 'layer' | 'cluster' | 'flag' | 'default' | 'catalog' | 'computed' | 'fixed' | 'joined';
  /** The file, flag or construct. */
  readonly by: string;
  readonly source?: Source;
  readonly overrode: readonly { readonly layer: string; readonly source: Source; readonly value: unknown }[];
  readonly why?: string;
  /** Where the reason was read. */
  readonly reference?: string;
  /** What it was computed from. */
  readonly from: readonly Explanation[];
}

/** Explanations as text for a terminal: the value, who decided, what gave way, why, and what it was computed from. */
export function explainText(explanations: readonly Explanation[]): string {
  return explanations.map((one) => `${linesOf(one, '').join('\n')}\n`).join('');
}

function linesOf(explanation: Explanation, indent: string): string[] {
  const { path, value, overrode, why, reference, from } = explanation;
  const line = (label: string, text: string): string => `${indent}  ${label.padEnd(9)} ${text}`;
  return [
    `${indent}${path}${value === undefined ? ' is not set' : ` = ${show(value)}`}`,
    line(...decidedBy(explanation)),
    ...overrode.map((other) => line('overrode', `${show(other.value)} of ${placeOf(other.layer, other.source)}`)),
    ...(why === undefined ? [] : [line('why', why)]),
    ...(reference === undefined ? [] : [line('source', reference)]),
    ...from.flatMap((one) => linesOf(one, `${indent}    `)),
  ];
}

function decidedBy({ kind, by, source, from }: Explanation): [label: string, text: string] {
  switch (kind) {
    case 'default':
      return ['default', `of ${by}; no layer sets it`];
    case 'computed':
      return ['computed', `by ${by} from ${from.length === 0 ? 'props that nothing sets' : 'what follows'}`];
    case 'fixed':
      return ['fixed', `by ${by}: no prop changes it`];
    case 'catalog':
      return ['fact', `of ${by}`];
    case 'joined':
      return ['joined', `from ${by}`];
    default:
      return ['set by', placeOf(by, source)];
  }
}

const placeOf = (layer: string, source: Source | undefined): string =>
  source === undefined || source.file.startsWith('-') ? layer : `${layer}:${source.line}:${source.column}`;

function show(value: unknown): string {
  if (value === null) return 'nothing (taken out)';
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? value.trimEnd() || '""' : JSON.stringify(value);
}
