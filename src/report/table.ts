/**
 * Rows as aligned columns for a terminal, two blanks apart, without blanks at line ends.
 *
 * A line break inside a cell becomes a blank. Widths count code points: names and versions of ours are ASCII.
 */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header.map((title) => title.toUpperCase()), ...rows].map((row) =>
    header.map((_, column) => (row[column] ?? '').replaceAll(/\s*\n\s*/g, ' ')),
  );
  const widths = header.map((_, column) => Math.max(...lines.map((line) => lengthOf(line[column] ?? ''))));
  return lines
    .map((line) => {
      const cells = line.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - lengthOf(cell)));
      return `${cells.join('  ').trimEnd()}\n`;
    })
    .join('');
}

const lengthOf = (text: string): number => [...text].length;
