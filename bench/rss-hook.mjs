// Preloaded by the benchmark: leaves the largest resident set of the process in a file. Unit: KiB.
import { writeFileSync } from 'node:fs';

process.on('exit', () => writeFileSync(process.env.BENCH_RSS_FILE, String(process.resourceUsage().maxRSS)));
