import type { KubeObjectData } from '../../contract/kube-api.ts';
import { compareText } from '../../plain.ts';
import { mapAt, mapsAt, sortedRecord, textAt } from '../cluster/object-fields.ts';
import type { K8sData } from '../data/k8s.ts';

/** Pods that are not over: those that ended run no image. https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/ */
export const LIVE_PODS = 'status.phase!=Succeeded,status.phase!=Failed';

export type Images = Map<string, { readonly digests: Set<string>; pods: number }>;

const CONTAINERS = [
  ['containers', 'containerStatuses'],
  ['initContainers', 'initContainerStatuses'],
  ['ephemeralContainers', 'ephemeralContainerStatuses'],
] as const;

/** Adds the images of one pod: each counts once a pod, however many containers have it. */
export function addPod(images: Images, object: KubeObjectData): void {
  const spec = mapAt(object, 'spec');
  const status = mapAt(object, 'status');
  const seen = new Set<string>();
  for (const [containers, statuses] of CONTAINERS) {
    const ids = new Map(mapsAt(status, statuses).map((one) => [textAt(one, 'name'), textAt(one, 'imageID')]));
    for (const container of mapsAt(spec, containers)) {
      const image = textAt(container, 'image');
      if (image === undefined) continue;
      const entry = images.get(image) ?? { digests: new Set<string>(), pods: 0 };
      images.set(image, entry);
      if (!seen.has(image)) entry.pods++;
      seen.add(image);
      const digest = digestOf(ids.get(textAt(container, 'name')) ?? '');
      if (digest !== undefined) entry.digests.add(digest);
    }
  }
}

/**
 * The digest that an imageID names: `repo@sha256:…`, with or without `docker-pullable://`. An id alone (`docker://sha256:…`,
 * `sha256:…`) is that of the image's configuration on one machine, and no digest that a registry knows.
 */
export function digestOf(imageId: string): string | undefined {
  return /@(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.exec(imageId)?.[1];
}

export const imagesOf = (images: Images): K8sData['images'] =>
  sortedRecord(
    [...images].map(([image, { digests, pods }]) => [image, { digests: [...digests].sort(compareText), pods }]),
  );
