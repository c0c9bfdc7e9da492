import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nvlinkStatus } from '../../../src/snapshot/gpu/nvlink-status.ts';
import { nvlinkText } from './link-texts.ts';
import { ACCELERATORS, PRODUCTS } from './products.ts';
import { uuidOf } from './smi-document.ts';

it.each(ACCELERATORS)('%s has its links, or none', (accelerator) => {
  const { count, links, speedGBps } = PRODUCTS[accelerator];
  const status = nvlinkStatus(nvlinkText({ accelerator }));
  expect([...status.keys()]).toEqual(Array.from({ length: count }, (_, i) => uuidOf(i)));
  const whole = { state: 'links', links: { up: links, total: links, speedGBps } };
  expect(new Set([...status.values()].map((of) => JSON.stringify(of)))).toEqual(
    new Set([JSON.stringify(links === 0 ? { state: 'none' } : whole)]),
  );
});

const HEAD = `GPU 0: NVIDIA A100-SXM4-40GB (UUID: ${uuidOf(0)})`;
const unclear = (why: RegExp) => ({ state: 'unclear', why: expect.stringMatching(why) });

it.each([
  [
    'links that are down',
    nvlinkText({ accelerator: 'h100', gpus: 1 }, [3, 17]),
    { state: 'links', links: { up: 16, total: 18, speedGBps: 26.562 } },
  ],
  [
    'every link down',
    `${HEAD}\n\t Link 0: <inactive>\n\t Link 1: <inactive>\n`,
    { state: 'links', links: { up: 0, total: 2 } },
  ],
  ['two speeds', `${HEAD}\n\t Link 0: 25 GB/s\n\t Link 1: 12.5 GB/s\n`, { state: 'links', links: { up: 2, total: 2 } }],
  ['a card, in the same line', `${HEAD} Device does not have or support Nvlink\n`, { state: 'none' }],
  [
    'a card, in a line of its own',
    `${HEAD}\n\t NVML: Unable to retrieve NVLink information: Not Supported\n`,
    { state: 'none' },
  ],
  [
    'links that are all down and not counted',
    `${HEAD}\nNVML: Unable to retrieve NVLink information as all links are inActive\n`,
    unclear(/all links are inactive/),
  ],
  ['another unit', `${HEAD}\n\t Link 0: 200 Gb/s\n`, unclear(/says "Link 0: 200 Gb\/s"/)],
  ['a speed without a unit', `${HEAD}\n\t Link 0: 26.562\n`, unclear(/says "Link 0: 26.562"/)],
  ['a state that nobody has seen', `${HEAD}\n\t Link 0: Sleeping\n`, unclear(/Sleeping/)],
  ['a link twice', `${HEAD}\n\t Link 0: 25 GB/s\n\t Link 0: 25 GB/s\n`, unclear(/Link 0/)],
  ['a GPU twice', `${HEAD}\n${HEAD}\n`, unclear(/named more than once/)],
  ['a line that does not end', `${HEAD}\n\t Link 0: 25 GB/s`, unclear(/does not end/)],
])('%s', (_, text, expected) => {
  expect(nvlinkStatus(text).get(uuidOf(0))).toEqual(expected);
});

it('a GPU with fewer links than its like is not believed', () => {
  const text = nvlinkText({ accelerator: 'h100', gpus: 2 });
  const status = nvlinkStatus(text.slice(0, text.lastIndexOf('\t Link 17')));
  expect(status.get(uuidOf(0))).toMatchObject({ state: 'links' });
  expect(status.get(uuidOf(1))).toEqual(unclear(/17 links are listed, and another NVIDIA H100 80GB HBM3 has 18/));
});

it.each(['', '\n', 'No devices were found\n', 'Link 0: 25 GB/s\n'])('%j names no GPU', (text) => {
  expect(nvlinkStatus(text)).toEqual(new Map());
});

it('law: of two GPUs or more, a text that is cut says of each the same or nothing', () => {
  const text = nvlinkText({ accelerator: 'a100', gpus: 3 });
  const whole = nvlinkStatus(text);
  const first = text.indexOf('GPU 1:'); // Alone, a GPU that was cut at the end of a line cannot be told from one with fewer links.
  fc.assert(
    fc.property(fc.integer({ min: first, max: text.length }), (at) => {
      for (const [uuid, of] of nvlinkStatus(text.slice(0, at)))
        if (of.state !== 'unclear') expect(of).toEqual(whole.get(uuid));
    }),
    { numRuns: 200 },
  );
});

it('law: a changed character of a link is an unclear GPU, or what it then says', () => {
  const text = `${HEAD}\n\t Link 0: 26.562 GB/s\n\t Link 1: 26.562 GB/s\n`;
  fc.assert(
    fc.property(
      fc.integer({ min: HEAD.length + 1, max: text.length - 2 }),
      fc.constantFrom('', '0', '.', 'x', ' ', '<'),
      (at, by) => {
        const changed = text.slice(0, at) + by + text.slice(at + 1);
        const of = nvlinkStatus(changed).get(uuidOf(0));
        if (of?.state !== 'links') return;
        expect(changed.match(/GB\/s/g)).toHaveLength(of.links.up);
        if (of.links.speedGBps !== undefined) expect(changed.split(` ${of.links.speedGBps} GB/s`)).toHaveLength(3);
      },
    ),
    { numRuns: 200 },
  );
});
