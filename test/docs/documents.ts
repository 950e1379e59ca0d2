import packageJson from '../../package.json' with { type: 'json' };
import { alone } from '../../src/hosts/host-file.js';
import { hosts, type HostName } from '../../src/hosts/hosts.js';
import { prompts } from '../../src/prompts/prompts.js';
import { resources, templates } from '../../src/resources/resources.js';
import { settingDocs } from '../../src/settings.js';
import { tools } from '../../src/tools/index.js';

/** The text of .env.sample, made of the configuration's own table. */
export function envSample(): string {
  const blocks = Object.entries(settingDocs).map(([name, { description, example, secret }]) => {
    const required = name === 'OKTA_CLIENT_ORGURL' || name === 'OKTA_API_TOKEN';
    return `# ${description}\n${required ? '' : '# '}${name}=${secret === true ? '' : (example ?? '')}`;
  });
  return `# Copy to a file that only you can read, fill in and name it by --settings; values of the process environment win over it. Made by npm run docs.\n\n${blocks.join('\n\n')}\n`;
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

/** README's entry for a host, as `config` prints it; what a reader has to fill in are placeholders. */
export function hostEntry(name: HostName): string {
  const edits = hosts[name].edits({ command: 'node', args: ['/path/to/okta-mcp-server/dist/main.js'] }, { demo: false, plain: { OKTA_CLIENT_ORGURL: 'https://your-org.okta.com' }, secrets: ['OKTA_API_TOKEN'], settingsFile: undefined });
  return `\`\`\`json\n${JSON.stringify(alone(edits), null, 2)}\n\`\`\``;
}

/** README's table of prompts. */
export function promptTable(): string {
  return ['| prompt | arguments | what for |', '|---|---|---|', ...prompts.map((prompt) => `| \`${prompt.name}\` | ${prompt.arguments.map(({ name, required }) => `\`${name}\`${required ? '' : ' (optional)'}`).join(', ')} | ${prompt.description} |`)].join('\n');
}

/** README's table of resources. */
export function resourceTable(): string {
  const rows = [...resources.map(({ uri, description }) => ({ uri, description })), ...templates.map(({ prefix, variable, description }) => ({ uri: `${prefix}{${variable}}`, description }))];
  return ['| resource | what it is |', '|---|---|', ...rows.map(({ uri, description }) => `| \`${uri}\` | ${description} |`)].join('\n');
}

/** server.json for the MCP registry (https://github.com/modelcontextprotocol/registry). */
export function serverJson(): string {
  const { name, version, mcpName } = packageJson;
  const variables = Object.entries(settingDocs).map(([variable, { description, secret, example }]) => ({
    name: variable,
    description,
    isRequired: variable === 'OKTA_CLIENT_ORGURL',
    isSecret: secret === true,
    ...(example === undefined ? {} : { placeholder: example }),
  }));
  const content = {
    $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
    name: mcpName,
    title: 'Okta (read-only)',
    description: 'Read an Okta org: users, groups, applications, policies, zones, System Log, investigations.',
    version,
    packages: [{ registryType: 'npm', identifier: name, version, runtimeHint: 'npx', transport: { type: 'stdio' }, environmentVariables: variables }],
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
