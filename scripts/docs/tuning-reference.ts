import type { Catalog } from '../../src/recipe/catalog.ts';
import { formatCriteria } from '../../src/recipe/criteria.ts';
import type { Setting } from '../../src/recipe/layer.ts';
import { table } from '../../src/report/markdown.ts';

const GRADES: Record<Setting['grade'], string> = {
  S: 'shipped by a vendor',
  D: 'documented by a vendor',
  O: 'observed on a node',
  A: 'our advice',
};

/** docs/reference/hardware-tuning.md: every setting of the data with its reason, trade-off and source, then who carries what where. */
export function tuningReference({ layers, channels }: Catalog): string {
  const settings = layers.flatMap(({ name, match, document }) =>
    Object.values(document.tuning).flatMap((pool) =>
      Object.entries(pool.settings).flatMap(([id, setting]) => (setting ? [{ id, setting, name, match }] : [])),
    ),
  );
  const ids = [...new Set(settings.map(({ id }) => id))].sort();
  const sections = ids.map((id) => {
    const rows = settings.filter((s) => s.id === id);
    const lines = rows.map(({ setting: s, match }) => [
      formatCriteria(match),
      `${s.comparison} ${s.value ?? ''}`.trim(),
      guards(s),
      s.intents.join(', '),
      s.reboot ? 'yes' : 'no',
      GRADES[s.grade],
    ]);
    const first = rows[0]?.setting;
    const texts = [
      ...new Set(
        rows.map(
          ({ setting: s }) =>
            `${sentence(s.why)} **Trade-off:** ${sentence(s.tradeOff)} **Source:** ${sentence(s.source)} **Seen at:** \`${s.verify}\`.${s.optIn ? ' **Weakens isolation:** applies only when named in `pools.gpu.acceptSettings`.' : ''}`,
        ),
      ),
    ];
    return `### ${id}\n\n${first?.kind} \`${first?.name}\`.\n\n${texts.join('\n\n')}\n\n${table(['where', 'value', 'only if', 'intents', 'reboot', 'grade'], lines)}`;
  });
  const carriers = channels.map(({ service, os, kinds }) => [
    service,
    os,
    ...KINDS.map((kind) => kinds[kind]?.channel ?? ''),
  ]);
  return `# Hardware tuning\n\nGenerated from the recipes: every setting with its reason, what it costs, who says so and where to see it on a node.\n\n## Settings\n\n${sections.join('\n\n')}\n\n## Who brings what\n\n\`agent\`: NodeWright's packages. \`chart\`: a value of the GPU Operator. \`pool\`: the node pool. \`image\`: the node image. \`none\`: cannot be expressed there.\n\n${table(['service', 'os', ...KINDS], carriers)}\n`;
}

const KINDS = [
  'kernel-argument',
  'sysctl',
  'huge-pages',
  'module',
  'module-blocklist',
  'module-parameter',
  'limit',
  'governor',
  'service',
  'kubelet',
] as const;

const guards = ({ when }: Setting): string =>
  Object.entries(when)
    .map(([key, value]) => `${key} ${[value].flat().join(' or ')}`)
    .join(', ');

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
