/** Lines of context around a change, as `diff -u` prints them. */
const CONTEXT = 3;

/** Above this many differing line pairs a file is told as replaced whole: the search for the shortest diff is quadratic. Unit: pairs of lines. */
const MAX_PAIRS = 4_000_000;

interface Edit {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/**
 * The difference of two texts as a unified diff with headers `a/<path>` and `b/<path>`; empty when they are equal.
 * Undefined stands for a file that is not there.
 */
export function unifiedDiff(path: string, before: string | undefined, after: string | undefined): string {
  if (before === after) return '';
  const edits = editsOf(linesOf(before), linesOf(after));
  const header = [
    `--- ${before === undefined ? '/dev/null' : `a/${path}`}`,
    `+++ ${after === undefined ? '/dev/null' : `b/${path}`}`,
  ];
  return `${[...header, ...hunks(edits)].join('\n')}\n`;
}

/** The last line without its line feed says so, as diff does. */
function linesOf(text: string | undefined): string[] {
  if (text === undefined || text === '') return [];
  const lines = text.split('\n');
  const last = lines.pop();
  if (last !== undefined && last !== '') lines.push(`${last}\n\\ No newline at end of file`);
  return lines;
}

function editsOf(before: readonly string[], after: readonly string[]): Edit[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const keep = (lines: readonly string[]): Edit[] => lines.map((line) => ({ sign: ' ', line }));
  return [
    ...keep(before.slice(0, start)),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...keep(before.slice(before.length - end)),
  ];
}

/** Longest common subsequence by table; the equal ends are off already, so that it is small. */
function middle(before: readonly string[], after: readonly string[]): Edit[] {
  const [rows, columns] = [before.length, after.length];
  if (rows * columns > MAX_PAIRS)
    return [
      ...before.map((line) => ({ sign: '-' as const, line })),
      ...after.map((line) => ({ sign: '+' as const, line })),
    ];
  const width = columns + 1;
  const common = new Uint32Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      const down = common[(i + 1) * width + j] ?? 0;
      const right = common[i * width + j + 1] ?? 0;
      common[i * width + j] =
        before[i] === after[j] ? (common[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(down, right);
    }
  }
  const edits: Edit[] = [];
  let [i, j] = [0, 0];
  while (i < rows || j < columns) {
    const [old, now] = [before[i], after[j]];
    if (old !== undefined && old === now) {
      edits.push({ sign: ' ', line: old });
      i++;
      j++;
    } else if (
      old !== undefined &&
      (now === undefined || (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      edits.push({ sign: '-', line: old });
      i++;
    } else if (now !== undefined) {
      edits.push({ sign: '+', line: now });
      j++;
    }
  }
  return edits;
}

function hunks(edits: readonly Edit[]): string[] {
  const changed = edits.flatMap(({ sign }, i) => (sign === ' ' ? [] : [i]));
  const groups: { start: number; end: number }[] = [];
  for (const i of changed) {
    const last = groups.at(-1);
    const [start, end] = [Math.max(0, i - CONTEXT), Math.min(edits.length, i + CONTEXT + 1)];
    if (last && start <= last.end) last.end = end;
    else groups.push({ start, end });
  }
  return groups.flatMap(({ start, end }) => {
    const part = edits.slice(start, end);
    const before = edits.slice(0, start);
    const range = (other: '+' | '-'): string => {
      const first = before.filter(({ sign }) => sign !== other).length;
      const count = part.filter(({ sign }) => sign !== other).length;
      return `${count === 0 ? first : first + 1},${count}`;
    };
    return [`@@ -${range('+')} +${range('-')} @@`, ...part.map(({ sign, line }) => `${sign}${line}`)];
  });
}
