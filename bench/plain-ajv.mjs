// node plain-ajv.mjs SCHEMA FILE: what a script of a few lines would do. Status 1 when the file does not fit.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { CORE_SCHEMA, load } from 'js-yaml';

const [, , schema, file] = process.argv;
const text = readFileSync(file, 'utf8');
const data = file.endsWith('.json') ? JSON.parse(text) : load(text, { schema: CORE_SCHEMA });
const validate = new Ajv2020({ strict: false, validateFormats: false, allErrors: true }).compile(
  JSON.parse(readFileSync(schema, 'utf8')),
);
if (validate(data)) console.log('valid');
else {
  console.log(`invalid: ${validate.errors.length} errors`);
  process.exitCode = 1;
}
