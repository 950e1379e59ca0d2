import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { bundleManifest } from '../../src/build/manifest.js';
import packageJson from '../../package.json' with { type: 'json' };
import { settingDocs } from '../../src/settings.js';
import { Host } from '../support/host.js';
import { json, RudeOrg } from '../support/rude-org.js';
import { run } from '../support/run.js';

const project = fileURLToPath(new URL('../..', import.meta.url));
const read = (name: string): string => readFileSync(join(project, name), 'utf8');
const serverJson = JSON.parse(read('server.json')) as { name: string; version: string; packages: { identifier: string; version: string; environmentVariables: { name: string; isSecret: boolean }[] }[] };

describe('server.json', () => {
  test('is valid by the schema of the registry', () => {
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats.default(ajv);
    // Released by the registry (MIT, server.schema.LICENSE): https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json
    const validate = ajv.compile(JSON.parse(read('test/install/server.schema.json')) as object);
    expect([validate(serverJson), validate.errors]).toEqual([true, null]);
    expect(validate({ ...serverJson, name: 'no namespace' })).toBe(false);
  });

  test('belongs to this package and its image, and knows every setting and secret', () => {
    expect(serverJson.name).toBe(packageJson.mcpName);
    expect(read('Dockerfile')).toContain(`io.modelcontextprotocol.server.name="${serverJson.name}"`);
    expect(serverJson.packages[0]?.environmentVariables.map(({ name, isSecret }) => [name, isSecret])).toEqual(Object.entries(settingDocs).map(([name, { secret }]) => [name, secret === true]));
  });
});

test('there is one version: of the package, its lock, the registry, the bundle, the server, the command line and the User-Agent', async () => {
  const { version } = packageJson;
  const lock = JSON.parse(read('package-lock.json')) as { version: string; packages: Record<string, { version: string }> };
  const org = await RudeOrg.start((_, response) => { json(response, 200, []); });
  const host = new Host(org.env);
  const { serverInfo } = (await host.initialize()) as { serverInfo: { version: string } };
  await host.call('list_okta_users');
  await host.close();
  await org.close();
  expect({
    lock: lock.version, root: lock.packages['']?.version, registry: serverJson.version, package: serverJson.packages[0]?.version, bundle: bundleManifest(packageJson, []).version,
    server: serverInfo.version, commandLine: (await run(['--version'])).stdout.trim(), userAgent: org.seen[0]?.headers['user-agent'],
  }).toEqual({ lock: version, root: version, registry: version, package: version, bundle: version, server: version, commandLine: version, userAgent: `okta-mcp-server/${version}` });
});

test('npx runs the packed tarball, a global install has its command, and nothing is installed beside it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'npx-'));
  const env = { PATH: process.env['PATH'], HOME: folder, npm_config_cache: join(folder, 'cache'), npm_config_offline: 'true', npm_config_update_notifier: 'false' };
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { cwd: project, env, stdio: 'pipe' });
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  const npx = (...args: string[]): string => execFileSync('npx', ['--yes', `./${tarball ?? ''}`, ...args], { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  expect(npx('--version').trim()).toBe(packageJson.version);
  expect(npx('doctor', '--demo')).toContain('tools work');
  execFileSync('npm', ['install', '--silent', '--global', '--prefix', join(folder, 'global'), `./${tarball ?? ''}`], { cwd: folder, env, stdio: 'pipe' });
  expect(execFileSync(join(folder, 'global/bin/okta-mcp-server'), ['--version'], { cwd: folder, env, encoding: 'utf8' }).trim()).toBe(packageJson.version);
});
