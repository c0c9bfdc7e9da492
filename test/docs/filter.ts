/**
 * What `head`, `tail` and `grep` would leave of a text, as far as the pages use them: `head -n 3`, `tail -n 2`, `grep TEXT` and
 * `grep -A 2 TEXT`, where TEXT is looked for as it stands.
 */
export function filtered(text: string, filters: readonly string[]): string {
  const lines = filters.reduce((left, filter) => apply(left, filter), text.replace(/\n$/, '').split('\n'));
  return lines.join('\n');
}

function apply(lines: readonly string[], filter: string): string[] {
  const [, end, count] = /^(head|tail) -n (\d+)$/.exec(filter) ?? [];
  if (end !== undefined) return end === 'head' ? lines.slice(0, Number(count)) : lines.slice(-Number(count));
  const [, after = '0', wanted] = /^grep (?:-A (\d+) )?'?(.*?)'?$/.exec(filter) ?? [];
  if (wanted === undefined) throw new Error(`no such filter: ${filter}`);
  const kept = new Set(
    lines.flatMap((line, i) =>
      line.includes(wanted) ? Array.from({ length: Number(after) + 1 }, (_, n) => i + n) : [],
    ),
  );
  return lines.filter((_, i) => kept.has(i));
}
