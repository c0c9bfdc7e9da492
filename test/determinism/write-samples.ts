import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createEngine } from '../../src/engine.ts';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { writeTree } from '../../src/io/write-tree.ts';
import { synthCluster } from '../../src/ops/synth-cluster.ts';

/** Writes every sample to the folder that is named: run by test/determinism.test.ts as a process of its own. */
const [root = ''] = process.argv.slice(2);
const clusters = fileURLToPath(new URL('../../clusters/', import.meta.url));
const engine = createEngine();
for (const file of readdirSync(clusters).filter((name) => name.endsWith('.yaml'))) {
  const document = parseYaml(readFileSync(`${clusters}${file}`, 'utf8'), `clusters/${file}`);
  const { name, files } = synthCluster(engine, { document });
  writeTree({ root, name, files });
}
