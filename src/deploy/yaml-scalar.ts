import { boundedMap } from '../remembered.ts';

/**
 * `text` as a YAML scalar on one line: plain where no reader can take it for anything else, quoted otherwise.
 *
 * Who reads our trees differs: Go programs and PyYAML go by YAML 1.1, where `no`, `0777`, `1_000` and `12:30` are not
 * strings; newer readers go by 1.2, where `0o7` and `1e3` are not. Plain is therefore what is certain, not what is legal.
 */
export function yamlScalar(text: string): string {
  if (text.length > LONG) return printed(text);
  const before = known.get(text);
  if (before !== undefined) return before;
  const scalar = printed(text);
  known.set(text, scalar);
  return scalar;
}

// The same words come again and again, and to recognize what is plain takes longer than to remember it.
const known = boundedMap<string>(16_384);
const LONG = 64;

function printed(text: string): string {
  if (PLAIN.test(text) && !WORD.test(text)) return text;
  if (COUNT_WITH_UNIT.test(text)) return text;
  return READABLE_IN_SINGLE_QUOTES.test(text) ? `'${text.replaceAll("'", "''")}'` : doubleQuoted(text);
}

/** Whether `text` has a character, other than tab and line feed, that is lost or not seen unless it is escaped. */
export function needsEscapes(text: string): boolean {
  return INVISIBLE.test(text);
}

// Starts with a letter, `_`, `/`, `(`, `$` or an option's dashes, so it is no number, date or indicator. A blank or a
// colon counts only with a harmless character after it: `#` behind a blank is a comment, `: ` makes a map.
const PLAIN =
  /^(?:[A-Za-z_/($]|--?[A-Za-z])(?:[A-Za-z0-9_./+$()=,@~^;<>%&*!|-]|[ :](?=[A-Za-z0-9_./+$()=,@~^;<>%&*!|-]))*$/;

// Words that a reader turns into null, a boolean or a number. The `yaml` package reads E0 as a number in its 1.1 mode.
const WORD = /^-?(?:null|true|false|yes|no|on|off|y|n|nan|inf|infinity|e[-+]?[0-9_.]+)$/i;

// `10Gi`, `100m`, `1.2.3-rc.1`: has a letter that is part of no number in any base, no exponent and no date.
const COUNT_WITH_UNIT = /^[0-9][A-Za-z0-9._/+-]*[g-nq-su-wyG-NQ-SU-WY][A-Za-z0-9._/+-]*$/;

// A query or a pattern stays readable in single quotes, where `"` and `\` need no escape.
const READABLE_IN_SINGLE_QUOTES = /^(?=.*["\\])[ -~]+$/;

// Code points, first and last, that would be lost or not be seen. A fixed table, as what Unicode calls a format character
// differs between versions of Node. Not here: tab and line feed, which JSON escapes and a literal block may hold.
const INVISIBLE_RANGES = [
  [0x00, 0x08], // controls
  [0x0b, 0x1f],
  [0x7f, 0xa0], // with U+0085, a line break in YAML 1.1, and the no-break space
  [0xad, 0xad],
  [0x061c, 0x061c],
  [0x180e, 0x180e],
  [0x2000, 0x200f], // blanks of other widths, joiners, direction marks
  [0x2028, 0x202f], // line and paragraph separator, direction overrides
  [0x205f, 0x206f],
  [0x3000, 0x3000],
  [0xd800, 0xdfff], // halves of a surrogate pair: UTF-8 has no bytes for them
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff], // byte order mark
  [0xfff9, 0xfffb],
  [0xfffe, 0xffff], // no characters
  [0xe0000, 0xe0fff],
] as const;

const codePoint = (n: number): string => `\\u{${n.toString(16)}}`;
const INVISIBLE_CLASS = `[${INVISIBLE_RANGES.map(([first, last]) => `${codePoint(first)}-${codePoint(last)}`).join('')}]`;
const INVISIBLE = new RegExp(INVISIBLE_CLASS, 'u');
const EVERY_INVISIBLE = new RegExp(INVISIBLE_CLASS, 'gu');

/** JSON's escapes, all of which YAML has too, then those for what JSON leaves as it is. */
function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(EVERY_INVISIBLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
