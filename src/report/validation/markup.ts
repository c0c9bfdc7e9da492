/**
 * Text inside an XML element or attribute, and as safe in HTML. What XML 1.0 cannot hold at all, as most control characters, becomes the
 * replacement character: https://www.w3.org/TR/xml/#charsets. Line breaks in attributes would be folded, so they are written as references.
 */
export const escapeMarkup = (text: string): string =>
  text
    .replaceAll(/[&<>"']/g, (character) => MARKS[character] ?? '\ufffd')
    // Halves of a pair, control characters, and the two that are no characters.
    .replaceAll(/[\p{Cs}\p{Cc}\ufffe\uffff]/gu, (character) => ENTITIES[character] ?? '\ufffd');

const MARKS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Written after the marks, so that theirs is not escaped once more. */
const ENTITIES: Readonly<Record<string, string>> = { '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' };
