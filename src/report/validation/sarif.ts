import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { Report, ReportItem, ReportPlace, Severity } from '../../contract/report.ts';
import { sha256 } from '../../hash.ts';
import { isOpen, sentenceOf } from './order.ts';

/**
 * SARIF 2.1.0 for code scanning: a rule an item, and a result for each that is not met or unknown. Those that are met have none, because
 * GitHub shows every result as an alert, whatever its kind. Fingerprints are made of the item's id alone, so that one finding stays one
 * while its values change.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReport(report: Report): string {
  const rules = report.items.map(ruleOf);
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'cnsctl validate', rules } },
        automationDetails: { id: `cnsctl-validate/${report.recipe.name}/` },
        invocations: [{ executionSuccessful: true, endTimeUtc: report.at }],
        results: report.items.flatMap((item, ruleIndex) => (isOpen(item) ? [resultOf(report, item, ruleIndex)] : [])),
        properties: { title: report.title, notes: [...report.notes] },
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};
/** GitHub orders alerts by it: over 9 critical, over 7 high, over 4 medium. https://docs.github.com/code-security (SARIF support) */
const SCORES: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.0', low: '2.0' };

const ruleOf = ({ id, title, area, why, source, remediation, severity }: ReportItem): ReportingDescriptor => ({
  id,
  shortDescription: { text: title },
  fullDescription: { text: why },
  help: { text: `${remediation}\n\nSource: ${source}` },
  defaultConfiguration: { level: LEVELS[severity] },
  properties: {
    tags: [area],
    'problem.severity': LEVELS[severity] === 'note' ? 'recommendation' : LEVELS[severity],
    'security-severity': SCORES[severity],
  },
});

function resultOf(report: Report, item: ReportItem, ruleIndex: number): Result {
  const { id, title, outcome, severity, where } = item;
  const first = report.snapshots[0];
  const places: readonly ReportPlace[] =
    where.length > 0 ? where : first ? [{ file: first.file, path: 'measurements' }] : [];
  return {
    ruleId: id,
    ruleIndex,
    // What is unknown fails as well: the other kinds of the standard have no level, and scanners would not show them.
    kind: 'fail',
    level: LEVELS[severity],
    message: { text: `${title}${outcome === 'unknown' ? ' is not known' : ''}: ${sentenceOf(item)}` },
    locations: places.map(({ file, path, line, column }) => ({
      physicalLocation: {
        artifactLocation: { uri: uriOf(file) },
        region: { startLine: line ?? 1, ...(column === undefined ? {} : { startColumn: column }) },
      },
      logicalLocations: [{ fullyQualifiedName: path }],
    })),
    partialFingerprints: { 'cnsctlItem/v1': sha256(`${report.recipe.name}\n${id}`) },
  };
}

/** A file name as a URI reference: relative ones stay relative. */
const uriOf = (file: string): string =>
  file
    .replaceAll('\\', '/')
    .split('/')
    .map((part) => encodeURIComponent(part))
    .join('/');
