import { expect, it } from 'vitest';
import { gkeAccount } from '../../../src/pools/gke/account.ts';
import { gkeStandIns } from '../../../src/pools/gke/stand-ins.ts';
import { gkeAccountOf } from './account-of.ts';

it('stands in for what an account must say, and has the defaults of the schema for the rest', () => {
  const given = gkeAccountOf({ capacity: 'on-demand' });
  const { gpuZone: _, ...parsed } = gkeAccount.parse(given);
  const own = { project: '', projectNumber: '', zones: [], version: '', capacity: {} };
  expect({ ...gkeStandIns, ...own }).toEqual({ ...parsed, ...own });
  const texts = [gkeStandIns.project, gkeStandIns.projectNumber, ...gkeStandIns.zones, gkeStandIns.version];
  expect(texts.filter((text) => !/^<.+>$/.test(text))).toEqual([]);
});

it.each(['my-h100s', 'projects/owner-1/reservations/my-h100s', 'my-h100s/reservationBlocks/my-h100s-block-0001'])(
  'takes the reservation %s',
  (reservation) => {
    const account = { ...gkeAccountOf({ capacity: 'reserved' }), capacity: { reservation } };
    expect(gkeAccount.parse(account).capacity.reservation).toBe(reservation);
  },
);
