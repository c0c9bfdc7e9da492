import { startApiServer } from '../test/io/kube/api-server.ts';
import { largeCluster } from './large-cluster.ts';

/**
 * A program: serves a large cluster until it is ended, and prints its address first.
 *
 * Usage: `node --import tsx bench/kube-server.ts [nodes] [pods a node]`
 */
const [nodes = '1000', pods = '30'] = process.argv.slice(2);
// Answers are kept, so that the second run measures the client and not this.
const server = await startApiServer(largeCluster(Number(nodes), Number(pods)), { keepAnswers: true });
console.log(server.url);
