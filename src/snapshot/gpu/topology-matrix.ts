import { type Miss, quoted } from './notes.ts';

type Rows = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What `nvidia-smi topo -m` says. Paths of `misses` are below `nvidia`. */
export type TopologyMatrix =
  | {
      readonly state: 'read';
      readonly topology: Rows;
      readonly affinity: Readonly<Record<string, { readonly cpus?: string; readonly numaNode?: string }>>;
      readonly nics: Readonly<Record<string, string>>;
      readonly misses: readonly Miss[];
    }
  | { readonly state: 'refused'; readonly why: string };

/** `GPU0`, `NIC3`; before the legend of NICs came with 515, columns had the names of devices: `mlx5_0`. */
const LABEL = /^[A-Za-z][\w.-]{0,31}$/;
/** Of the legend that it prints; PSB and SOC are those of drivers before 410. */
const CONNECTION = /^(NV[1-9]\d?|SYS|NODE|PHB|PXB|PIX|PSB|SOC)$/;
const AFFINITIES = ['CPU Affinity', 'NUMA Affinity', 'GPU NUMA ID'];
/** `0-63,128-191` */
const LIST = /^\d+(-\d+)?(,\d+(-\d+)?)*$/;
/** The header is underlined where the tool thinks of a terminal, and it thinks so of a pipe too. */
const UNDERLINE = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/**
 * The matrix of `nvidia-smi topo -m`: cells between tabs, a row a GPU or NIC, and for GPUs the processors and NUMA nodes beside them.
 *
 * Samples: environments that SGLang's and vLLM's collectors print (drivers 535 to 610) and NVIDIA/k8s-test-infra. An output that was cut is
 * refused: the last line must end, every column must have its row, and the legend must follow. The connection of two devices is one thing, so
 * where the two cells for it differ, neither is believed.
 */
export function topologyMatrix(text: string): TopologyMatrix {
  if (!text.endsWith('\n')) return refused('its last line does not end');
  const lines = text.replaceAll(UNDERLINE, '').split(/\r?\n/);
  const top = lines.findIndex((line) => /^\t+ *[A-Za-z]/.test(line));
  if (top < 0) return refused('it has no header');
  const header = cellsOf(lines[top] ?? '')
    .slice(1)
    .filter((cell) => cell !== '');
  const columns = header.filter((cell) => !AFFINITIES.includes(cell));
  const beside = header.slice(columns.length);
  if (beside.some((cell) => !AFFINITIES.includes(cell)) || !columns.every((c) => LABEL.test(c)) || !distinct(header)) {
    return refused(`its header is ${quoted(header.join(', '))}`);
  }
  const rows = lines.slice(top + 1, top + 1 + columns.length).map(cellsOf);
  if (columns.some((label, i) => rows[i]?.[0] !== label || rows[i]?.[i + 1] !== 'X')) {
    return refused('its rows are not those of its columns');
  }
  const legend = lines.slice(top + 1 + columns.length);
  if (legend[0]?.trim() !== '' || !legend.includes('Legend:')) return refused('its legend does not follow');
  const misses: Miss[] = [];
  return {
    state: 'read',
    topology: connectionsOf(columns, rows, misses),
    affinity: affinitiesOf(columns, rows, beside, misses),
    nics: nicsOf(columns, legend, misses),
    misses,
  };
}

const refused = (why: string): TopologyMatrix => ({ state: 'refused', why });
const cellsOf = (line: string): string[] => line.split('\t').map((cell) => cell.trim());
const distinct = (texts: readonly string[]): boolean => new Set(texts).size === texts.length;

function connectionsOf(columns: readonly string[], rows: readonly string[][], misses: Miss[]): Rows {
  const cell = (row: number, column: number): string => rows[row]?.[column + 1] ?? '';
  return Object.fromEntries(
    columns.map((from, i) => {
      const others = columns.flatMap((to, j) => {
        if (i === j) return [];
        const [there, back] = [cell(i, j), cell(j, i)];
        if (CONNECTION.test(there) && there === back) return [[to, there] as const];
        const why =
          there === back ? `the matrix says ${quoted(there)}` : `the matrix says ${quoted(there)} and ${quoted(back)}`;
        misses.push({ path: ['topology', from, to], why });
        return [];
      });
      return [from, Object.fromEntries(others)] as const;
    }),
  );
}

function affinitiesOf(columns: readonly string[], rows: readonly string[][], names: readonly string[], misses: Miss[]) {
  return Object.fromEntries(
    columns.flatMap((label, i) => {
      if (!/^GPU\d+$/.test(label)) return [];
      // Tabs between these columns vary with the width of what is in them, so empty cells mean nothing.
      const cells = (rows[i] ?? []).slice(columns.length + 1).filter((cell) => cell !== '');
      if (cells.length !== names.length) {
        misses.push({
          path: ['affinity', label],
          why: `the row says ${quoted(cells.join(', '))} of ${names.join(', ')}`,
        });
        return [];
      }
      const list = (name: string, field: string): string | undefined => {
        const said = cells[names.indexOf(name)] ?? 'N/A';
        if (said === 'N/A' || LIST.test(said)) return said === 'N/A' ? undefined : said;
        misses.push({
          path: ['affinity', label, field],
          why: `${name} says ${quoted(said)}, which is no list of numbers`,
        });
        return undefined;
      };
      const [cpus, numaNode] = [list('CPU Affinity', 'cpus'), list('NUMA Affinity', 'numaNode')];
      return [[label, { ...(cpus && { cpus }), ...(numaNode && { numaNode }) }] as const];
    }),
  );
}

function nicsOf(columns: readonly string[], legend: readonly string[], misses: Miss[]): Record<string, string> {
  return Object.fromEntries(
    columns.flatMap((label) => {
      if (!/^NIC\d+$/.test(label)) return [];
      const [name, another] = legend.flatMap((line) => new RegExp(`^\\s*${label}: (\\S+)\\s*$`).exec(line)?.[1] ?? []);
      if (name !== undefined && another === undefined && LABEL.test(name)) return [[label, name] as const];
      misses.push({ path: ['nics', label], why: 'the legend does not name it' });
      return [];
    }),
  );
}
