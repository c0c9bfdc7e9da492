import type { Surroundings } from '../../contract/collector.ts';
import type { KubeApi, KubeKind, KubeObjectData, ListOptions } from '../../contract/kube-api.ts';

/** What `foldList` needs of the surroundings of a collector. */
export interface ListSurroundings extends Pick<Surroundings, 'signal' | 'progress'> {
  readonly api: KubeApi;
}

/**
 * Takes from every object of a kind what is needed, page by page: no whole list is ever held. A list that expired in the middle is begun
 * anew, so nothing is lost and nothing counts twice.
 *
 * @param begin the state before the first object; called again when the list is begun anew
 * @throws KubeRefusal as `KubeApi.list` does; what the signal says when the time limit is over
 */
export async function foldList<State>(
  { api, signal, progress }: ListSurroundings,
  kind: KubeKind,
  options: ListOptions,
  begin: () => State,
  add: (state: State, object: KubeObjectData) => void,
): Promise<State> {
  let state = begin();
  let seen = 0;
  for await (const { items, restarted, remaining } of api.list(kind, options)) {
    signal.throwIfAborted();
    if (restarted) {
      state = begin();
      seen = 0;
    }
    for (const item of items) add(state, item);
    seen += items.length;
    progress(`${kind.resource} ${seen}${remaining ? ` of ${seen + remaining}` : ''}`);
  }
  return state;
}
