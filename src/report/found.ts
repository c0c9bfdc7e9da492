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
    finding.state === 'left-out' ? '-' : String(finding.value ?? '-'),
    HOW[finding.state],
    fromText(finding, flags),
  ]);
  return `Found in ${file}:\n${textTable(['subject', 'value', 'how', 'from'], rows)}`;
}

const HOW: Readonly<Record<Finding['state'], string>> = {
  found: 'certain',
  given: 'given',
  default: 'not shown',
  'left-out': 'left out',
  unsure: 'unsure',
};

function fromText({ path, state, value, why, evidence, flag }: Finding, flags: ReadonlyMap<string, string>): string {
  const seen = evidenceShown(evidence);
  if (state === 'given')
    return [flags.get(path) ?? flag, ...(seen === '' ? [] : [`the snapshot shows ${seen}`])].join('; ');
  if (state === 'found') return path === 'criteria.platform' ? `${seen}; ${flag} none leaves it out` : seen;
  if (state === 'default')
    return value === undefined ? `the recipe's own; ${flag} says otherwise` : (flags.get(path) ?? 'config');
  return [why ?? '', seen].filter((text) => text !== '').join('; ');
}

function evidenceShown(evidence: readonly Evidence[]): string {
  const shown = evidence.slice(0, SHOWN).map(evidenceText);
  const rest = evidence.length - shown.length;
  return [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join('; ');
}
