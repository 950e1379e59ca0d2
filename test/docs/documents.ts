import { settingDocs } from '../../src/settings.js';
import { tools } from '../../src/tools/index.js';

/** The text of .env.sample, made of the configuration's own table. */
export function envSample(): string {
  const blocks = Object.entries(settingDocs).map(([name, { description, example, secret }]) => {
    const required = name === 'OKTA_CLIENT_ORGURL' || name === 'OKTA_API_TOKEN';
    return `# ${description}\n${required ? '' : '# '}${name}=${secret === true ? '' : (example ?? '')}`;
  });
  return `# Copy to .env and fill in. Values of the process environment win over this file. Made by npm run docs.\n\n${blocks.join('\n\n')}\n`;
}

/** README's table of settings. */
export function settingsTable(): string {
  const rows = Object.entries(settingDocs).map(([name, { description, example, secret }]) => `| \`${name}\` | ${description}${secret === true ? ' **Secret.**' : ''} | ${example === undefined ? '' : `\`${example}\``} |`);
  return ['| variable | what it is | example |', '|---|---|---|', ...rows].join('\n');
}

/** README's table of tools. */
export function toolTable(): string {
  const rows = tools.map((tool) => {
    const own = Object.keys(tool.input().shape).map((name) => `\`${name}\``).join(', ');
    return `| \`${tool.name}\` | ${own} | ${tool.operations.length === 0 ? 'none' : `\`${tool.operations[0] ?? ''}\``} | ${tool.scopes.map((scope) => `\`${scope}\``).join(' ')} |`;
  });
  return ['| tool | arguments | Okta operation | scope |', '|---|---|---|---|', ...rows].join('\n');
}

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`. */
export function fill(document: string, name: string, text: string): string {
  const pattern = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
  if (!pattern.test(document)) throw new Error(`README.md has no markers for ${name}`);
  return document.replace(pattern, (_, open: string, close: string) => `${open}${text}\n${close}`);
}
