import type { Collected, Context } from '../contract/collector.ts';
import type { Machine } from '../contract/machine.ts';
import { formatPath, type Path } from '../path.ts';
import { compareText } from '../plain.ts';

/**
 * What a collector keeps beside its data while it reads a machine: what is missing and why, and where the rest was read.
 *
 * What is not there is no fault. What is there and cannot be read or understood is missing, and has no value.
 */
export class Gathering {
  readonly machine: Machine;
  readonly #missing = new Map<string, string>();
  readonly #context = new Map<string, Context>();

  constructor(machine: Machine) {
    this.machine = machine;
  }

  /** The text of a file without blanks around it, for what stands at `path` in the data; undefined where it is absent or refused. */
  async text(path: Path, file: string, unit?: string): Promise<string | undefined> {
    const reading = await this.machine.read(file);
    if (reading.state === 'refused') this.miss(path, `${file}: ${reading.why}`);
    if (reading.state !== 'read') return undefined;
    this.from(path, file, unit);
    return reading.text.trim();
  }

  /** As `text`, of a file that holds one number. */
  async count(path: Path, file: string, unit?: string): Promise<number | undefined> {
    const text = await this.text(path, file, unit);
    return text === undefined ? undefined : this.number(path, text, file);
  }

  /** The number that `text` is, or undefined and a word on what is missing. */
  number(path: Path, text: string, source: string): number | undefined {
    const value = wholeNumber(text);
    if (value === undefined) this.miss(path, `${source}: ${shorten(text)} is no whole number`);
    return value;
  }

  /** The value at `path` should be there and is not. */
  miss(path: Path, why: string): void {
    this.#missing.set(formatPath(path), why);
  }

  /** The value at `path` was read from `source`. */
  from(path: Path, source: string, unit?: string): void {
    this.#context.set(formatPath(path), { source, ...(unit === undefined ? {} : { unit }) });
  }

  collected<Data>(data: Data): Collected<Data> {
    return { data, missing: sorted(this.#missing), context: sorted(this.#context) };
  }
}

/** A whole number as the kernel prints it, without sign; undefined for anything else, and above what is exact. */
export function wholeNumber(text: string): number | undefined {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : undefined;
  return value !== undefined && Number.isSafeInteger(value) ? value : undefined;
}

/** A piece of foreign text, quoted, for a message. */
export const shorten = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** As a plain map; whatever its names are, they become own keys. */
const sorted = <T>(map: ReadonlyMap<string, T>): Record<string, T> =>
  Object.fromEntries([...map].toSorted(([a], [b]) => compareText(a, b)));
