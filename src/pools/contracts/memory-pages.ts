import type { Contract, ContractInput } from './contract.ts';
import { agentArguments, bootArguments } from './kernel-arguments.ts';
import { broken, type Said, said } from './said.ts';
import { tree } from './tree/read.ts';

/** Huge pages that a kernel has, by its page size in KiB; x86 has 4 KiB only. @see https://docs.kernel.org/arch/arm64/hugetlbpage.html */
const SIZES: Readonly<Record<number, readonly string[]>> = { 4: ['2M', '1G'], 64: ['2M', '512M', '16G'] };

/** Unit: MiB. */
const MIB: Readonly<Record<string, number>> = { '2M': 2, '512M': 512, '1G': 1024, '16G': 16384 };

const pageSize = ({ plan: { gpu } }: ContractInput): Said =>
  said(`memory pages of the GPU nodes' kernel (inputs.pageSizeKiB)`, `${gpu.pageSizeKiB} KiB`);

/** Huge pages of a size that the kernel does not have are refused at boot, and the count after them is lost. */
export const hugePageSize: Contract = {
  id: 'huge-page-size',
  about: "Huge pages are of sizes that the kernel's page size has.",
  halves: ['page size of the kernel of the GPU nodes', 'huge-page settings and the kernel arguments of pool and agent'],
  source:
    'https://docs.kernel.org/arch/arm64/hugetlbpage.html, https://docs.nvidia.com/grace-perf-tuning-guide/os-settings.html',
  check(input) {
    const sizes = SIZES[input.plan.gpu.pageSizeKiB] ?? [];
    const settings = input.plan.gpu.settings
      .filter(({ kind }) => kind === 'huge-pages')
      .map(({ id, name }) => ({ path: `tuning.gpu.settings.${id}`, size: name, place: said(`setting ${id}`, name) }));
    const placed = [...bootArguments(input), ...agentArguments(input)].flatMap((place) => {
      const [, size] = /^(?:default_)?hugepagesz=(\w+)$/.exec(place.value) ?? [];
      return size === undefined ? [] : [{ path: 'tuning.gpu.settings', size, place }];
    });
    return [...settings, ...placed]
      .filter(({ size }) => !sizes.includes(size))
      .map(({ path, place }) =>
        broken({
          path,
          pool: pageSize(input),
          tree: place,
          because: `such a kernel has ${sizes.join(', ')}`,
          hint: 'choose one of these sizes, or a kernel with the other page size',
        }),
      );
  },
};

/** A pod that asks for pages that no node keeps back waits for ever. */
export const hugePageRequests: Contract = {
  id: 'huge-page-requests',
  about: 'Pods of the tree ask for no more huge pages than the GPU nodes keep back.',
  halves: ['huge-page settings of the GPU nodes', 'hugepages-* in resources of pods'],
  source: 'https://kubernetes.io/docs/tasks/manage-hugepages/scheduling-hugepages/',
  check(input) {
    const refused = new Set(input.compiled?.inexpressible.map(({ setting }) => setting));
    const kept = new Map(
      input.plan.gpu.settings
        .filter(({ id, kind, carrier }) => kind === 'huge-pages' && carrier !== 'none' && !refused.has(id))
        .map(({ name, value }) => [name, Number(value) * (MIB[name] ?? 0)]),
    );
    return tree(input)
      .requests.filter(({ resource }) => resource.startsWith('hugepages-'))
      .flatMap(({ component, resource, amount }) => {
        const size = resource.slice('hugepages-'.length).replace('i', '');
        const wanted = mebibytes(amount.value);
        const have = kept.get(size) ?? 0;
        if (wanted <= have) return [];
        return [
          broken({
            path: `components.${component}`,
            pool: said(`huge pages of ${size} that the GPU nodes keep back`, `${have} MiB`),
            tree: amount,
            because: 'the pod would wait for ever',
            hint: `keep back more with a setting of kind huge-pages, or ask for ${have}Mi at most`,
          }),
        ];
      });
  },
};

const UNITS: Readonly<Record<string, number>> = { '': 2 ** -20, Ki: 2 ** -10, Mi: 1, Gi: 2 ** 10, Ti: 2 ** 20 };

/** Unit: MiB. What is no quantity is more than any node has. */
function mebibytes(quantity: string): number {
  const [, amount = '', unit = ''] = /^(\d+)(Ki|Mi|Gi|Ti)?$/.exec(quantity) ?? [];
  return amount === '' ? Number.POSITIVE_INFINITY : Number(amount) * (UNITS[unit] ?? Number.POSITIVE_INFINITY);
}

/** The name of a kernel says its page size: `-64k` at its end. */
export const kernelPages: Contract = {
  id: 'kernel-pages',
  about: "The page size that settings were chosen for is that of the kernel that the nodes' image brings.",
  halves: ['name of the kernel (inputs.kernel)', 'inputs.pageSizeKiB'],
  source: 'https://docs.nvidia.com/grace-perf-tuning-guide/os-settings.html',
  check(input) {
    const { kernel, pageSizeKiB } = input.plan.gpu;
    // A bare version such as 6.12 does not say which flavour it is.
    if (kernel === undefined || !kernel.includes('-') || kernel.endsWith('-64k') === (pageSizeKiB === 64)) return [];
    return [
      broken({
        path: 'inputs.pageSizeKiB',
        pool: said('inputs.kernel, which the image brings', kernel),
        tree: said('inputs.pageSizeKiB', pageSizeKiB),
        because: 'a kernel has pages of 64 KiB exactly when its name ends with -64k',
        hint: `set inputs.pageSizeKiB to ${kernel.endsWith('-64k') ? 64 : 4}, or name the other kernel`,
      }),
    ];
  },
};
