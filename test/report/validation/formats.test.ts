import { readFileSync, writeFileSync } from 'node:fs';
import { DOMParser, type Element } from '@xmldom/xmldom';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import { REPORT_FORMATS } from '../../../src/report/validation/formats.ts';
import { anItem, aReport, HOSTILE } from './a-report.ts';
import { ctrfSchema } from './ctrf-schema.ts';

const print = (format: string, report = aReport()): string => REPORT_FORMATS[format]?.(report) ?? '';

const EXTENSIONS = {
  table: 'txt',
  json: 'json',
  ctrf: 'ctrf.json',
  junit: 'xml',
  sarif: 'sarif',
  markdown: 'md',
  html: 'html',
};

it.each(Object.entries(EXTENSIONS))('%s is as the golden file beside this test has it', (format, extension) => {
  const file = `test/report/validation/golden/report.${extension}`;
  if (process.env.GOLDEN_UPDATE === '1') writeFileSync(file, print(format));
  expect(print(format), 'GOLDEN_UPDATE=1 writes it anew; read the diff').toBe(readFileSync(file, 'utf8'));
});

it('every format has its golden file', () => {
  expect(Object.keys(REPORT_FORMATS)).toEqual(Object.keys(EXTENSIONS));
});

/** A report whose every text is hostile. */
const hostile = (text: string) =>
  aReport(
    (['not-met', 'unknown', 'met', 'not-applicable'] as const).map((outcome, i) =>
      anItem({
        id: `${i}/${text}`,
        area: text,
        title: text,
        outcome,
        expected: text,
        found: text,
        because: text,
        why: text,
        source: text,
        remediation: text,
        where: [{ file: text, path: text }],
      }),
    ),
    {
      title: text,
      notes: [text],
      recipe: { name: text },
      snapshots: [{ file: text, taken: '2026-11-20T08:00:00Z', node: text }],
    },
  );

const texts = fc.oneof(fc.constantFrom(...HOSTILE), fc.string(), fc.string({ unit: 'binary' }));

describe('junit', () => {
  const parsed = (text: string): Element => {
    const faults: string[] = [];
    const document = new DOMParser({
      onError: (level, message) => {
        // The reader warns of what stands for a character that XML cannot hold.
        if (level !== 'warning' || !message.includes('replacement character')) faults.push(`${level}: ${message}`);
      },
    }).parseFromString(text, 'text/xml');
    expect(faults).toEqual([]);
    if (!document.documentElement) throw new Error('no element');
    return document.documentElement;
  };

  it('says what each outcome is, and its counts agree', () => {
    const root = parsed(print('junit'));
    const cases = [...root.getElementsByTagName('testcase')];
    expect(cases.map((one) => [...one.childNodes].find((node) => node.nodeType === 1)?.nodeName)).toEqual([
      'error',
      undefined,
      'failure',
      'skipped',
    ]);
    expect(['tests', 'failures', 'errors', 'skipped'].map((name) => root.getAttribute(name))).toEqual([
      '4',
      '1',
      '1',
      '1',
    ]);
    expect(root.getElementsByTagName('failure')[0]?.textContent).toContain('found:       60 on gpu-2');
  });

  it('whatever stands in a report, its structure stays and what XML can hold is read back', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const root = parsed(print('junit', hostile(text)));
        const cases = [...root.getElementsByTagName('testcase')];
        expect(cases).toHaveLength(4);
        expect(
          [...root.getElementsByTagName('*')]
            .map(({ nodeName }) => nodeName)
            .sort()
            .join(' '),
        ).toBe('error failure skipped testcase testcase testcase testcase testsuite');
        if (/^[\t\n\r -~]*$/.test(text)) expect(root.getAttribute('name')).toBe(text);
      }),
      { numRuns: 100 },
    );
  });
});

