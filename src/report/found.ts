import { compareText } from '../plain.ts';
import { type Evidence, evidenceText, type Finding } from '../snapshot/find/evidence.ts';
import { textTable } from './table.ts';

/** How many pieces of evidence a line shows; what is refused names all. */
const SHOWN = 2;

/**
 * What was found in a snapshot, as a table: each subject, its value, how it came, and by what.
 *
 * @param flags path in a cluster file → the flag or file that gave it
 */
export function foundText(findings: readonly Finding[], file: string, flags: ReadonlyMap<string, string>): string {
  const rows = findings.map((finding) => [
    finding.path.replace(/^(criteria|inputs|pools\.gpu)\./, ''),
    finding.state === 'left-out' ? '-' : printable(finding.value ?? '-'),
    HOW[finding.state],
    fromText(finding, flags),
  ]);
  return `Found in ${file}:\n${textTable(['subject', 'value', 'how', 'from'], rows)}`;
}

/** A snapshot is somebody's file: what it holds must not move a terminal's cursor. Evidence is quoted already. */
const printable = (value: string | number): string => String(value).replaceAll(/\p{Cc}/gu, '?');

const HOW: Readonly<Record<Finding['state'], string>> = {
  found: 'certain',
  given: 'given',
  default: 'not shown',
  'left-out': 'left out',
  unsure: 'unsure',
};

function fromText(
  { path, state, value, why = '', evidence, flag }: Finding,
  flags: ReadonlyMap<string, string>,
): string {
  if (state === 'found') {
    const seen = shown(evidence, seenText);
    return path === 'criteria.platform' ? `${seen}; ${flag} none leaves it out` : seen;
  }
  const seen = shown(evidence, evidenceText);
  if (state === 'given') {
    const by = flags.get(path) ?? flag;
    return seen === '' ? by : `${by}; the snapshot shows ${seen}`;
  }
  if (state === 'default')
    return value === undefined ? `${why}; left to the recipe, or to ${flag}` : (flags.get(path) ?? 'config');
  return [why, seen].filter((text) => text !== '').join('; ');
}

/** What is certain comes first. */
function shown(evidence: readonly Evidence[], text: (one: Evidence) => string): string {
  const sorted = evidence.toSorted((a, b) => compareText(a.sureness, b.sureness));
  const rest = sorted.length - SHOWN;
  return [...sorted.slice(0, SHOWN).map(text), ...(rest > 0 ? [`${rest} more`] : [])].join('; ');
}

/** Without the value, which stands in a column of its own. */
const seenText = ({ path, seen, more = 0 }: Evidence): string =>
  `${path} is ${JSON.stringify(seen)}${more > 0 ? ` (and ${more} more)` : ''}`;
