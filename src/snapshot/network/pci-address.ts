/**
 * The PCI address of the device that a link of /sys/class says: the last one on the way to it, so a card behind bridges has its own, and a
 * virtio device that of the card it is on. Undefined for what is not on PCI.
 */
export const pciAddressIn = (link: string): string | undefined =>
  link
    .split('/')
    .filter((part) => /^[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/.test(part))
    .at(-1);

/** Last part of what a link says, such as the name of a driver. */
export const lastPart = (link: string | undefined): string | undefined => link?.split('/').at(-1) || undefined;
