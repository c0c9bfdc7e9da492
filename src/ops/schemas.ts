import * as z from 'zod';
import { channelsDocument } from '../recipe/channel.ts';
import { clusterDocument } from '../recipe/cluster-file.ts';
import { instancesDocument } from '../recipe/instance.ts';
import { layerDocument } from '../recipe/layer.ts';
import { leavesDocument } from '../recipe/leaf.ts';
import { profileDocument } from '../recipe/profile.ts';
import { resolvedRecipeDocument } from '../recipe/resolved-document.ts';
import { snapshotDocument } from '../snapshot/document.ts';
import { configDocument } from './config.ts';
import { criteriaDocument } from './recipe-request.ts';

/** Every kind of document that a user may write or keep, with what it is for. */
const DOCUMENTS = {
  Cluster: { schema: clusterDocument, about: 'One cluster: criteria and your own choices (clusters/*.yaml).' },
  Criteria: { schema: criteriaDocument, about: 'What to resolve, without a cluster around it (recipe --criteria).' },
  Config: { schema: configDocument, about: 'Defaults of common flags (~/.config/cnsctl/config.yaml).' },
  Layer: { schema: layerDocument, about: 'When a layer applies and what it changes (recipes/**).' },
  Leaves: { schema: leavesDocument, about: 'What exists, for one service (recipes/leaves).' },
  Instances: { schema: instancesDocument, about: 'Instance types or shapes of one service (recipes/instances).' },
  Profiles: { schema: profileDocument, about: "What a version of a node agent's package applies (recipes/profiles)." },
  Channels: { schema: channelsDocument, about: 'Who can bring a kind of setting to a node (recipes/channels.yaml).' },
  ResolvedRecipe: {
    schema: resolvedRecipeDocument,
    about: 'A resolved recipe: what cnsctl recipe prints, and the lock of a tree (recipe.lock.yaml).',
  },
  Snapshot: { schema: snapshotDocument, about: 'What a cluster or a node is, at one moment (cnsctl snapshot).' },
} as const satisfies Record<string, { schema: z.ZodType; about: string }>;

export type SchemaKind = keyof typeof DOCUMENTS;

export const SCHEMA_KINDS = Object.keys(DOCUMENTS) as readonly SchemaKind[];

/** Sets of schemas that this version has, by the name that `validate --schema` takes; the kinds of each are `SCHEMA_KINDS`. */
export const SCHEMA_SETS = ['v1'] as const;
export type SchemaSet = (typeof SCHEMA_SETS)[number];

/** The parser of a kind: what its JSON Schema says, and what no JSON Schema can say. */
export const parserOf = (kind: SchemaKind): z.ZodType => DOCUMENTS[kind].schema;

export const aboutSchema = (kind: SchemaKind): string => DOCUMENTS[kind].about;

/** The JSON Schema (draft 2020-12) of a kind, as an editor checks what a user writes: keys with a default may be left out. */
export function schemaOf(kind: SchemaKind): Readonly<Record<string, unknown>> {
  const { schema, about } = DOCUMENTS[kind];
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input', unrepresentable: 'any' });
  return { $schema, title: kind, description: about, ...rest };
}

/** Every schema by its file name: the kind in lower case. */
export function schemas(): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  return Object.fromEntries(SCHEMA_KINDS.map((kind) => [kind.toLowerCase(), schemaOf(kind)]));
}
