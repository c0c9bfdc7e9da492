import { nvlinkText, topologyText } from './link-texts.ts';
import { smiDocument } from './smi-document.ts';

/** A GPU that fell off the bus: the driver still answers for what it keeps itself (`GPU is lost` for the rest). */
export const lost = (text: string): string =>
  text
    .replace(/<total>\d+ MiB</, '<total>GPU is lost<')
    .replace(/<remapped_rows>[\s\S]*?<\/remapped_rows>/, '<remapped_rows>GPU is lost</remapped_rows>')
    .replaceAll(/<(state|status|cliqueId|clusterUuid)>[^<]+</g, '<$1>GPU is lost<')
    .replaceAll('<dram_uncorrectable>0<', '<dram_uncorrectable>GPU is lost<');

/** Whole outputs in `fixtures/`, to be compared with those of a real host. */
export const FILES: Readonly<Record<string, string>> = {
  'nvidia-smi-535-a100-mig.xml': smiDocument({
    accelerator: 'a100',
    branch: 535,
    count: 1,
    mig: [
      [1, 0, 19_968],
      [2, 0, 19_968],
    ],
  }),
  'nvidia-smi-580-gb300.xml': smiDocument({ accelerator: 'gb300', branch: 580, count: 2 }),
  'nvidia-smi-580-h100-lost.xml': lost(smiDocument({ accelerator: 'h100', branch: 580, count: 1 })),
  'nvidia-smi-595-l40s.xml': smiDocument({ accelerator: 'l40s', branch: 595, count: 1 }),
  'topo-h100.txt': topologyText({ accelerator: 'h100', nics: 8 }),
  'nvlink-h100.txt': nvlinkText({ accelerator: 'h100', gpus: 2 }, [3]),
  'nvlink-l40s.txt': nvlinkText({ accelerator: 'l40s', gpus: 1 }),
};
