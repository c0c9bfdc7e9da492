import { CnsError, createEngine, formatProblem, parseYaml, synthCluster } from 'cloud-native-stack';

const engine = createEngine();

const cluster = (accelerator: string): string => `
apiVersion: cns.dev/v1alpha1
kind: Cluster
name: from-a-program
criteria: { service: eks, accelerator: ${accelerator}, os: ubuntu, intent: training }
pools: { gpu: { labels: { nodeGroup: gpu-worker } } }
gitops: { deployer: helm }
`;

// A tree is a map from relative path to text. Nothing is written: that is up to you.
const tree = synthCluster(engine, { document: parseYaml(cluster('h100'), 'from-a-program.yaml') });
console.log([...tree.files.keys()].filter((path) => !path.includes('/')).join(' '));
console.log(`gpu-operator ${JSON.stringify(tree.recipe.components['gpu-operator']?.driver)}`);

// What is wrong comes as one error with every problem: code, message, hint, path and place.
try {
  synthCluster(engine, { document: parseYaml(cluster('h1000'), 'from-a-program.yaml') });
} catch (error) {
  if (!(error instanceof CnsError)) throw error;
  for (const problem of error.problems) console.log(formatProblem(problem));
}

/* prints:
install.sh uninstall.sh recipe.lock.yaml README.md checksums.txt
gpu-operator {"version":"580.126.20"}
from-a-program.yaml:5:40: QUERY_INVALID at criteria.accelerator
  got "h1000"; allowed: a100, b200, gb200, h100, h200, l4, l40s
  hint: did you mean h100, a100, h200?
*/
