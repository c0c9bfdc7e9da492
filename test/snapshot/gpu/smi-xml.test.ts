import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readSmiXml } from '../../../src/snapshot/gpu/smi-xml.ts';
import { smiDocument } from './smi-document.ts';

const TEXT = smiDocument({ accelerator: 'h100', branch: 580, count: 1 });
const END = TEXT.indexOf('</nvidia_smi_log>') + '</nvidia_smi_log>'.length;

it('has elements, texts and the address of a GPU, and leaves out clocks and processes', async () => {
  const xml = await readSmiXml(TEXT);
  const gpu = xml.state === 'read' ? xml.root.children.find(({ name }) => name === 'gpu') : undefined;
  expect(gpu?.id).toBe('00000000:10:00.0');
  expect(gpu?.children.find(({ name }) => name === 'mig_devices')).toEqual({
    name: 'mig_devices',
    text: 'None',
    children: [],
  });
  expect(gpu?.children.filter(({ name }) => /supported_clocks|processes/.test(name))).toEqual([]);
});

it('keeps what nvidia-smi says outside the document', async () => {
  const xml = await readSmiXml(
    `Unable to determine the device handle\n${TEXT}WARNING: infoROM is corrupted at gpu 0000:18:00.0\n`,
  );
  expect(xml).toMatchObject({
    state: 'read',
    outside: ['Unable to determine the device handle', 'WARNING: infoROM is corrupted at gpu 0000:18:00.0'],
  });
});

const declared = TEXT.replace('.dtd">', '.dtd" [<!ENTITY a "81559 MiB">]>');

it.each([
  ['nothing', '', 'it prints no <nvidia_smi_log>'],
  ['a sentence', 'No devices were found\n', 'it prints no <nvidia_smi_log>'],
  [
    'another document',
    '<?xml version="1.0"?><rocm_smi_log></rocm_smi_log>',
    'its document is cut short: there is no </nvidia_smi_log>',
  ],
  [
    'another root around it',
    `<?xml version="1.0"?><a>${TEXT.slice(TEXT.indexOf('<nvidia_smi_log>'), END)}</a>`,
    /cannot be read/,
  ],
  ['two documents', TEXT + TEXT, /cannot be read/],
  ['an element that does not end', TEXT.replace('</compute_mode>', ''), /cannot be read/],
  ['an attribute without quotes', TEXT.replace('"00000000:10:00.0"', '00000000:10:00.0'), /cannot be read/],
  ['an entity that nobody declared', TEXT.replace('81559 MiB', '&memory;'), /cannot be read/],
  ['declarations', declared, /declarations of its own/],
  [
    'text after the root element',
    TEXT.replace('</nvidia_smi_log>', '</nvidia_smi_log>x</nvidia_smi_log>'),
    /cannot be read/,
  ],
  ['elements too deep', TEXT.replace('>None<', `>${'<a>'.repeat(40)}${'</a>'.repeat(40)}<`), /cannot be read/],
  [
    'elements so deep that a stack would end',
    TEXT.replace('>None<', `>${'<a>'.repeat(3_000)}${'</a>'.repeat(3_000)}<`),
    /cannot be read/,
  ],
  ['too much', `${TEXT}${' '.repeat(16 * 1024 * 1024)}`, /more than 16777216 characters/],
])('%s is refused', async (_, text, why) => {
  const xml = await readSmiXml(text);
  expect(xml).toEqual({ state: 'refused', why: typeof why === 'string' ? why : expect.stringMatching(why) });
});

it('law: a document that is cut anywhere is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(END - 1), async (at) => {
      expect((await readSmiXml(TEXT.slice(0, at))).state).toBe('refused');
    }),
    { numRuns: 100 },
  );
});
