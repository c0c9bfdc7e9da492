import { App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { parsePath, valueAt } from '../../src/path.ts';

type Made = Record<string, unknown>;

/** What a GKE component makes in kube-system, and what stands in the pods of its daemons. */
export function gke<P extends { readonly namespace: string }>(
  create: new (scope: Construct, id: string, props: P) => Construct,
) {
  type Props = Partial<P>;
  const objects = (props: Props = {}): Made[] => {
    const chart = new Chart(new App(), 'gke');
    new create(chart, 'gke', { namespace: 'kube-system', ...props } as P);
    return chart.toJson();
  };
  return {
    objects,
    pod(daemon: string, path: string, props?: Props): unknown {
      const object = objects(props).find((one) => valueAt(one, ['metadata', 'name']) === daemon);
      return valueAt(object, ['spec', 'template', 'spec', ...(parsePath(path) ?? [])]);
    },
    /** Every image of every pod, once. */
    imagesIn(props?: Props): string[] {
      const containers = objects(props).flatMap((one) =>
        ['initContainers', 'containers'].flatMap(
          (list) => (valueAt(one, ['spec', 'template', 'spec', list]) ?? []) as { readonly image: string }[],
        ),
      );
      return [...new Set(containers.map(({ image }) => image))].sort();
    },
  };
}

export const networks = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`vpc${i + 1}`, { vpc: `v${i + 1}`, subnet: `s${i + 1}` }]),
  );

export const accelerators =
  'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values';
export const toleration = { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' };
