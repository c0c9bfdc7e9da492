import { existsSync, readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';

/** Schemas that others made from the projects' own CRDs: independent of our index, and not part of this repository. */
const FOLDER = '../shared/schemas';

export const haveSchemas = existsSync(`${FOLDER}/index.json`);

export interface Typed {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** File of a kind as the index names it, e.g. `kai.scheduler/topology_v1alpha1.json`; kinds of the core group are in none. */
export const schemaFile = ({ apiVersion, kind }: Typed): string => {
  const [group, version] = apiVersion.split('/');
  return `${group}/${kind.toLowerCase()}_${version}.json`;
};

const compiled = new Map<string, ValidateFunction | undefined>();

/** What draft-07 says against the whole object; undefined where the kind has no schema. */
export function schemaErrors(object: Typed): readonly string[] | undefined {
  const file = schemaFile(object);
  if (!compiled.has(file)) compiled.set(file, compile(`${FOLDER}/${file}`));
  const validate = compiled.get(file);
  if (!validate) return undefined;
  const { kind, metadata } = object;
  if (validate(object)) return [];
  return (validate.errors ?? []).map(
    (error) => `${kind} ${metadata.name}${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
  );
}

function compile(path: string): ValidateFunction | undefined {
  if (!existsSync(path)) return undefined;
  return new Ajv({ strict: false, allErrors: true, logger: false }).compile(JSON.parse(readFileSync(path, 'utf8')));
}
