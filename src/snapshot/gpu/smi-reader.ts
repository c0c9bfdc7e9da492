import type { Path } from '../../path.ts';
import { type Miss, quoted } from './notes.ts';
import type { SmiElement } from './smi-xml.ts';

/** How a text of nvidia-smi must look, and what it then says; undefined for any other text. */
export interface Form<T> {
  /** Completes "which is no …". */
  readonly what: string;
  readonly parse: (text: string) => T | undefined;
}

/**
 * What nvidia-smi writes for what a GPU does not have. The third is that of drivers from 570 on for what was taken out, e.g. `display_mode`
 * (captures of 570, 580 and 595 in NVIDIA/k8s-test-infra, tests/e2e/go/assertions/nvidiasmi/testdata/hardware, August 2026).
 */
const NOT_THERE = ['N/A', '[N/A]', 'Requested functionality has been deprecated', 'Not Supported', '[Not Supported]'];

/**
 * NVML's words for a value that could not be read (nvmlErrorString, nvml.h) and older tools' `ERR!`. nvidia-smi puts them where the value
 * would stand, so no free text of ours may be one of them.
 */
const FAILED =
  /err!|error|is lost|requires reset|blocked|insufficient|not found|timeout|corrupt|invalid|uninitialized|not loaded|in use/i;

/** Reads fields of one element, and remembers those that should be there and cannot be had. */
export class SmiReader {
  readonly misses: Miss[] = [];
  readonly #element: SmiElement;
  readonly branch: number;

  /** `branch`: the driver's first number, e.g. 580; what its layout does not have yet is not missed. */
  constructor(element: SmiElement, branch: number) {
    this.#element = element;
    this.branch = branch;
  }

  miss(field: Path, why: string): void {
    this.misses.push({ path: field, why });
  }

  /** The elements at a way such as `pci/pci_bus_id`. */
  at(way: string): readonly SmiElement[] {
    let found: readonly SmiElement[] = [this.#element];
    for (const name of way.split('/')) found = found.flatMap(({ children }) => children.filter((c) => c.name === name));
    return found;
  }

  has(way: string): boolean {
    return this.at(way).length > 0;
  }

  /** Undefined where the GPU has no such thing; then nothing is missed. `since`: first driver branch that prints it. */
  read<T>(way: string, field: Path, form: Form<T>, since = 0): T | undefined {
    const [element, another] = this.at(way);
    if (element === undefined) {
      if (this.branch >= since) this.miss(field, `nvidia-smi prints no ${way}`);
      return undefined;
    }
    if (another !== undefined) this.miss(field, `nvidia-smi prints ${way} more than once`);
    else if (!isNotThere(element)) {
      const value = element.children.length > 0 ? undefined : form.parse(element.text);
      if (value !== undefined) return value;
      this.miss(field, complaint(way, element, form));
    }
    return undefined;
  }
}

export const isNotThere = ({ text, children }: SmiElement): boolean =>
  children.length === 0 && NOT_THERE.includes(text);

export const isFailure = (text: string): boolean => FAILED.test(text);

function complaint(way: string, { text, children }: SmiElement, form: Form<unknown>): string {
  if (children.length > 0) return `${way} has elements in it, where nvidia-smi prints a text`;
  return isFailure(text) ? `${way} says ${quoted(text)}` : `${way} says ${quoted(text)}, which is no ${form.what}`;
}
