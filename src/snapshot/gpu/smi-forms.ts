import { type Form, isFailure } from './smi-reader.ts';

/** A text of this pattern, as it is. */
export const textOf = (what: string, pattern: RegExp): Form<string> => ({
  what,
  parse: (text) => (pattern.test(text) && !isFailure(text) ? text : undefined),
});

/** A number, then exactly this unit: another unit is another number. */
const numberOf = (what: string, pattern: RegExp): Form<number> => ({
  what,
  parse(text) {
    const digits = pattern.exec(text)?.[1];
    return digits === undefined ? undefined : Number(digits);
  },
});

export const COUNT = numberOf('whole number', /^(0|[1-9]\d{0,14})$/);
export const MEBIBYTES = numberOf('number of MiB', /^(0|[1-9]\d{0,11}) MiB$/);
export const WATTS = numberOf('number of W', /^((?:0|[1-9]\d{0,6})(?:\.\d{1,3})?) W$/);
/** `16x` */
export const LANES = numberOf('width such as 16x', /^([1-9]\d?)x$/);

export const PRODUCT = textOf('name of a product', /^[\x20-\x7e]{1,128}$/);
export const UUID = textOf('UUID of a GPU', /^GPU-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
export const PCI_ADDRESS = textOf('PCI address', /^[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/i);
/** `Hopper`, `Ada Lovelace` */
export const ARCHITECTURE = textOf('name of an architecture', /^[A-Z][A-Za-z]+( [A-Z][A-Za-z]+)?$/);
export const SERIAL = textOf('serial number', /^[0-9A-Za-z-]{1,32}$/);
/** `96.00.99.00.01` */
export const VBIOS = textOf('version of a VBIOS', /^[0-9A-F]{2}(\.[0-9A-F]{2}){4}$/i);
/** `580.105.08`, `13.0` */
export const VERSION = textOf('version', /^\d{1,5}(\.\d{1,5}){1,3}$/);
/** `ATS`, `Exclusive_Process` */
export const WORD = textOf('single word', /^[A-Za-z][A-Za-z0-9_-]{0,31}$/);
/** `Completed`, `In Progress` */
export const WORDS = textOf('words', /^[A-Za-z][A-Za-z0-9 _-]{0,63}$/);
export const CLUSTER_UUID = textOf('UUID', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
/** NVML has it as an unsigned number of 32 bits. */
export const CLIQUE = textOf('number of a clique', /^(0|[1-9]\d{0,9})$/);

export const SWITCH: Form<'enabled' | 'disabled'> = {
  what: 'Enabled or Disabled',
  parse: (text) => (text === 'Enabled' ? 'enabled' : text === 'Disabled' ? 'disabled' : undefined),
};
export const YES_NO: Form<boolean> = {
  what: 'Yes or No',
  parse: (text) => (text === 'Yes' ? true : text === 'No' ? false : undefined),
};
