import type { Check } from './check.ts';
import type { Component } from './component.ts';
import type { Deployer } from './deployer.ts';

/** A package that extends the engine. Our own components and deployers come in through the same door. */
export interface Plugin {
  readonly name: string;
  readonly components?: readonly Component[];
  readonly deployers?: readonly Deployer[];
  /** Checks of running clusters, beside the built-in ones of `cnsctl validate`. */
  readonly checks?: readonly Check[];
  /**
   * Folder of an upstream index, laid out as `src/upstream`: `charts/<name>@<version>.json`, `kinds/<group>/<Kind>_<version>.json`.
   *
   * Charts and kinds that the built-in index does not have are refused without it, because nothing could be checked.
   */
  readonly upstream?: URL;
  /** Folder of YAML layers and leaves, e.g. `new URL('../recipes/', import.meta.url)`. */
  readonly recipes?: URL;
}

export function definePlugin(plugin: Plugin): Plugin {
  return plugin;
}
