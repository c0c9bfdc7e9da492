import { join, type Value } from './template-value.ts';

/** Dot and the variables of one block; those of the blocks around it are seen through it. */
export interface Scope {
  readonly dot: Value;
  readonly variables: Map<string, Value>;
  readonly outer: Scope | undefined;
}

/** The scope in which a file or a define begins: `$` is what it was called with. */
export const rootScope = (argument: Value): Scope => ({
  dot: argument,
  variables: new Map([['$', argument]]),
  outer: undefined,
});

export const childScope = (outer: Scope, dot: Value): Scope => ({ dot, variables: new Map(), outer });

/** What a variable may be; nothing where it is not declared. */
export function lookUp(scope: Scope | undefined, name: string): Value {
  for (let at = scope; at; at = at.outer) {
    const found = at.variables.get(name);
    if (found) return found;
  }
  return [];
}

/** A new name hides an outer one; an assignment may or may not be reached, so the old value stays possible. */
export function bindVariable(scope: Scope, name: string, value: Value, declares: boolean): void {
  if (declares) {
    scope.variables.set(name, value);
    return;
  }
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    const known = at.variables.get(name);
    if (!known) continue;
    at.variables.set(name, join(known, value));
    return;
  }
}
