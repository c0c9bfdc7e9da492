// Loaded before anything else: from here on a folder's entries come in the opposite order, as another file system may give them.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { readdirSync } = fs;
fs.readdirSync = (...args) => readdirSync(...args).toReversed();
syncBuiltinESMExports();
