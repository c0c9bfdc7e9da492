import { expect, it } from 'vitest';
import type { ChartFolder } from '../../../scripts/upstream/chart-folder.ts';
import { indexChart } from '../../../scripts/upstream/index-chart.ts';

const chart = (name: string, text: string, more: Partial<ChartFolder> = {}): ChartFolder => ({
  name,
  version: '1.0.0',
  kubeVersion: undefined,
  dependencies: [],
  values: {},
  templates: [{ name: 'templates/all.yaml', text }],
  files: [],
  subcharts: new Map(),
  ...more,
});

it('types come from defaults, where they are certain', () => {
  const text =
    '{{ .Values.n }}{{ .Values.s }}{{ toYaml .Values.empty }}{{ toYaml .Values.map }}{{ range .Values.l }}{{ .x }}{{ end }}';
  const values = { n: 1, s: '', empty: {}, map: { a: 1 }, l: [{ x: true }], unread: 1 };
  expect(indexChart(chart('c', text, { values })).paths.paths).toEqual({
    empty: 'open',
    l: { '': 'read list', '*': { '': 'read map', x: 'read boolean' } },
    map: 'open map',
    n: 'read number',
    s: 'read string',
  });
});

it('a sub-chart has its own paths under its alias, its condition counts as read, and defines are shared', () => {
  const sub = chart('sub', '{{ include "parent.name" . }}{{ .Values.global.site }}');
  const parent = chart('parent', '{{ define "parent.name" }}{{ .Values.name }}{{ end }}', {
    dependencies: [
      { name: 'sub', alias: 'other', version: '2.x', condition: 'other.on,global.other', tags: ['extras'] },
      { name: 'absent', version: '3.0.0' },
    ],
    subcharts: new Map([['sub', sub]]),
  });
  const { paths, reports } = indexChart(parent);
  expect(paths).toEqual({
    chart: 'parent',
    version: '1.0.0',
    paths: { global: { other: 'read' }, other: { on: 'read' }, tags: { extras: 'read' } },
    subcharts: {
      absent: { chart: 'absent', version: '3.0.0', unknown: true, paths: {} },
      other: {
        chart: 'sub',
        version: '2.x',
        condition: 'other.on,global.other',
        paths: { global: { site: 'read' }, name: 'read' },
      },
    },
  });
  expect(reports).toEqual(['parent: sub-chart absent 3.0.0 is not there']);
});

it('what is refused stays refused, what is open holds what lies beneath', () => {
  const text = '{{ if hasKey .Values.a "b" }}{{ fail "gone" }}{{ end }}{{ .Values.c.d }}{{ toYaml .Values.c }}';
  expect(indexChart(chart('c', text)).paths.paths).toEqual({ a: { b: 'refused' }, c: 'open' });
});
