import { cleanText } from '../answers/text.js';
import { orgSources, settingsFiles, type Environment } from '../environment.js';
import { exposureOf } from '../files/read.js';
import type { PrivateKey } from '../private-key.js';
import type { Check } from './diagnosis.js';

const area = 'configuration' as const;

/** Which source is in force, what of a `.env` is not, and which files with secrets others can get at. `key`: the private key in use. */
export function sourceChecks(environment: Environment, demo: boolean, key: PrivateKey | undefined): Check[] {
  const files = settingsFiles(environment);
  const sources = orgSources(environment).map((source) => (source === 'environment' ? 'the environment' : source)).join(' and ');
  const detail = demo ? 'the demo org is read' : sources === '' ? 'none names the org' : `the org's address and credential come from ${sources}`;
  return [
    { area, name: 'source', verdict: 'ok', detail: cleanText(files.length === 0 ? detail : `${detail}; settings are taken from ${files.join(', ')}`) },
    ...environment.ignored.map((text): Check => ({ area, name: '.env', verdict: 'warning', detail: cleanText(text), next: 'A .env in the working directory may be somebody else\'s: put the settings into the environment, or name the file by --settings.' })),
    ...files.flatMap((file) => exposureCheck('settings file', cleanText(file), file)),
    ...(key?.file === undefined ? [] : exposureCheck('key file', 'the file that OKTA_CLIENT_PRIVATEKEY names', key.file)),
  ];
}

function exposureCheck(name: string, called: string, file: string): Check[] {
  const exposure = exposureOf(file);
  return exposure === undefined ? [] : [{ area, name, verdict: 'warning', detail: `${called} ${exposure}`, next: 'A file that holds a secret should belong to you and be for you alone: chmod 600 FILE.' }];
}
