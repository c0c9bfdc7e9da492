import { App, Chart } from 'cdk8s';
import type { Component } from './component.ts';

/** What a component is tried with: the smallest input that its schema accepts. */
export interface Trial {
  readonly component: Component;
  /** Props that have no default, e.g. `{ namespace: 'acme', chart: {…} }`. */
  readonly input: Readonly<Record<string, unknown>>;
}

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * What a component does against the contract: each violation is one sentence, none is an empty list.
 *
 * The same checks hold our own components and those of other packages.
 *
 * @param known names of all components that could be in a recipe with it
 */
export function violations({ component, input }: Trial, known: ReadonlySet<string>): string[] {
  const { name, title, summary, homepage } = component;
  const found: string[] = [];
  if (!KEBAB.test(name)) found.push(`name ${JSON.stringify(name)} is not kebab-case`);
  if (title.trim() === '') found.push('title is empty');
  if (!/[.!]$/.test(summary)) found.push('summary is not a sentence');
  if (!homepage.startsWith('https://')) found.push(`homepage ${JSON.stringify(homepage)} is not an https:// address`);
  for (const other of [...(component.dependsOn ?? []), ...(component.after ?? [])]) {
    if (other === name) found.push('depends on itself');
    else if (!known.has(other)) found.push(`depends on ${other}, which no registry has`);
  }
  const parsed = component.props.safeParse(input);
  if (!parsed.success)
    return [
      ...found,
      `its smallest input does not parse: ${parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ')}`,
    ];
  if (component.props.safeParse({ ...input, noSuchProp: 1 }).success) found.push('accepts unknown props');
  const once = emitted(component, input);
  if (JSON.stringify(once) !== JSON.stringify(emitted(component, input)))
    found.push('emits something else the second time');
  for (const object of once) {
    const { apiVersion, kind, metadata } = object as {
      apiVersion?: string;
      kind?: string;
      metadata?: { name?: string };
    };
    if (!apiVersion || !kind) found.push('emits an object without apiVersion or kind');
    if (!metadata?.name) found.push(`emits ${kind} without a name of its own`);
    else if (/-c8[0-9a-f]{6}$/.test(metadata.name))
      found.push(`emits ${kind} ${metadata.name}, whose name cdk8s made up`);
  }
  return found;
}

function emitted(component: Component, input: Readonly<Record<string, unknown>>): unknown[] {
  const chart = new Chart(new App(), 'trial', { disableResourceNameHashes: true });
  component.create(chart, component.name, structuredClone(input));
  return chart.toJson();
}
