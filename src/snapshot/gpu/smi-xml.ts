import type { Element, Node } from '@xmldom/xmldom';

/** An element of what `nvidia-smi -q -x` prints: text, or other elements. */
export interface SmiElement {
  readonly name: string;
  /** Text directly in it, without blanks around it. Empty where there are only other elements. */
  readonly text: string;
  /** Attribute `id`, which only `<gpu>` has: its PCI address. */
  readonly id?: string;
  readonly children: readonly SmiElement[];
}

export type SmiXml =
  | { readonly state: 'read'; readonly root: SmiElement; readonly outside: readonly string[] }
  | { readonly state: 'refused'; readonly why: string };

const ROOT = 'nvidia_smi_log';
/** Eight GPUs print some 400 KB, most of it clocks. Unit: UTF-16 units. */
const MAX_LENGTH = 16 * 1024 * 1024;
/** Real documents are six deep. */
const MAX_DEPTH = 16;

/**
 * The XML of `nvidia-smi -q -x`, whole or not at all.
 *
 * nvidia-smi prints lines of its own before and after it: one for each GPU that it has lost ("Unable to determine the device handle for
 * GPU…", then the document of the others), and warnings of a corrupt infoROM. They come back in `outside`.
 */
export async function readSmiXml(text: string): Promise<SmiXml> {
  if (text.length > MAX_LENGTH) return refused(`it prints more than ${MAX_LENGTH} characters`);
  const start = startOf(text);
  if (start === undefined) return refused(`it prints no <${ROOT}>`);
  const last = text.lastIndexOf(`</${ROOT}>`);
  if (last < start) return refused(`its document is cut short: there is no </${ROOT}>`);
  const end = last + `</${ROOT}>`.length;
  const outside = [text.slice(0, start), text.slice(end)]
    .flatMap((part) => part.split('\n'))
    .map((line) => line.trim());
  const { DOMParser } = await import('@xmldom/xmldom'); // some 50 ms, which only a machine with an NVIDIA driver pays
  try {
    const parser = new DOMParser({ onError: stop });
    const document = parser.parseFromString(text.slice(start, end), 'text/xml');
    // Nothing of ours needs entities or declarations: nvidia-smi only names its DTD.
    if (document.doctype?.internalSubset) return refused('its document type has declarations of its own');
    const root = document.documentElement;
    if (root?.nodeName !== ROOT) return refused(`its document is not a <${ROOT}>`);
    return { state: 'read', root: elementOf(root, 0), outside: outside.filter((line) => line !== '') };
  } catch (error) {
    return refused(`its document cannot be read: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
  }
}

function startOf(text: string): number | undefined {
  const starts = ['<?xml', `<${ROOT}`].map((mark) => text.indexOf(mark)).filter((at) => at >= 0);
  return starts.length === 0 ? undefined : Math.min(...starts);
}

const refused = (why: string): SmiXml => ({ state: 'refused', why });

/** The library goes on after errors and warnings, and guesses; here the first one ends it. */
function stop(level: string, message: string): never {
  throw new Error(`${level}: ${message}`);
}

/** Long and of no use here: clocks that could be set, and processes. */
const LEFT_OUT = new Set(['supported_clocks', 'processes', 'accounted_processes']);
const ELEMENT = 1;
const TEXT = [3, 4]; // text and CDATA

function elementOf(element: Element, depth: number): SmiElement {
  if (depth > MAX_DEPTH) throw new Error(`elements lie more than ${MAX_DEPTH} deep`);
  const children: SmiElement[] = [];
  let text = '';
  for (let node: Node | null = element.firstChild; node !== null; node = node.nextSibling) {
    if (TEXT.includes(node.nodeType)) text += node.nodeValue ?? '';
    else if (isElement(node) && !LEFT_OUT.has(node.nodeName)) children.push(elementOf(node, depth + 1));
  }
  const id = element.getAttribute('id');
  return { name: element.nodeName, text: text.trim(), children, ...(id === null ? {} : { id }) };
}

const isElement = (node: Node): node is Element => node.nodeType === ELEMENT;
