import type { BootArgument } from '../data/os.ts';
import type { Gathering } from '../gathering.ts';
import { nameOfWrittenSize } from './page-size-name.ts';

const FILE = '/proc/cmdline';

/** The kernel's command line; a value that is or holds a secret is left out and said to be missing. */
export async function bootArguments(gathering: Gathering): Promise<BootArgument[]> {
  const text = await gathering.text(['bootArguments'], FILE);
  if (text === undefined) return [];
  return parseBootArguments(text).map((argument, index) => {
    if (!isSecret(argument)) return argument;
    gathering.miss(['bootArguments', index, 'value'], 'it may be a secret, and was left out on purpose');
    return { name: argument.name };
  });
}

/**
 * The words of a kernel command line up to a lone `--`; what follows belongs to init.
 *
 * Quotes as in `next_arg` of the kernel's lib/cmdline.c: a double quote keeps blanks together wherever it stands, cannot be escaped, and is
 * taken off where it surrounds the value or the whole word. Sizes as in mm/hugetlb.c: `hugepages` counts pages of the size that `hugepagesz`
 * named last, of the default size where there was none or `default_hugepagesz` came after it.
 */
export function parseBootArguments(text: string): BootArgument[] {
  const found: BootArgument[] = [];
  let pageSize = 'default';
  for (const { name, value } of wordsOf(text)) {
    if (name === '--' && value === undefined) break;
    if (name === 'hugepagesz' && value !== undefined) pageSize = nameOfWrittenSize(value);
    if (name === 'default_hugepagesz') pageSize = 'default';
    const size = name === 'hugepages' ? { pageSize } : {};
    found.push({ name, ...(value === undefined ? {} : { value }), ...size });
  }
  return found;
}

interface Word {
  readonly name: string;
  readonly value?: string;
}

function* wordsOf(line: string): Generator<Word> {
  let at = 0;
  for (;;) {
    while (isBlank(line[at])) at++;
    if (at >= line.length) return;
    const start = at;
    let open = false;
    for (; at < line.length && (open || !isBlank(line[at])); at++) if (line[at] === '"') open = !open;
    const word = wordOf(line.slice(start, at));
    if (word.name !== '' || word.value !== undefined) yield word;
  }
}

function wordOf(written: string): Word {
  const surrounded = written.startsWith('"');
  const word = surrounded ? written.slice(1) : written;
  // From the second character on: a name is never empty, so the first of `=a=b` belongs to it.
  const equals = word.indexOf('=', 1);
  if (equals === -1) return { name: surrounded ? withoutLast(word) : word };
  const value = word.slice(equals + 1);
  if (value.startsWith('"')) return { name: word.slice(0, equals), value: withoutLast(value.slice(1)) };
  return { name: word.slice(0, equals), value: surrounded ? withoutLast(value) : value };
}

const withoutLast = (text: string): string => (text.endsWith('"') ? text.slice(0, -1) : text);

const isBlank = (char: string | undefined): boolean => char !== undefined && ' \t\n\v\f\r'.includes(char);

/** Names such as `rd.iscsi.password` and `systemd.set_credential`, and names and passwords inside addresses: `iscsi:me:pass@…`, `https://me:pass@…`. */
const isSecret = ({ name, value = '' }: BootArgument): boolean =>
  value !== '' &&
  (/passw|passphrase|token|secret|credential/i.test(name) || /^iscsi:[^@]+@|:\/\/[^/@]*:[^/@]*@/.test(value));
