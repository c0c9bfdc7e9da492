import type { Catalog } from '../../recipe/catalog.ts';
import { valuesOf } from '../../recipe/catalog.ts';
import type { Snapshot } from '../document.ts';
import type { Evidence } from './evidence.ts';
import { acceleratorOf } from './product.ts';
import { type System, systemOfImage, systemOfRelease } from './system.ts';
import { instanceOf, type Witness } from './witness.ts';

/** What shows which accelerator the machines with GPUs have: product names, and machine types that recipes/instances knows. */
export function acceleratorEvidence(catalog: Catalog, witnesses: readonly Witness[]): Evidence[] {
  const accelerators = valuesOf(catalog, 'accelerator');
  const byName = new Map<string, string | undefined>(
    catalog.instances.flatMap(({ acceleratorType, accelerator }) =>
      acceleratorType === undefined ? [] : [[acceleratorType, accelerator] as const],
    ),
  );
  return witnesses
    .filter(({ gpu }) => gpu)
    .flatMap(({ products, instanceType, sureness }): Evidence[] => {
      const named = products.map(({ text, path }) => ({
        value: byName.get(text) ?? acceleratorOf(text, accelerators),
        sureness,
        path,
        seen: text,
      }));
      const known = instanceOf(catalog, instanceType);
      if (instanceType === undefined) return named;
      if (known !== undefined)
        return [...named, { value: known.accelerator, sureness, path: instanceType.path, seen: instanceType.text }];
      // A type that nobody knows, with GPUs in it that nobody named: they may be any.
      return named.length > 0
        ? named
        : [{ value: undefined, sureness, path: instanceType.path, seen: instanceType.text }];
    });
}

/** What shows the operating system of the machines with GPUs. */
export const systemEvidence = (snapshot: Snapshot, witnesses: readonly Witness[]): Evidence[] =>
  systems(snapshot, witnesses).map(({ system, ...seen }) => ({ ...seen, value: system?.os }));

/** What shows its version: not every system writes it where the API server sees it. */
export const systemVersionEvidence = (snapshot: Snapshot, witnesses: readonly Witness[]): Evidence[] =>
  systems(snapshot, witnesses).flatMap(({ system, ...seen }) =>
    system?.version === undefined ? [] : [{ ...seen, value: system.version }],
  );

type SeenSystem = Omit<Evidence, 'value'> & { readonly system: System | undefined };

function systems({ measurements: { os } }: Snapshot, witnesses: readonly Witness[]): SeenSystem[] {
  return witnesses
    .filter(({ gpu }) => gpu)
    .flatMap(({ osImage, host, sureness }) => {
      const own = host && os !== undefined ? systemOfRelease(os.release) : undefined;
      const text = [own?.os, own?.version].filter((part) => part !== undefined).join(' ');
      return [
        ...(osImage === undefined
          ? []
          : [{ sureness, path: osImage.path, seen: osImage.text, system: systemOfImage(osImage.text) }]),
        ...(own === undefined ? [] : [{ sureness, path: 'measurements.os.release', seen: text, system: own }]),
      ];
    });
}
