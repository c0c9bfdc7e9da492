import type { Check } from '../contract/check.ts';
import type { Component } from '../contract/component.ts';
import type { Deployer } from '../contract/deployer.ts';
import type { Catalog } from '../recipe/catalog.ts';
import type { Upstream } from '../synth/upstream.ts';

/** What every operation works with: all data, components and deployers, built-in and added. Made by `createEngine`. */
export interface Engine {
  readonly catalog: Catalog;
  readonly components: ReadonlyMap<string, Component>;
  readonly deployers: ReadonlyMap<string, Deployer>;
  readonly upstream: Upstream;
  /** Checks that packages bring; the built-in ones are in `validate/checks.ts`, and load with the command. */
  readonly checks: readonly Check[];
}
