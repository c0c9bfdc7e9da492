/** Where a value stands in a document: keys and list indices, outermost first. */
export type Path = readonly (string | number)[];

const PLAIN_KEY = /^[A-Za-z0-9_/@:~+-]+$/;

/** `components.gpu-operator.props[0]["nvidia.com/gpu"]`: keys with dots, brackets or quotes stand in brackets. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    if (!PLAIN_KEY.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

const TOKEN = /\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)|\.(?=[^.[\]])/y;

/** The reverse of `formatPath`; undefined when the text is no path. */
export function parsePath(text: string): Path | undefined {
  const path: (string | number)[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (!match) return undefined;
    const [, index, quoted, plain] = match;
    if (index !== undefined) path.push(Number(index));
    else if (quoted !== undefined) {
      const key = unquote(quoted);
      if (key === undefined) return undefined;
      path.push(key);
    } else if (plain !== undefined) path.push(plain);
    // A dot stands between keys, not before the first.
    else if (path.length === 0) return undefined;
  }
  return path.length > 0 ? path : undefined;
}

function unquote(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}

/** The value at `path`, or undefined where the way ends earlier. Own properties only. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}
