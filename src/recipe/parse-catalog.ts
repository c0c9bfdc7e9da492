import { CnsError, type Problem } from '../errors.ts';
import { sha256 } from '../hash.ts';
import { didYouMean } from '../nearest.ts';
import { formatPath, type Path, parsePath, valueAt } from '../path.ts';
import type { Catalog } from './catalog.ts';
import { channelsDocument } from './channel.ts';
import { formatCriteria, sizeOf } from './criteria.ts';
import { checkHeader, locate, type PositionedDocument, parseDocument } from './document.ts';
import { instancesDocument } from './instance.ts';
import { type Layer, layerDocument, type Origin } from './layer.ts';
import { leavesDocument } from './leaf.ts';
import { profileDocument } from './profile.ts';

const KINDS = ['Layer', 'Leaves', 'Instances', 'Profiles', 'Channels'];

/**
 * Parses the documents of one folder of recipes.
 *
 * @throws CnsError with every mistake of every document
 */
export function parseCatalog(documents: readonly PositionedDocument[], origin: Origin): Catalog {
  const catalog = {
    layers: [] as Layer[],
    leaves: [] as Catalog['leaves'][number][],
    absent: [] as Catalog['absent'][number][],
    instances: [] as Catalog['instances'][number][],
    profiles: [] as Catalog['profiles'][number][],
    channels: [] as Catalog['channels'][number][],
  };
  const problems: Problem[] = [];
  for (const document of documents) {
    try {
      const kind = checkHeader(document, KINDS);
      if (kind === 'Layer') {
        const layer = parseLayer(document, origin);
        problems.push(...layerProblems(layer, document));
        catalog.layers.push(layer);
      } else if (kind === 'Leaves') {
        const { service, leaves, absent } = parseDocument(document, kind, leavesDocument);
        catalog.leaves.push(...leaves.map((leaf) => ({ service, ...leaf })));
        catalog.absent.push(...absent.map((row) => ({ service, ...row })));
      } else if (kind === 'Instances') {
        const { service, instances } = parseDocument(document, kind, instancesDocument);
        catalog.instances.push(
          ...Object.entries(instances).map(([name, instance]) => ({ name, service, ...instance })),
        );
      } else if (kind === 'Profiles') catalog.profiles.push(parseDocument(document, kind, profileDocument));
      else catalog.channels.push(...parseDocument(document, kind, channelsDocument).channels);
    } catch (error) {
      if (!(error instanceof CnsError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new CnsError(problems);
  return catalog;
}

function parseLayer(source: PositionedDocument, origin: Origin): Layer {
  const document = parseDocument(source, 'Layer', layerDocument);
  const hash = sha256(JSON.stringify(source.value));
  return { name: source.file, origin, match: document.match, document, hash, positions: source.positions };
}

/** Pools that recipes may tune; the cluster file has no other. */
const POOLS = ['gpu'];

/** What the schema cannot say: nothing in a layer may go unheard. */
function layerProblems(layer: Layer, source: PositionedDocument): Problem[] {
  const { match, document } = layer;
  const problem = (path: Path, message: string, hint: string): Problem => ({
    code: 'DOCUMENT_INVALID',
    path: formatPath(path),
    message,
    hint,
    source: locate(source, path),
  });
  const problems = Object.keys(document.tuning)
    .filter((pool) => !POOLS.includes(pool))
    .map((pool) =>
      problem(
        ['tuning', pool],
        `unknown pool ${JSON.stringify(pool)}; allowed: ${POOLS.join(', ')}`,
        didYouMean(pool, POOLS) ?? 'remove the key',
      ),
    );
  if (document.aliases.length > 0 && sizeOf(match) !== 1)
    problems.push(
      problem(
        ['aliases'],
        `aliases stand for one value, and this layer matches ${formatCriteria(match)}`,
        'move them to the layer of that value alone',
      ),
    );
  if (document.when?.driver !== undefined)
    problems.push(
      problem(
        ['when', 'driver'],
        'a layer cannot rest on the driver: which driver there is follows from the layers',
        'guard the settings with it instead',
      ),
    );
  return [...noteProblems(layer, source), ...problems];
}

/** A note explains something that its own file sets; inputs may not rest on a condition. */
function noteProblems({ document }: Layer, source: PositionedDocument): Problem[] {
  const notes = Object.keys(document.notes).flatMap((text): Problem[] => {
    const path = parsePath(text);
    if (path && valueAt(source.value, path) !== undefined) return [];
    return [
      {
        code: 'DOCUMENT_INVALID',
        path: `notes[${JSON.stringify(text)}]`,
        message: `${text} is not set in this file`,
        hint: 'name a path that this file sets',
        source: locate(source, ['notes', text]),
      },
    ];
  });
  if (document.when === undefined || Object.keys(document.inputs).length === 0) return notes;
  return [
    ...notes,
    {
      code: 'DOCUMENT_INVALID',
      path: 'inputs',
      message: 'a layer with `when` cannot set inputs: conditions rest on them',
      source: locate(source, ['inputs']),
    },
  ];
}
