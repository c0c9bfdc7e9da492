import { toYaml } from '../deploy/yaml.ts';

export const DATA_FORMATS = ['yaml', 'json'] as const;
export type DataFormat = (typeof DATA_FORMATS)[number];

/** Plain data as text, ending with a line feed. A single YAML scalar stands as it is, for use in scripts. */
export function formatData(value: unknown, format: DataFormat): string {
  if (format === 'json') return `${JSON.stringify(value, null, 2)}\n`;
  return typeof value === 'string' ? `${value.trimEnd()}\n` : toYaml(withoutUndefined(value));
}

/** The printer leaves undefined entries of maps out and refuses them elsewhere, as JSON's null does not. */
const withoutUndefined = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
