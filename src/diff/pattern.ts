/** One step of a pattern: a key or an index by name, any one of them, or any number of them (none too). */
export type PatternStep =
  | { readonly kind: 'key'; readonly key: string | number }
  | { readonly kind: 'any' }
  | { readonly kind: 'deep' };

export type Pattern = readonly PatternStep[];

/** Why a text is no pattern, and where. */
export interface PatternFault {
  readonly fault: string;
  /** Offset in the text, 0-based. Unit: UTF-16 code units. */
  readonly at: number;
}

/** Longer ones are mistakes; the limit keeps what is remembered of them small. Unit: steps. */
const MAX_STEPS = 50;

const TOKEN = /\[(?:(\d+)|(\*)|("(?:[^"\\]|\\.)*"))\]|([^.[\]]+)|\.(?=[^.[\]])/y;

/**
 * A pattern over paths, in the language of `formatPath`: `metadata.taken`, `gpus[0].serial`, `labels["nvidia.com/gpu"]`. Besides,
 * `*` (or `[*]`) stands for one key or index and `**` for any number of them. A key that is called `*` is written `["*"]`.
 */
export function parsePattern(text: string): Pattern | PatternFault {
  const steps: PatternStep[] = [];
  const dot = { fault: 'a dot stands between two keys', at: 0 };
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) return { fault: faultAt(text, at), at };
    const [, index, star, quoted, plain] = match;
    if (index !== undefined) steps.push({ kind: 'key', key: Number(index) });
    else if (star !== undefined || plain === '*') steps.push({ kind: 'any' });
    else if (plain === '**') steps.push({ kind: 'deep' });
    else if (quoted !== undefined) {
      const key = unquoted(quoted);
      if (key === undefined) return { fault: `${quoted} is no text in quotes`, at: at + 1 };
      steps.push({ kind: 'key', key });
    } else if (plain?.includes('*'))
      return { fault: `${JSON.stringify(plain)}: a star stands for a whole key, so quote the key: ["…"]`, at };
    else if (plain !== undefined) steps.push({ kind: 'key', key: plain });
    else if (steps.length === 0) return dot;
  }
  if (steps.length === 0) return { fault: 'it is empty', at: 0 };
  if (steps.length > MAX_STEPS) return { fault: `it has more than ${MAX_STEPS} steps`, at: 0 };
  return steps;
}

/** The pattern of a rule of ours: one that does not parse is a bug. */
export function ownPattern(text: string): Pattern {
  const pattern = parsePattern(text);
  if ('fault' in pattern) throw new Error(`${text}: ${pattern.fault}`);
  return pattern;
}

const faultAt = (text: string, at: number): string =>
  text[at] === '.' ? 'a dot stands between two keys' : `${JSON.stringify(text.slice(at, at + 10))} begins no key`;

function unquoted(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}
