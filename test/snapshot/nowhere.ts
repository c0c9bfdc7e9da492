import { CollectFailure, type Surroundings } from '../../src/contract/collector.ts';

/** A machine with nothing on it, without a cloud and without a cluster. */
export const nowhere: Pick<Surroundings, 'machine' | 'ask' | 'cluster' | 'given'> = {
  machine: {
    read: async () => ({ state: 'absent' }),
    list: async () => [],
    link: async () => undefined,
    run: async () => ({ state: 'absent' }),
  },
  ask: async () => ({ state: 'silent', why: 'nobody is there' }),
  cluster: async () => {
    throw new CollectFailure('there is no cluster');
  },
  given: {},
};
