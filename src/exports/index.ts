/** The engine: resolve a cluster file and make its tree, from anybody's program. */
export { createEngine, type EngineOptions } from '../engine.ts';
export { CnsError, ERROR_CODES, type ErrorCode, formatProblem, type Problem, type Source } from '../errors.ts';
export { parseYaml } from '../io/parse-yaml.ts';
export type { Engine } from '../ops/engine.ts';
export { type SynthRequest, synthCluster, type Tree } from '../ops/synth-cluster.ts';
export type { PositionedDocument } from '../recipe/document.ts';
export type { ResolvedRecipe } from '../recipe/resolve.ts';
