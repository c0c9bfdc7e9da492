/** Words of a product or value: `NVIDIA-H100-80GB-HBM3` → nvidia, h100, 80gb, hbm3. */
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];

/** Words that make another product of the one that the rest names: a slice of a virtual GPU, or a GPU of a laptop. */
const OTHERWISE: ReadonlySet<string> = new Set(['grid', 'vgpu', 'laptop', 'mobile', 'max']);

/**
 * The accelerator that a product is, e.g. `NVIDIA H100 80GB HBM3` → h100: the one whose name is among the words of the product, word by
 * word. `GB200` is not b200, `L40S` not l40, and `GH200` neither h200 nor anything else that is known.
 *
 * @param accelerators value → its other spellings
 * @returns undefined where none is, or where two are
 */
export function acceleratorOf(
  product: string,
  accelerators: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  const words = wordsOf(product);
  if (words.some((word) => OTHERWISE.has(word))) return undefined;
  const found = [...accelerators].flatMap(([value, aliases]) => {
    const longest = Math.max(...[value, ...aliases].map((name) => lengthIn(wordsOf(name), words)));
    return longest > 0 ? [{ value, longest }] : [];
  });
  // Of names that are part of each other, such as `rtx-pro-6000` and `rtx-pro-6000-max-q`, the longer says more.
  const most = Math.max(0, ...found.map(({ longest }) => longest));
  const best = found.filter(({ longest }) => longest === most);
  return best.length === 1 ? best[0]?.value : undefined;
}

/** How many words a name has when they stand in `words` one after the other; 0 when they do not. */
const lengthIn = (name: readonly string[], words: readonly string[]): number =>
  name.length > 0 && words.some((_, start) => name.every((word, i) => words[start + i] === word)) ? name.length : 0;
