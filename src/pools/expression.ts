/**
 * A value that a provider knows only after it has made something, written down so that it can be printed, compared and carried out later.
 *
 * Plain data: `stacks/` turns it into a Pulumi output, `infra plan` prints it.
 */
export type Expression =
  | { readonly $output: string; readonly of: string }
  | { readonly $join: readonly (string | Expression)[] }
  | { readonly $base64: string | Expression }
  | { readonly $json: unknown };

export const isExpression = (value: unknown): value is Expression =>
  typeof value === 'object' &&
  value !== null &&
  ('$output' in value || '$join' in value || '$base64' in value || '$json' in value);

/** Text with values of resources in it. */
export const join = (...parts: readonly (string | Expression)[]): Expression => ({ $join: parts });

/** Base64 of UTF-8 text, as launch templates want user data. */
export const base64 = (text: string | Expression): Expression => ({ $base64: text });

/** JSON of a document that has values of resources in it, such as a policy. */
export const json = (document: unknown): Expression => ({ $json: document });

/** What a person reads where the value is not known yet, e.g. `<cluster.endpoint>`. Text without expressions stays as it is. */
export function shown(value: string | Expression): string {
  if (typeof value === 'string') return value;
  if ('$output' in value) return `<${value.of}.${value.$output}>`;
  if ('$join' in value) return value.$join.map(shown).join('');
  if ('$base64' in value) return shown(value.$base64);
  return JSON.stringify(value.$json, (_, part) => (isExpression(part) ? shown(part) : part), 2);
}
