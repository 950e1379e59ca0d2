import type { McpbManifestAny } from '@anthropic-ai/mcpb';
import { settingDocs } from '../settings.js';

/** What the manifest takes from package.json. */
export interface PackageFacts {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
}

/** The manifest of the Claude Desktop bundle: its form is made of the settings that have a title, secrets go to the system's keychain. */
export function bundleManifest({ name, version, description, license }: PackageFacts, tools: readonly { readonly name: string; readonly description: string }[]): McpbManifestAny {
  const form = Object.entries(settingDocs).flatMap(([setting, { title, description: what, secret }]) => (title === undefined ? [] : [{ setting, key: setting.toLowerCase(), title, what, secret }]));
  return {
    manifest_version: '0.3',
    name,
    display_name: 'Okta (read-only)',
    version,
    description,
    author: { name: 'okta-mcp-server contributors' },
    license,
    keywords: ['okta', 'identity', 'iam', 'system log', 'read-only'],
    server: {
      type: 'node',
      entry_point: 'dist/main.js',
      mcp_config: { command: 'node', args: ['${__dirname}/dist/main.js'], env: Object.fromEntries(form.map(({ setting, key }) => [setting, `\${user_config.${key}}`])) },
    },
    tools: tools.map((tool) => ({ name: tool.name, description: tool.description })),
    prompts_generated: true,
    compatibility: { platforms: ['darwin', 'win32', 'linux'], runtimes: { node: '>=20' } },
    // An option that is left open reaches the server as its literal `${user_config.…}` unless it has a default.
    user_config: Object.fromEntries(
      form.map(({ setting, key, title, what, secret }) => {
        const required = setting === 'OKTA_CLIENT_ORGURL';
        return [key, { type: 'string', title, description: what, required, ...(required ? {} : { default: '' }), ...(secret === true ? { sensitive: true } : {}) }];
      }),
    ),
  };
}
