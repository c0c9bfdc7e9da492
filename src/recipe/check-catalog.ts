import type { Problem } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { formatPath, type Path } from '../path.ts';
import { compareText } from '../plain.ts';
import { type Catalog, valuesOf } from './catalog.ts';
import { DIMENSIONS, type Dimension } from './criteria.ts';
import { locate } from './document.ts';
import type { When } from './inputs.ts';
import type { Layer } from './layer.ts';

/** Subjects of constraints that are not components. */
const SUBJECTS = ['driver', 'kernel', 'kubernetes', 'osVersion'] as const;

/**
 * What only all recipe data together can tell: a name that stands for nothing, so that what it says would never be heard.
 *
 * Values of a match, a guard or a leaf without a single-value layer, subjects of constraints and instance types that do not exist,
 * and aliases of two values. To be asked once, when all catalogs are joined.
 */
export function catalogProblems(catalog: Catalog): Problem[] {
  const legal = new Map<Dimension, readonly string[]>(DIMENSIONS.map((d) => [d, [...valuesOf(catalog, d).keys()]]));
  return [
    ...catalog.layers.flatMap((layer) => layerProblems(layer, catalog, legal)),
    ...leafProblems(catalog, legal),
    ...aliasProblems(catalog),
  ];
}

type Legal = ReadonlyMap<Dimension, readonly string[]>;

function layerProblems(layer: Layer, catalog: Catalog, legal: Legal): Problem[] {
  const { document, match } = layer;
  const unknown = (path: Path, got: string, allowed: readonly string[]): Problem[] =>
    allowed.includes(got)
      ? []
      : [
          {
            ...unknownName(formatPath(path), got, allowed),
            source: locate({ file: layer.name, value: undefined, positions: layer.positions }, path),
          },
        ];
  const guard = (when: When, path: Path): Problem[] =>
    (['service', 'os', 'intent'] as const).flatMap((d) =>
      [when[d] ?? []].flat().flatMap((value) => unknown([...path, d], value, legal.get(d) ?? [])),
    );
  const components = componentNames(catalog);
  return [
    ...DIMENSIONS.flatMap((d) => (match[d] === undefined ? [] : unknown(['match', d], match[d], legal.get(d) ?? []))),
    ...Object.keys(document.constraints).flatMap((subject) =>
      unknown(['constraints', subject], subject, [...SUBJECTS, ...components]),
    ),
    ...Object.entries(document.bill).flatMap(([name, row]) =>
      Object.keys(row.constraints).flatMap((subject) =>
        unknown(['bill', name, 'constraints', subject], subject, [...SUBJECTS, ...components]),
      ),
    ),
    ...Object.entries(document.requires).flatMap(([path, { unless }]) =>
      unless === undefined ? [] : unknown(['requires', path, 'unless'], unless, components),
    ),
    ...guard(document.when ?? {}, ['when']),
    ...Object.entries(document.tuning).flatMap(([pool, { settings, packages }]) => [
      ...Object.entries(settings).flatMap(([id, setting]) => [
        ...guard(setting?.when ?? {}, ['tuning', pool, 'settings', id, 'when']),
        ...(setting?.intents ?? []).flatMap((intent) =>
          unknown(['tuning', pool, 'settings', id, 'intents'], intent, legal.get('intent') ?? []),
        ),
      ]),
      ...Object.entries(packages).flatMap(([id, item]) =>
        guard(item?.when ?? {}, ['tuning', pool, 'packages', id, 'when']),
      ),
    ]),
  ];
}

const componentNames = ({ layers }: Catalog): string[] =>
  [
    ...new Set(layers.flatMap(({ document }) => [...Object.keys(document.bill), ...Object.keys(document.components)])),
  ].sort(compareText);

function leafProblems({ leaves, instances }: Catalog, legal: Legal): Problem[] {
  return leaves.flatMap(({ service, accelerator, os, intents, platforms, instanceTypes }) => {
    const place = `leaves ${service}/${accelerator}/${os}`;
    const check = (d: Dimension, value: string) =>
      (legal.get(d) ?? []).includes(value) ? [] : [unknownName(`${place} ${d}`, value, legal.get(d) ?? [])];
    const types = instances.filter((i) => i.service === service && i.accelerator === accelerator).map((i) => i.name);
    return [
      ...check('service', service),
      ...check('accelerator', accelerator),
      ...check('os', os),
      ...intents.flatMap((intent) => check('intent', intent)),
      ...Object.entries(platforms).flatMap(([intent, names]) => [
        ...(intents.includes(intent) ? [] : [unknownName(`${place} platforms`, intent, intents)]),
        ...names.flatMap((name) => check('platform', name)),
      ]),
      ...instanceTypes
        .filter((name) => !types.includes(name))
        .map((name) => unknownName(`${place} instanceTypes`, name, types)),
    ];
  });
}

function aliasProblems(catalog: Catalog): Problem[] {
  return DIMENSIONS.flatMap((d) => {
    const owners = new Map<string, string>();
    return [...valuesOf(catalog, d)].flatMap(([value, aliases]) =>
      [value, ...aliases].flatMap((name): Problem[] => {
        const owner = owners.get(name.toLowerCase());
        owners.set(name.toLowerCase(), value);
        if (owner === undefined || owner === value) return [];
        return [
          {
            code: 'DOCUMENT_INVALID',
            path: d,
            message: `${name} stands for ${owner} and for ${value}`,
            hint: 'take the alias from one of the two layers',
          },
        ];
      }),
    );
  });
}

function unknownName(path: string, got: string, allowed: readonly string[]): Problem {
  const hint = didYouMean(got, allowed);
  return {
    code: 'DOCUMENT_INVALID',
    path,
    message: `${JSON.stringify(got)} stands for nothing; known: ${allowed.join(', ') || 'none'}`,
    ...(hint ? { hint } : {}),
  };
}
