import { type KubeKind, type KubePage, KubeRefusal, type ListOptions } from '../../contract/kube-api.ts';
import { isPlainMap, type PlainMap } from '../../plain.ts';
import { type AskOptions, askServer, unreachable } from './ask-server.ts';
import { SendFailure } from './send.ts';

/** How often a list that expired in the middle is begun anew. */
const RESTARTS = 2;

/** https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables and PartialObjectMetadata below it */
const METADATA = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json';

/** Path of a kind's list, or of one object of it. */
export function pathOf({ group, version, resource }: KubeKind, namespace?: string, name?: string): string {
  const root = group === '' ? ['api', version] : ['apis', group, version];
  const below = [...(namespace === undefined ? [] : ['namespaces', namespace]), resource];
  return `/${[...root, ...below, ...(name === undefined ? [] : [name])].map(encodeURIComponent).join('/')}`;
}

/**
 * The pages of a list, see `KubeApi.list`. One that expired (410) is begun anew twice; a page that is too large is asked for again in
 * halves.
 */
export async function* listPages(kind: KubeKind, options: ListOptions, ask: AskOptions): AsyncGenerator<KubePage> {
  let pageSize = options.pageSize ?? 500;
  let token = '';
  let restarts = 0;
  let restarted = false;
  for (;;) {
    const page = await askPage(kind, { ...options, pageSize }, token, ask);
    if (page instanceof SendFailure) {
      if (pageSize === 1) throw unreachable(ask.connection, `one object of ${kind.resource}: ${page.message}`);
      pageSize = Math.ceil(pageSize / 2);
      continue;
    }
    if (page instanceof KubeRefusal) {
      if (page.status !== 410 || token === '' || restarts === RESTARTS) throw page;
      restarts++;
      token = '';
      restarted = true;
      continue;
    }
    const { metadata } = page;
    // Go writes an empty list that was never filled as null: of names only, a server without any CRD does.
    const items = page.items === null ? [] : page.items;
    if (!Array.isArray(items) || !items.every(isPlainMap))
      throw unreachable(ask.connection, `its list of ${kind.resource} has no items`);
    const { continue: next, remainingItemCount: remaining } = isPlainMap(metadata) ? metadata : {};
    yield { items, restarted, ...(typeof remaining === 'number' ? { remaining } : {}) };
    restarted = false;
    if (typeof next !== 'string' || next === '') return;
    if (next === token) throw unreachable(ask.connection, `its list of ${kind.resource} does not come to an end`);
    token = next;
  }
}

async function askPage(
  kind: KubeKind,
  { namespace, fieldSelector, labelSelector, metadataOnly = false, pageSize }: ListOptions,
  token: string,
  ask: AskOptions,
): Promise<PlainMap | KubeRefusal | SendFailure> {
  const query = new URLSearchParams({
    limit: String(pageSize),
    ...(token === '' ? {} : { continue: token }),
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
    ...(labelSelector === undefined ? {} : { labelSelector }),
  });
  const asked = { verb: 'list', kind, ...(namespace === undefined ? {} : { namespace }) } as const;
  const path = `${pathOf(kind, namespace)}?${query}`;
  try {
    return await askServer({ asked, method: 'GET', path, accept: metadataOnly ? METADATA : 'application/json' }, ask);
  } catch (error) {
    if (error instanceof KubeRefusal || error instanceof SendFailure) return error;
    throw error;
  }
}
