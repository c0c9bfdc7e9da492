import type { Report, ReportItem } from '../../contract/report.ts';
import { escapeMarkup } from './markup.ts';
import { byArea, foundOf, isOpen, summary, WORDS } from './order.ts';

/** One page without scripts and without anything from elsewhere. Every value stands as text. */
export function htmlReport(report: Report): string {
  const title = escapeMarkup(report.title);
  const snapshots = report.snapshots
    .map(
      ({ file, taken, node }) =>
        `<li>${escapeMarkup(file)}, ${escapeMarkup(taken)}${node === undefined ? '' : `, ${escapeMarkup(node)}`}</li>`,
    )
    .join('');
  const notes = report.notes.map((note) => `<p class="note">${escapeMarkup(note)}</p>`).join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>
${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p><strong>${escapeMarkup(summary(report))}</strong></p>
<ul>${snapshots}</ul>
${notes}
${byArea(report).map(section).join('\n')}
</main>
</body>
</html>
`;
}

function section(
  { area, items }: { readonly area: string; readonly items: readonly ReportItem[] },
  index: number,
): string {
  const id = `area-${index + 1}`;
  const open = items.filter(isOpen);
  const rest = items.filter((item) => !isOpen(item));
  const folded =
    rest.length === 0
      ? ''
      : `\n<details>\n<summary>${rest.length} met or not applicable</summary>\n${rest.map(article).join('\n')}\n</details>`;
  return `<section aria-labelledby="${id}">\n<h2 id="${id}">${escapeMarkup(area)}</h2>\n${open.map(article).join('\n')}${folded}\n</section>`;
}

function article(item: ReportItem): string {
  const rows: readonly (readonly [string, string])[] = [
    ['expected', item.expected],
    ['found', foundOf(item)],
    ['where', item.where.map(({ file, path }) => `${file} ${path}`).join('; ')],
    ['why', item.why],
    ['source', item.source],
    ...(isOpen(item) ? [['what to do', item.remediation] as const] : []),
  ];
  const list = rows
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `<dt>${name}</dt><dd>${escapeMarkup(text)}</dd>`)
    .join('');
  return `<article class="${item.outcome}"><h3><span class="tag">${WORDS[item.outcome]}</span> ${escapeMarkup(item.title)} <small>${item.severity}</small></h3><dl>${list}</dl></article>`;
}

/** Colours are never alone: the outcome stands in words beside each. Contrast is at least 4.5 to 1 in both modes. */
const STYLE = `:root { color-scheme: light dark; --bg: #ffffff; --fg: #1c1c1c; --line: #d0d0d0; --bad: #a40e26; --odd: #7a4d00; --good: #116329; --off: #57606a; }
@media (prefers-color-scheme: dark) { :root { --bg: #14171a; --fg: #e6e6e6; --line: #3a4046; --bad: #ff9492; --odd: #f0b72f; --good: #56d364; --off: #9da7b3; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--fg); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; margin-top: 2rem; } h3 { font-size: 1rem; margin: 0 0 .5rem; }
article { border: 1px solid var(--line); border-left: .4rem solid var(--off); padding: .75rem; margin: .75rem 0; overflow-wrap: anywhere; }
.not-met { border-left-color: var(--bad); } .unknown { border-left-color: var(--odd); } .met { border-left-color: var(--good); }
.not-met .tag { color: var(--bad); } .unknown .tag { color: var(--odd); } .met .tag { color: var(--good); } .not-applicable .tag { color: var(--off); }
dl { margin: 0; display: grid; grid-template-columns: minmax(5rem, max-content) 1fr; gap: .25rem 1rem; }
dt { color: var(--off); } dd { margin: 0; min-width: 0; }
summary { cursor: pointer; padding: .5rem 0; } small { color: var(--off); font-weight: normal; }
.note { border: 1px solid var(--odd); padding: .5rem .75rem; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
@media print { details > * { display: block; } }
`;
