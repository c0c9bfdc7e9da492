import type { KubeNode } from '../snapshot/data/k8s.ts';
import { type GpuNodes, gpuNodes } from './gpu-nodes.ts';
import { type PlacedVerdict, unknown, type Verdict } from './outcome.ts';
import { readings } from './readings.ts';
import type { Subject } from './subject.ts';

/** The names of all GPU nodes, or why they are not known. */
export function gpuNodeNames(subject: Subject): readonly string[] | { readonly because: string } {
  const groups: GpuNodes = gpuNodes(subject);
  const gap = groups.find((group) => group.state === 'unknown');
  if (gap?.state === 'unknown') return { because: gap.because };
  if (groups.length === 0) return { because: 'no snapshot shows which nodes have GPUs' };
  return [...new Set(groups.flatMap((group) => (group.state === 'said' ? group.value : [])))].sort();
}

/**
 * What the API server says of each GPU node, in every snapshot of the cluster.
 *
 * @param field below the node, for the place
 * @param judge `undefined` where a node has no say
 */
export function ofGpuNodes(
  subject: Subject,
  field: string,
  judge: (node: KubeNode, name: string) => Verdict | undefined,
): PlacedVerdict[] {
  const names = gpuNodeNames(subject);
  return readings(subject.snapshots, { of: 'k8s', path: ['nodes'], read: ({ nodes }) => nodes }).flatMap(
    (reading): PlacedVerdict[] => {
      const { file, path, node } = reading;
      if (reading.state === 'unknown') return [{ ...unknown(reading.because), file, path, node }];
      if ('because' in names) return [{ ...unknown(names.because), file, path, node }];
      return names.flatMap((name) => {
        const shown = Object.hasOwn(reading.value, name) ? reading.value[name] : undefined;
        const verdict = shown ? judge(shown, name) : unknown('the API server does not show the node');
        return verdict ? [{ ...verdict, file, path: `${path}[${JSON.stringify(name)}].${field}`, node: name }] : [];
      });
    },
  );
}
