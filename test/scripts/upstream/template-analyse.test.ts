import { describe, expect, it } from 'vitest';
import { analyseTemplates } from '../../../scripts/upstream/template-analyse.ts';

const analyse = (text: string, values: unknown = {}, files: Record<string, string> = {}) =>
  analyseTemplates({
    templates: [{ name: 'templates/all.yaml', text }],
    borrowed: [],
    files: Object.entries(files).map(([name, content]) => ({ name, text: content })),
    values,
  });
const marks = (text: string, values: unknown = {}, files: Record<string, string> = {}): string[] =>
  [...analyse(text, values, files).marks].map(([key, mark]) => `${key.split('\u0000').join('.')} ${mark}`).sort();

describe('reading', () => {
  it.each([
    ['{{ .Values.a.b }}', ['a.b read']],
    ['{{ $.Values.a | default .Values.b | quote }}', ['a read', 'b read']],
    ['{{ toYaml .Values.a }}', ['a open']],
    ['{{ with .Values.a }}{{ .b }}{{ $.Values.c }}{{ end }}', ['a read', 'a.b read', 'c read']],
    ['{{ with .Values.a }}{{ else }}{{ .Values.b }}{{ end }}', ['a read', 'b read']],
    ['{{ range .Values.a }}{{ .name }}{{ end }}', ['a read', 'a.* read', 'a.*.name read']],
    ['{{ range $k, $v := .Values.a }}{{ $v.x }}{{ end }}', ['a read', 'a.* read', 'a.*.x read']],
    ['{{ index .Values "a-b" "c" }}', ['a-b.c read']],
    ['{{ index .Values.a 0 }}', ['a.* read']],
    ['{{ get .Values.a .Values.k }}', ['a.* read', 'k read']],
    ['{{ dig "a" "b" "x" .Values }}', ['a.b read']],
    ['{{ if hasKey .Values.a "b" }}{{ end }}', ['a.b read']],
    ['{{ (.Values.a).b }}{{ ((.Values.c).d).e }}', ['a.b read', 'c.d.e read']],
    ['{{ join "," .Values.a }}', ['a read', 'a.* read']],
    ['{{ pick .Values.a "x" | toYaml }}', ['a.x open']],
    ['{{ merge (dict) .Values.a .Values.b | toYaml }}', ['a open', 'b open']],
    ['{{ $d := dict "x" .Values.a "y" .Values.b }}{{ $d.x }}', ['a read']],
    [
      '{{ $x := .Values.a }}{{ if .Values.c }}{{ $x = .Values.b }}{{ end }}{{ $x.y }}',
      ['a.y read', 'b.y read', 'c read'],
    ],
    ['{{ range list "a" "b" }}{{ index $.Values . "on" }}{{ end }}', ['a.on read', 'b.on read']],
    ['{{ $_ := set .Values.a "x" .Values.b }}{{ .Values.a.x.y }}', ['a.x.y read', 'b.y read']],
    ['{{ $_ := set $ "x" .Values.a }}{{ $.x.y }}', ['a.y read']],
    ['{{ .Subcharts.sub.Values.a }}', ['sub.a read']],
    ['{{ .Release.Name }}{{ .Chart.Name }}{{ .Capabilities.APIVersions.Has .Values.a }}', ['a read']],
    ['{{ define "unused" }}{{ .Values.a }}{{ end }}', []],
  ])('%s reads %j', (text, expected) => {
    expect(marks(text)).toEqual(expected);
  });
});

describe('defines are followed with the argument they are given', () => {
  const define = '{{ define "name" }}{{ .root.Values.a }}{{ .part.b }}{{ end }}';

  it.each([
    [`${define}{{ include "name" (dict "root" . "part" .Values.c) }}`, ['a read', 'c.b read']],
    [`${define}{{ include (printf "%s%s" "na" "me") (dict "root" $ "part" .Values.c) }}`, ['a read', 'c.b read']],
    ['{{ define "l" }}{{ index . 1 | toYaml }}{{ end }}{{ template "l" (list . .Values.a) }}', ['a open']],
    ['{{ define "key" }}a{{ end }}{{ index .Values (include "key" .) "b" }}', ['a.b read']],
    [
      '{{ define "r" }}{{ .v.x }}{{ include "r" (dict "v" .v.next) }}{{ end }}{{ include "r" (dict "v" .Values.a) }}',
      ['a.x read'],
    ],
  ])('%s', (text, expected) => {
    expect(marks(text)).toEqual(expect.arrayContaining(expected));
  });

  it('an unknown define opens what it is given, and says so', () => {
    const { marks: found, reports } = analyse('{{ include "lost" .Values.a }}');
    expect([...found]).toEqual([['a', 'open']]);
    expect(reports).toEqual(['templates/all.yaml: no define is named lost: its argument counts as rendered whole']);
  });
});

describe('tpl', () => {
  it('renders default strings', () => {
    expect(marks('{{ tpl .Values.a . }}', { a: '{{ .Values.b }}', c: '{{ .Values.d }}' })).toEqual([
      'a read',
      'b read',
    ]);
  });

  it('renders files of the chart', () => {
    expect(
      marks('{{ tpl (.Files.Get "f.yaml") . }}', {}, { 'f.yaml': '{{ .Values.a }}', g: '{{ .Values.b }}' }),
    ).toEqual(['a read']);
  });
});

describe('a value that is only asked for in order to fail', () => {
  it.each([
    ['{{ if hasKey .Values.a "b" }}{{ fail "gone" }}{{ end }}', ['a.b refused']],
    ['{{ if and (hasKey .Values "a") (hasKey .Values.a "b") }}{{ fail "gone" }}{{ end }}', ['a.b refused']],
    ['{{ if and .Values.a .Values.b }}{{ fail "both" }}{{ end }}', []],
    ['{{ if not .Values.a }}{{ fail "needed" }}{{ end }}', ['a read']],
    ['{{ if .Values.c }}{{ if hasKey .Values.a "b" }}{{ fail "not with c" }}{{ end }}x{{ end }}', ['c read']],
  ])('%s: %j', (text, expected) => {
    expect(marks(text)).toEqual(expected);
  });
});

it('the other branch of hasKey over a default is never taken', () => {
  const text = '{{ if hasKey .Values.a "b" }}{{ .Values.a.b }}{{ else }}{{ .Values.a.c }}{{ end }}';
  expect(marks(text, { a: { b: 1 } })).toEqual(['a.b read']);
  expect(marks(text, { a: {} })).toEqual(['a.b read', 'a.c read']);
});

it('all values as a whole are reported, not opened', () => {
  const { marks: found, reports } = analyse('{{ toYaml .Values }}');
  expect([...found]).toEqual([]);
  expect(reports).toEqual(['templates/all.yaml: any top-level value is used (not counted)']);
});

it('an unknown function opens its arguments, and says so', () => {
  expect(marks('{{ conjure .Values.a }}')).toEqual(['a open']);
  expect(analyse('{{ conjure .Values.a }}').reports[0]).toContain('function conjure is not known');
});

it('a template that does not parse is refused with its name', () => {
  expect(() => analyse('{{ if }')).toThrow('templates/all.yaml');
});
