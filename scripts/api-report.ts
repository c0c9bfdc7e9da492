import { mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';

const ENTRIES = ['index', 'constructs', 'contract', 'testing'];
const SCRATCH = '.cache/api';

/**
 * The public API as text, one report an entry point: what a reviewer reads to see that a change breaks somebody.
 *
 * Reads the declarations that the build left in lib/types.
 */
export function apiReports(): (readonly [path: string, text: string])[] {
  mkdirSync(SCRATCH, { recursive: true });
  return ENTRIES.map((entry) => {
    const config = ExtractorConfig.prepare({
      configObject: {
        projectFolder: process.cwd(),
        mainEntryPointFilePath: resolve(`lib/types/src/exports/${entry}.d.ts`),
        apiReport: {
          enabled: true,
          reportFileName: `${entry}.api.md`,
          reportFolder: resolve(SCRATCH),
          reportTempFolder: resolve(SCRATCH, 'temp'),
        },
        docModel: { enabled: false },
        dtsRollup: { enabled: false },
        tsdocMetadata: { enabled: false },
        compiler: { tsconfigFilePath: resolve('tsconfig.types.json') },
        newlineKind: 'lf',
        messages: {
          extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
          compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
          tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        },
      },
      configObjectFullPath: undefined,
      packageJsonFullPath: resolve('package.json'),
    });
    const { succeeded } = Extractor.invoke(config, {
      localBuild: true,
      messageCallback: (message) => {
        message.handled = message.logLevel !== ExtractorLogLevel.Error;
      },
    });
    if (!succeeded) throw new Error(`the API report of ${entry} could not be made`);
    return [`api/${entry}.api.md`, readFileSync(resolve(SCRATCH, `${entry}.api.md`), 'utf8')] as const;
  });
}
