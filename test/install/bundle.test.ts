import { getMcpConfigForManifest, hasRequiredConfigMissing, unpackExtension, type McpbManifestAny } from '@anthropic-ai/mcpb';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemoServer, type DemoServer } from '../../src/demo/server/server.js';
import { launchServer } from '../../src/mcp/client.js';
import { settingDocs } from '../../src/settings.js';

const project = fileURLToPath(new URL('../..', import.meta.url));
let org: DemoServer;
let folder: string;
let manifest: McpbManifestAny;

beforeAll(async () => {
  org = await startDemoServer({ users: 1000 });
  const packed = join(mkdtempSync(join(tmpdir(), 'bundle-')), 'okta.mcpb');
  execFileSync(process.execPath, ['--import', 'tsx', 'src/build/mcpb.ts', packed], { cwd: project, stdio: 'pipe' });
  folder = join(mkdtempSync(join(tmpdir(), 'bundle-')), 'unpacked');
  await unpackExtension({ mcpbPath: packed, outputDir: folder, silent: true });
  manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as McpbManifestAny;
});
afterAll(() => org.close());

/** What Claude Desktop starts for the values of its form. */
async function launched(userConfig: Record<string, string>) {
  const config = await getMcpConfigForManifest({ manifest, extensionPath: folder, systemDirs: {}, userConfig, pathSeparator: '/' });
  return launchServer(process.execPath, config?.args ?? [], config?.env ?? {});
}

describe('the Claude Desktop bundle', () => {
  test('starts from where it was unpacked with the values of its form, and lists what its manifest lists', async () => {
    const server = await launched({ okta_client_orgurl: org.origin, okta_api_token: org.token });
    expect(await server.tools()).toEqual(manifest.tools);
    expect(await server.call('list_okta_users', { limit: 1 })).toMatchObject({ isError: false, structured: { page: { returned: 1 } } });
    await server.close();
  });

  test('options that are left open count as not set', async () => {
    const server = await launched({ okta_client_orgurl: org.origin });
    expect((await server.call('list_okta_users', {})).text).toMatch(/OKTA_API_TOKEN is not set/);
    await server.close();
    const literal = await launchServer(process.execPath, [join(folder, 'dist/main.js')], { OKTA_CLIENT_ORGURL: org.origin, OKTA_API_TOKEN: org.token, OKTA_REDACT: '${user_config.okta_redact}', OKTA_TOOLSETS: '${user_config.okta_toolsets}' });
    expect((await literal.tools()).length).toBe(manifest.tools?.length);
    await literal.close();
  });

  test('secrets go to the keychain, the address is asked for, and nothing else is in the way', () => {
    const form = manifest.user_config ?? {};
    for (const [name, { secret, title }] of Object.entries(settingDocs)) {
      const field = form[name.toLowerCase()];
      expect([name, field === undefined, field?.sensitive]).toEqual([name, title === undefined, title === undefined ? undefined : secret]);
    }
    expect(Object.entries(form).filter(([, { required }]) => required === true).map(([key]) => key)).toEqual(['okta_client_orgurl']);
    expect(hasRequiredConfigMissing({ manifest, userConfig: {} })).toBe(true);
    expect(hasRequiredConfigMissing({ manifest, userConfig: { okta_client_orgurl: org.origin } })).toBe(false);
  });

  test('holds the server, its licences and no more', () => {
    expect(readdirSync(folder).toSorted()).toEqual(['LICENSE.md', 'README.md', 'dist', 'manifest.json', 'package.json']);
    expect(readdirSync(join(folder, 'dist')).filter((name) => !/\.js$|^package\.json$|^THIRD_PARTY_LICENSES\.txt$/.test(name))).toEqual([]);
  });
});
