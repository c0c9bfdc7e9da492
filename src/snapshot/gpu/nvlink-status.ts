import type { NvidiaGpu } from '../data/gpu.ts';
import { quoted } from './notes.ts';

export type Nvlink = NonNullable<NvidiaGpu['nvlink']>;

/** What is known of the links of one GPU: none where it has no NVLink, and a reason where the tool does not tell. */
export type NvlinkOf =
  | { readonly state: 'links'; readonly links: Nvlink }
  | { readonly state: 'none' }
  | { readonly state: 'unclear'; readonly why: string };

/** `GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-…)`; some drivers go on with a sentence in the same line. */
const GPU = /^GPU \d+: (.+) \(UUID: (GPU-[0-9a-fA-F-]{36})\)(.*)$/;
const LINK = /^Link (\d{1,2}): (?:(<inactive>)|((?:0|[1-9]\d{0,3})(?:\.\d{1,3})?) GB\/s)$/;
/** Sentences for a card without NVLink, and one that NVML also has for a board whose links are all down. */
const NO_LINKS = /does not have or support NVLink|NVLink information: Not Supported/i;
const ALL_INACTIVE = /all links are inActive/i;

/**
 * The links of each GPU by UUID, from `nvidia-smi nvlink -s` (samples of H100, H800, B200 and B300: 26.562 and 53.125 GB/s a link).
 *
 * Links that are up must have one speed, else it is not given. GPUs of one product have as many links: one with fewer was cut.
 */
export function nvlinkStatus(text: string): ReadonlyMap<string, NvlinkOf> {
  const gpus: { uuid: string; product: string; lines: string[] }[] = [];
  const whole = text.endsWith('\n');
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    const [, product, uuid, rest] = GPU.exec(line) ?? [];
    if (uuid !== undefined && product !== undefined)
      gpus.push({ uuid, product, lines: rest?.trim() ? [rest.trim()] : [] });
    else if (line !== '') gpus.at(-1)?.lines.push(line);
  }
  const read = gpus.map(({ uuid, product, lines }, i) => {
    const cut = !whole && i === gpus.length - 1;
    return { uuid, product, of: cut ? unclear('its last line does not end') : linksOf(lines) };
  });
  const most = (product: string): number =>
    Math.max(...read.map((gpu) => (gpu.product === product && gpu.of.state === 'links' ? gpu.of.links.total : 0)));
  return new Map(
    read.map(({ uuid, product, of }) => {
      if (read.filter((gpu) => gpu.uuid === uuid).length > 1) return [uuid, unclear('it is named more than once')];
      if (of.state === 'unclear') return [uuid, of];
      const total = of.state === 'links' ? of.links.total : 0;
      const full = most(product);
      return [uuid, total === full ? of : unclear(`${total} links are listed, and another ${product} has ${full}`)];
    }),
  );
}

const unclear = (why: string): NvlinkOf => ({ state: 'unclear', why: `nvidia-smi nvlink -s: ${why}` });

function linksOf(lines: readonly string[]): NvlinkOf {
  if (lines.some((line) => ALL_INACTIVE.test(line)))
    return unclear('all links are inactive, and it does not say how many');
  if (lines.length === 0 || lines.every((line) => NO_LINKS.test(line))) return { state: 'none' };
  const numbers = new Set<string>();
  const speeds: number[] = [];
  for (const line of lines) {
    const [, number, inactive, speed] = LINK.exec(line) ?? [];
    if (number === undefined || numbers.has(number)) return unclear(`it says ${quoted(line)}`);
    numbers.add(number);
    if (inactive === undefined) speeds.push(Number(speed));
  }
  const [speedGBps] = speeds;
  const even = speedGBps !== undefined && speeds.every((speed) => speed === speedGBps);
  return { state: 'links', links: { up: speeds.length, total: numbers.size, ...(even ? { speedGBps } : {}) } };
}
