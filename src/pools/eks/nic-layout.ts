/** One network interface of a launch template. */
export interface NetworkInterface {
  readonly networkCardIndex: number;
  readonly deviceIndex: number;
  readonly interfaceType: 'interface' | 'efa-only';
}

/**
 * Interfaces of a machine in the order of their cards: IP interfaces are device 0 of their card; an EFA interface without IP is
 * device 1 of a card that has one, device 0 elsewhere.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-acc-inst-types.html
 */
export function nicLayout(nics: { readonly interface: string; readonly efaOnly?: string }): NetworkInterface[] {
  const ip = cardNumbers(nics.interface);
  const efa = nics.efaOnly === undefined ? [] : cardNumbers(nics.efaOnly);
  return [
    ...ip.map((card) => ({ networkCardIndex: card, deviceIndex: 0, interfaceType: 'interface' as const })),
    ...efa.map((card) => ({
      networkCardIndex: card,
      deviceIndex: ip.includes(card) ? 1 : 0,
      interfaceType: 'efa-only' as const,
    })),
  ].toSorted((a, b) => a.networkCardIndex - b.networkCardIndex || a.deviceIndex - b.deviceIndex);
}

/** `0,2-4` → 0, 2, 3, 4. */
export const cardNumbers = (ranges: string): number[] =>
  ranges.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
