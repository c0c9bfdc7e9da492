/** One document of a file that may hold several. */
export interface DocumentPart {
  readonly text: string;
  /** Lines before it. */
  readonly before: number;
}

/** Starts a document: at the start of a line, where YAML allows it in no text (c-forbidden, https://yaml.org/spec/1.2.2/ §9.1.2). */
const START = /^---(?=[ \t\r\n]|$)/gm;

/**
 * The documents of a text, cut where each starts. Parts that hold nothing but comments are left out, unless there is nothing else; a text
 * with directives stays whole, since they belong to the document below them.
 */
export function splitDocuments(text: string): readonly DocumentPart[] {
  const starts = /^%/m.test(text) ? [] : [...text.matchAll(START)].map(({ index }) => index);
  const cuts = [0, ...starts.filter((start) => start > 0), text.length];
  let before = 0;
  const parts = cuts.slice(0, -1).map((from, i): DocumentPart => {
    const part = { text: text.slice(from, cuts[i + 1]), before };
    before += part.text.split('\n').length - 1;
    return part;
  });
  const held = parts.filter(({ text: part }) => !/^(?:---)?(?:[ \t\r]*(?:#[^\n]*)?(?:\n|$))*$/.test(part));
  return held.length > 1 || (held.length === 1 && parts.length > 1) ? held : [{ text, before: 0 }];
}
