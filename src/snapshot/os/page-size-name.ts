/** The name of a page size as the kernel's command line and recipes write it: `64K`, `2M`, `512M`, `1G`. Unit of `kib`: KiB. */
export function pageSizeName(kib: bigint | number): string {
  let size = BigInt(kib);
  let unit = 0;
  while (size > 0n && size % 1024n === 0n && unit < UNITS.length - 1) {
    size /= 1024n;
    unit++;
  }
  return `${size}${UNITS[unit]}`;
}

const UNITS = ['K', 'M', 'G', 'T'] as const;

/**
 * The same name for a size as somebody wrote it on the command line (`2048k`, `0x200000`, `1024M`), and what was written where that is no
 * whole number of KiB. As the kernel's memparse reads it; octal is left as it is, nobody means it.
 */
export function nameOfWrittenSize(written: string): string {
  const [, digits, suffix = ''] = /^(0x[0-9a-f]{1,16}|0|[1-9][0-9]{0,18})([kmgt]?)$/i.exec(written) ?? [];
  if (digits === undefined) return written;
  const bytes = BigInt(digits) << BigInt(10 * ' kmgt'.indexOf(suffix.toLowerCase() || ' '));
  return bytes > 0n && bytes % 1024n === 0n ? pageSizeName(bytes / 1024n) : written;
}
