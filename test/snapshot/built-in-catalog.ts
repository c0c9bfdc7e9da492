import { builtInCatalog } from '../../src/io/built-in.ts';

/** The recipes of the package. */
export const catalog = builtInCatalog();
