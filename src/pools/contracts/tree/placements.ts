import type { Toleration } from '../../../contract/scheduling.ts';
import { isPlainMap, type PlainMap } from '../../../plain.ts';
import { said } from '../said.ts';
import type { Placement, Requirement } from './tree.ts';

/** Keys of a map that say where pods run, without what stands before them: `systemNodeSelector` belongs to `system`. */
const KEYS = /^(.*?)(?:[nN]ode)?([sS]electors?|[tT]olerations|[aA]ffinity)$/;

/** Whether a key may say where pods run: by its end, because nearly no key ends like these. */
export function isPlacementKey(key: string): boolean {
  if (key.length < 'selectors'.length - 1) return false;
  switch (key.charCodeAt(key.length - 1)) {
    case 114: // r
      return key.endsWith('Selector');
    case 115: // s
      return key.endsWith('olerations') || key.endsWith('electors');
    case 121: // y
      return key.endsWith('ffinity');
    default:
      return false;
  }
}

/** Keys of one placement; none is empty. */
interface Parts {
  /** What stands before the keys: `system` of `systemNodeSelector`. */
  readonly group: string;
  selector: string;
  affinity: string;
  tolerations: string;
}

/**
 * Adds placements that a map says by its own keys, as pods do (`nodeSelector`, `affinity`, `tolerations`), and charts and custom
 * resources under similar names.
 */
export function addPlacements(
  map: PlainMap,
  { component, isFinal }: Pick<Placement, 'component' | 'isFinal'>,
  at: string,
  into: Placement[],
): void {
  const placements: Parts[] = [];
  for (const key in map) {
    if (!isPlacementKey(key)) continue;
    const [, before = '', what = ''] = KEYS.exec(key) ?? [];
    const part = partOf(key, what, map);
    if (!part) continue;
    const group = before === 'additional' ? '' : before;
    let parts = placements.find((one) => one.group === group);
    if (!parts) {
      parts = { group, selector: '', affinity: '', tolerations: '' };
      placements.push(parts);
    }
    parts[part] = key;
  }
  const prefix = at.endsWith(' ') ? at : `${at}.`;
  for (const { selector, affinity, tolerations } of placements) {
    const tolerated = map[tolerations] as readonly Partial<Toleration>[];
    into.push({
      component,
      isFinal,
      isPod: Array.isArray(map.containers),
      at: prefix + (selector || affinity || tolerations),
      alternatives: alternativesOf(map[selector], map[affinity]),
      tolerations: tolerations === '' ? undefined : said(prefix + tolerations, tolerated),
    });
  }
}

/** What a key says; undefined for selectors of pods, services and devices. */
function partOf(key: string, what: string, map: PlainMap): Exclude<keyof Parts, 'group'> | undefined {
  const value = map[key];
  if (what.endsWith('olerations')) return Array.isArray(value) ? 'tolerations' : undefined;
  if (!isPlainMap(value)) return undefined;
  if (what.endsWith('ffinity')) {
    const isOfNodes = key.endsWith('odeAffinity');
    return isOfNodes || isPlainMap(value.nodeAffinity) ? 'affinity' : undefined;
  }
  // NodeWright's chart calls it `selectors`, beside tolerations.
  return /[nN]odeSelectors?$/.test(key) || (key === 'selectors' && 'tolerations' in map) ? 'selector' : undefined;
}

function alternativesOf(selector: unknown, affinity: unknown): readonly (readonly Requirement[])[] {
  const labels = isPlainMap(selector) && isPlainMap(selector.matchLabels) ? selector.matchLabels : selector;
  const fixed: Requirement[] = [];
  if (isPlainMap(labels))
    for (const key in labels) {
      const value = labels[key];
      if (typeof value === 'string') fixed.push({ key, operator: 'In', values: [value] });
    }
  const terms = termsOf(affinity);
  return terms.length === 0 ? [fixed] : terms.map((term) => [...fixed, ...term]);
}

function termsOf(affinity: unknown): readonly (readonly Requirement[])[] {
  const own = isPlainMap(affinity) && isPlainMap(affinity.nodeAffinity) ? affinity.nodeAffinity : affinity;
  const required = isPlainMap(own) ? own.requiredDuringSchedulingIgnoredDuringExecution : undefined;
  const terms = isPlainMap(required) && Array.isArray(required.nodeSelectorTerms) ? required.nodeSelectorTerms : [];
  return terms.map((term) =>
    (isPlainMap(term) && Array.isArray(term.matchExpressions) ? term.matchExpressions : []).map(
      ({ key, operator, values }) => ({
        key: String(key),
        operator: String(operator),
        values: Array.isArray(values) ? values.map(String) : [],
      }),
    ),
  );
}
