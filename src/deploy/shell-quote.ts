/** The text as one word for a POSIX shell, bare where nothing in it can mean anything else. */
export function shellQuote(text: string): string {
  if (text.includes('\0')) throw new TypeError('a shell word cannot hold NUL');
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A command line: its words quoted where they need it. */
export const commandLine = (...words: readonly (string | number)[]): string =>
  words.map((word) => shellQuote(String(word))).join(' ');