describe('html', () => {
  const shape = (text: string): string =>
    (text.match(/<[a-z!/][^>]*>/gi) ?? []).map((tag) => tag.replace(/\s.*/s, '')).join('');

  it('hostile values stay texts: the tags are those of a harmless report', () => {
    const harmless = shape(print('html', hostile('x')));
    fc.assert(
      fc.property(
        texts.filter((text) => text.trim() !== ''),
        (text) => {
          expect(shape(print('html', hostile(text)))).toBe(harmless);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('needs no script and nothing from elsewhere', () => {
    const page = print('html', hostile(HOSTILE.join(' ')));
    expect(page).not.toMatch(/<(script|link|img|iframe|object|embed|form|base|a|svg)\b/i);
    expect(page).not.toMatch(/\s(src|href|on\w+|style|action)\s*=\s*["'][^"']*["'][^>]*>/i);
    expect(page).toContain(`default-src 'none'`);
    expect(page).toMatch(/<html lang="en">/);
    expect(page).toMatch(/prefers-color-scheme: dark/);
    expect(page).toMatch(/name="viewport"/);
  });
});

describe('markdown', () => {
  it('hostile values make no markup: no tag, link, heading, mention, code or row more', () => {
    const rows = (text: string): number => text.split('\n').length;
    const harmless = rows(print('markdown', hostile('x')));
    for (const text of HOSTILE) {
      const page = print('markdown', hostile(text));
      expect(rows(page), text).toBe(harmless);
      expect(page.replaceAll(/<\/?(details|summary)>/g, ''), text).not.toMatch(/<[a-z!/]/i);
      expect(page).not.toMatch(/(?<!\\)[[\]`]/);
      expect(page).not.toMatch(/@everyone|https:\/\/evil/);
      expect(
        page
          .split('\n')
          .filter((line) => line.startsWith('|'))
          .every((line) => (line.match(/(?<!\\)\|/g) ?? []).length <= 7),
      ).toBe(true);
    }
  });
});

it('the table has no character that a terminal takes for a command', () => {
  for (const text of HOSTILE) expect(print('table', hostile(text))).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
});

describe('ctrf', () => {
  const valid = new Ajv({ strict: false, formats: { 'date-time': true, uuid: true } }).compile(ctrfSchema);

  it('is what its schema says, with whatever text', () => {
    for (const report of [aReport(), ...HOSTILE.map(hostile), aReport([anItem({ title: '' })])]) {
      valid(JSON.parse(print('ctrf', report)));
      expect(valid.errors ?? []).toEqual([]);
    }
  });

  it('the schema of this test finds a status that there is none', () => {
    expect(valid(JSON.parse(print('ctrf').replaceAll('"passed"', '"good"')))).toBe(false);
  });

  it('unknown neither passed nor was skipped', () => {
    const { results } = JSON.parse(print('ctrf'));
    expect(results.tests.map(({ status }: { status: string }) => status)).toEqual([
      'other',
      'passed',
      'failed',
      'skipped',
    ]);
    expect(results.summary).toMatchObject({ tests: 4, passed: 1, failed: 1, skipped: 1, other: 1, pending: 0 });
  });
});

describe('sarif', () => {
  const log = (report = aReport()): Log => JSON.parse(print('sarif', report)) as Log;

  it('has a rule an item, and results for what is open alone', () => {
    const [run] = log().runs;
    expect(run?.tool.driver.rules?.map(({ id }) => id)).toHaveLength(4);
    expect(run?.results?.map(({ ruleId, ruleIndex, kind, level }) => [ruleId, ruleIndex, kind, level])).toEqual([
      ['constraint/kernel', 0, 'fail', 'error'],
      ['tuning/gpu/swappiness', 2, 'fail', 'warning'],
    ]);
    for (const { ruleId, ruleIndex = -1, locations = [] } of run?.results ?? []) {
      expect(run?.tool.driver.rules?.[ruleIndex]?.id).toBe(ruleId);
      expect(locations.length).toBeGreaterThan(0);
    }
    expect(run?.results?.[1]?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'gpu-2.yaml' },
      region: { startLine: 12, startColumn: 5 },
    });
  });

  it('a finding keeps its fingerprint while values change, and two have two', () => {
    const prints = (report = aReport()) =>
      log(report).runs[0]?.results?.map(({ partialFingerprints }) => partialFingerprints?.['cnsctlItem/v1']);
    const changed = aReport(aReport().items.map((item) => ({ ...item, found: '90', where: [] })));
    expect(prints(changed)).toEqual(prints());
    expect(new Set(prints()).size).toBe(2);
  });

  it('files with blanks and signs are URIs', () => {
    const report = aReport([anItem({ where: [{ file: 'a b/c%d#e.yaml', path: 'x' }] })]);
    expect(log(report).runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(
      'a%20b/c%25d%23e.yaml',
    );
  });
});
