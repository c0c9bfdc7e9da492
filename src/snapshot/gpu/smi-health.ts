import type { NvidiaGpu } from '../data/gpu.ts';
import { CLIQUE, CLUSTER_UUID, COUNT, WORDS, YES_NO } from './smi-forms.ts';
import type { Form, SmiReader } from './smi-reader.ts';

/**
 * The uncorrectable errors of SRAM, by the two layouts that there are: one number on Turing and on drivers up to 535, parity and SEC-DED apart
 * on Ampere and later from driver 550 on (NVIDIA/k8s-test-infra, captures of 570 to 595; influxdata/telegraf, a100-sxm4-v12.xml of 535).
 */
const SRAM_LAYOUTS = [['sram_uncorrectable'], ['sram_uncorrectable_parity', 'sram_uncorrectable_secded']];

/**
 * Errors that ECC could not correct, SRAM and DRAM together. All N/A: absent. Some N/A: the sum is not known, so it is missed.
 *
 * V100 and older have `double_bit` instead, which this does not add up: it is missed there.
 */
export function uncorrectedOf(smi: SmiReader, scope: 'volatile' | 'aggregate'): number | undefined {
  const field = ['eccUncorrected', scope];
  const way = `ecc_errors/${scope}`;
  const layouts = SRAM_LAYOUTS.filter((names) => names.every((name) => smi.has(`${way}/${name}`)));
  const [layout] = layouts;
  if (layout === undefined || layouts.length > 1) {
    smi.miss(
      field,
      `${way} has none of the layouts that are known: ${SRAM_LAYOUTS.map((l) => l.join(' + ')).join(', ')}`,
    );
    return undefined;
  }
  const ways = [...layout, 'dram_uncorrectable'].map((name) => `${way}/${name}`);
  const missed = smi.misses.length;
  const counts = ways.map((each) => smi.read(each, field, COUNT));
  const known = counts.filter((count) => count !== undefined);
  if (known.length === counts.length) return known.reduce((sum, count) => sum + count, 0);
  if (known.length > 0 && smi.misses.length === missed) {
    smi.miss(field, `${ways.filter((_, i) => counts[i] === undefined).join(' and ')} is N/A, so there is no sum`);
  }
  return undefined;
}

/**
 * Rows of memory that were replaced; the whole element is N/A before Ampere and while MIG is on. From 580.1xx on it also counts rows that are
 * no longer in use (`_inactive`), which are left out: the others keep their meaning.
 */
export function remappedRowsOf(smi: SmiReader): NvidiaGpu['remappedRows'] {
  const [rows] = smi.at('remapped_rows');
  if (rows === undefined || rows.children.length === 0) {
    smi.read('remapped_rows', ['remappedRows'], { what: 'element with counts in it', parse: () => undefined });
    return undefined;
  }
  const field = (name: string): string[] => ['remappedRows', name];
  const correctable = smi.read('remapped_rows/remapped_row_corr', field('correctable'), COUNT);
  const uncorrectable = smi.read('remapped_rows/remapped_row_unc', field('uncorrectable'), COUNT);
  const pending = smi.read('remapped_rows/remapped_row_pending', field('pending'), YES_NO);
  const failed = smi.read('remapped_rows/remapped_row_failure', field('failed'), YES_NO);
  if (correctable === undefined || uncorrectable === undefined || pending === undefined || failed === undefined) {
    const all = [correctable, uncorrectable, pending, failed];
    if (all.some((value) => value !== undefined)) smi.miss(['remappedRows'], 'a part of it cannot be had');
    return undefined;
  }
  return { correctable, uncorrectable, pending, failed };
}

/** How nvidia-smi says that a GPU is in no cluster of GPUs: one HGX board has a fabric, and this. */
const NO_CLUSTER = '00000000-0000-0000-0000-000000000000';

/**
 * The NVLink fabric that the GPU is registered in. `state` is N/A where there is none (PCIe cards, A100), and with it all the rest.
 *
 * Element names: cliqueId and clusterUuid in every capture from 550 to 595; 535 prints state and status only. Capitals and underscores are
 * not held against it.
 */
export function fabricOf(smi: SmiReader): NvidiaGpu['fabric'] {
  const state = smi.read('fabric/state', ['fabric'], WORDS, 535);
  if (state === undefined) return undefined;
  const spelled = (plain: string): string => {
    const names = smi.at('fabric').flatMap(({ children }) => children.map(({ name }) => name));
    return `fabric/${names.find((name) => name.replaceAll('_', '').toLowerCase() === plain.toLowerCase()) ?? plain}`;
  };
  const status = smi.read('fabric/status', ['fabric', 'status'], STATUS);
  const clique = smi.read(spelled('cliqueId'), ['fabric', 'clique'], CLIQUE, 550);
  const cluster = smi.read(spelled('clusterUuid'), ['fabric', 'cluster'], CLUSTER_UUID, 550);
  return {
    state,
    ...(status === undefined ? {} : { status }),
    ...(clique === undefined ? {} : { clique }),
    ...(cluster === undefined || cluster === NO_CLUSTER ? {} : { cluster }),
  };
}

/** How registering ended, e.g. `Success`: an error here is what came of it, not a value that could not be read. */
const STATUS: Form<string> = {
  what: 'status of the fabric',
  parse: (text) => (/^[\x20-\x7e]{1,128}$/.test(text) ? text : undefined),
};
