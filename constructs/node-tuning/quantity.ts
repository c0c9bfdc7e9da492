/**
 * A CPU or memory quantity as the Kubernetes API prints it back: `2000m` → `2`, `8192Mi` → `8Gi`.
 *
 * Operators before 0.18 write the canonical form into the resource; another spelling in Git then differs for ever.
 */
export function canonicalQuantity(text: string): string {
  const milli = /^(\d+)m$/.exec(text);
  if (milli) {
    const value = Number(milli[1]);
    return value % 1000 === 0 ? String(value / 1000) : text;
  }
  const binary = /^(\d+)(Ki|Mi|Gi|Ti)$/.exec(text);
  if (!binary) return text;
  let value = Number(binary[1]);
  let unit = BINARY.indexOf(binary[2] ?? '');
  while (value > 0 && value % 1024 === 0 && unit < BINARY.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value}${BINARY[unit]}`;
}

const BINARY: readonly string[] = ['Ki', 'Mi', 'Gi', 'Ti'];
