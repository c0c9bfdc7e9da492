import { countsOf, type Report, type ReportItem } from '../../../src/contract/report.ts';

export const anItem = (parts: Partial<ReportItem> = {}): ReportItem => ({
  id: 'tuning/gpu/swappiness',
  area: 'node tuning',
  title: 'sysctl vm.swappiness',
  outcome: 'not-met',
  severity: 'medium',
  expected: '1',
  found: '60 on gpu-2',
  where: [{ file: 'gpu-2.yaml', path: 'measurements.os.sysctl["vm.swappiness"]', line: 12, column: 5 }],
  why: 'Page cache is given up before memory of processes.',
  source: 'NVIDIA/nodewright-packages',
  remediation:
    'The general packages of the node agent bring it: see the status of the resource of component node-tuning.',
  ...parts,
});

/** One item of each outcome, in two areas. */
export function aReport(items: readonly ReportItem[] = ITEMS, parts: Partial<Report> = {}): Report {
  return {
    title: 'demo against what runs',
    recipe: { name: 'demo', file: 'recipe.lock.yaml' },
    snapshots: [
      { file: 'cluster.yaml', taken: '2026-11-20T08:00:00Z' },
      { file: 'gpu-2.yaml', taken: '2026-11-20T08:01:00Z', node: 'gpu-2' },
    ],
    at: '2026-11-20T08:01:00Z',
    notes: ['what only a node can show was seen on 1 of 2 GPU nodes'],
    items,
    counts: countsOf(items),
    ...parts,
  };
}

const ITEMS: readonly ReportItem[] = [
  anItem({
    id: 'constraint/kernel',
    area: 'constraints',
    title: 'kernel version',
    outcome: 'unknown',
    severity: 'high',
    expected: '>= 6.8',
    found: '',
    where: [],
    because: 'collector os failed: timeout',
    remediation: 'Choose a node image with such a kernel, and replace the nodes.',
  }),
  anItem({
    id: 'constraint/kubernetes',
    area: 'constraints',
    title: 'kubernetes version',
    outcome: 'met',
    severity: 'critical',
    expected: '>= 1.34 < 1.36',
    found: 'v1.34.2',
    where: [{ file: 'cluster.yaml', path: 'measurements.k8s.server' }],
  }),
  anItem(),
  anItem({
    id: 'tuning/gpu/init-on-alloc-off',
    title: 'kernel-argument init_on_alloc',
    outcome: 'not-applicable',
    expected: '0',
    found: '',
    where: [],
    because: 'weakens the node',
  }),
];

/** Texts that would break out of a format that does not escape. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title></style></textarea>-->',
  ']]>&lt;&amp;',
  '| a | b |\n|---|---|\n# heading',
  '[link](javascript:alert(1)) ![i](http://x/y.png) @everyone https://evil.example `code` <!-- -->',
  '\u0000\u0007\u001b[31mred\u001b[0m\ud800 \u202egnirts \u2028',
  '\ufffe]]>',
  `\${{ secrets.X }}`,
];
