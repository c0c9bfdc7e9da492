/**
 * Places subnets inside a network, the largest first, each aligned to its own size, without overlap.
 *
 * @param network IPv4 CIDR, e.g. `10.0.0.0/16`
 * @param wanted name → prefix length
 * @returns name → CIDR, in the order of `wanted`
 * @throws RangeError when they do not fit
 */
export function placeSubnets(
  network: string,
  wanted: Readonly<Record<string, number>>,
): Readonly<Record<string, string>> {
  const { first, prefix } = parseCidr(network);
  const placed = new Map<string, string>();
  let next = first;
  for (const [name, length] of Object.entries(wanted).toSorted(([, a], [, b]) => a - b)) {
    if (next + size(length) > first + size(prefix))
      throw new RangeError(`${Object.keys(wanted).length} subnets do not fit into ${network}: give a larger network`);
    placed.set(name, `${dotted(next)}/${length}`);
    next += size(length);
  }
  return Object.fromEntries(Object.keys(wanted).map((name) => [name, placed.get(name) ?? '']));
}

/** First address and prefix length of an IPv4 network. */
export function parseCidr(cidr: string): { readonly first: number; readonly prefix: number } {
  const [, address = '', length = ''] = /^(\d+(?:\.\d+){3})\/(\d+)$/.exec(cidr) ?? [];
  const bytes = address.split('.').map(Number);
  const prefix = Number(length);
  const first = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  if (bytes.length !== 4 || bytes.some((byte) => byte > 255) || prefix > 32 || first % size(prefix) !== 0)
    throw new RangeError(`${cidr} is not an IPv4 network such as 10.0.0.0/16`);
  return { first, prefix };
}

/** Whether two networks share an address. */
export function overlap(a: string, b: string): boolean {
  const [one, other] = [parseCidr(a), parseCidr(b)];
  return one.first < other.first + size(other.prefix) && other.first < one.first + size(one.prefix);
}

const size = (prefix: number): number => 2 ** (32 - prefix);

const dotted = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
