import type { GkeAccount } from './account.ts';

/** Stands for a project that is not known; defaults are those of the schema (a test holds the two together). */
export const gkeStandIns: GkeAccount = {
  project: '<project>',
  projectNumber: '<project number>',
  zones: ['<zone 1>', '<zone 2>'],
  version: '<version>',
  channel: 'REGULAR',
  nodeCidr: '10.0.0.0/20',
  podCidr: '10.4.0.0/14',
  serviceCidr: '10.0.32.0/20',
  fabricCidr: '192.168.0.0/16',
  privateApiCidrs: [],
  systemNodes: { instanceType: 'e2-standard-16', count: 3 },
  capacity: { reservation: '<reservation>' },
  maintenance: {
    startTime: '2026-01-03T00:00:00Z',
    endTime: '2026-01-03T08:00:00Z',
    recurrence: 'FREQ=WEEKLY;BYDAY=SA,SU',
  },
  api: { publicCidrs: [], reachable: false },
  protect: true,
};
