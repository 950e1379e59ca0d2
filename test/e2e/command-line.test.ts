import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tools } from '../../src/tools/index.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { commands, flags } from '../../src/cli.js';
import { settingDocs } from '../../src/settings.js';
import { Host, MAIN } from '../support/host.js';
import { json, RudeOrg } from '../support/rude-org.js';

const run = (...args: string[]): { status: number | null; stdout: string; stderr: string } => spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', env: {}, input: '' });

test('--help names every setting and flag, --version the version, and both exit 0', () => {
  const help = run('--help');
  expect(help).toMatchObject({ status: 0, stderr: '' });
  for (const name of [...Object.keys(settingDocs), ...Object.keys(flags).map((flag) => `--${flag}`), ...Object.keys(commands).map((command) => `  ${command} `)]) expect(help.stdout).toContain(name);
  expect(run('--version')).toMatchObject({ status: 0, stdout: `${packageJson.version}\n` });
});

test.each([
  [['--dmeo'], /Unknown flag "--dmeo"\. Did you mean --demo\?/],
  [['--constructor'], /Unknown flag "--constructor"/],
  [['--verison'], /Did you mean --version\?/],
  [['sevre'], /Unknown command "sevre"\. Did you mean serve\?/],
  [['--zzzzzzzzzzzz'], /See --help/],
  [['serve', '--csv'], /--csv does not belong to serve, but to call/],
  [['config', 'cursor', '--demo', '--demo-users', '5000'], /--demo-users does not belong to config/],
  [['doctor', 'now'], /doctor takes no argument "now"/],
  [['config', 'cursor', 'vscode'], /config takes no argument "vscode"/],
  [['tools', '--json=yes'], /--json takes no value/],
  [['--demo', '--demo-users', 'many'], /--demo-users takes a whole number from 1000/],
  [['doctor', 'now', '--jsn', '--csv', '--settings'], /^--settings needs a value[^\n]*\nUnknown flag "--jsn"\. Did you mean --json\?\n--csv does not belong to doctor[^\n]*\ndoctor takes no argument "now"\.\nSee --help\.\n$/],
])('%j is an error that helps, on stderr, with exit code 2', (args, expected) => {
  const result = run(...args);
  expect(result).toMatchObject({ status: 2, stdout: '' });
  expect(result.stderr).toMatch(expected);
});

describe('configuration', () => {
  let org: RudeOrg;
  beforeAll(async () => { org = await RudeOrg.start((_, response) => { json(response, 200, { id: '00u1234567890abcdefg' }); }); });
  afterAll(() => org.close());

  const token = '00secretTokenThatMustNotShow0123456789abcd';
  const wrong: [string, Record<string, string>, RegExp][] = [
    ['nothing set', {}, /OKTA_CLIENT_ORGURL is not set.*OKTA_API_TOKEN is not set.*Security > API > Tokens/],
    ['the admin host', { OKTA_CLIENT_ORGURL: 'https://acme-admin.okta.com', OKTA_API_TOKEN: token }, /OKTA_CLIENT_ORGURL is the Admin Console's host: write it without -admin, https:\/\/acme\.okta\.com/],
    ['a placeholder', { OKTA_CLIENT_ORGURL: 'https://your-org.okta.com', OKTA_API_TOKEN: token }, /still a placeholder/],
    ['another placeholder', { OKTA_CLIENT_ORGURL: 'https://{yourOktaDomain}', OKTA_API_TOKEN: token }, /still a placeholder/],
    ['no scheme', { OKTA_CLIENT_ORGURL: 'acme.okta.com', OKTA_API_TOKEN: token }, /has no scheme: write https:\/\/acme\.okta\.com/],
    ['plain http', { OKTA_CLIENT_ORGURL: 'http://acme.okta.com', OKTA_API_TOKEN: token }, /must begin with https:\/\//],
    ['a path', { OKTA_CLIENT_ORGURL: 'https://acme.okta.com/app/home', OKTA_API_TOKEN: token }, /must have no path: write https:\/\/acme\.okta\.com/],
    ['a token in the wrong place', { OKTA_CLIENT_ORGURL: token, OKTA_API_TOKEN: token }, /OKTA_CLIENT_ORGURL is no address/],
    ['an option left open in a host', { OKTA_CLIENT_ORGURL: 'https://acme.okta.com', OKTA_API_TOKEN: '${user_config.token}' }, /OKTA_API_TOKEN is not set/],
    ['a token with its prefix', { OKTA_CLIENT_ORGURL: 'https://acme.okta.com', OKTA_API_TOKEN: `SSWS${token}` }, /without "SSWS"/],
    ['a token with a line break inside', { OKTA_CLIENT_ORGURL: 'https://acme.okta.com', OKTA_API_TOKEN: `${token}\n${token}` }, /OKTA_API_TOKEN holds a space, a line break/],
    ['a limit that is no number', { OKTA_CLIENT_ORGURL: 'https://acme.okta.com', OKTA_API_TOKEN: token, OKTA_CONCURRENT_LIMIT: 'many' }, /OKTA_CONCURRENT_LIMIT must be a whole number from 1 to 75/],
    ['a level no one knows', { OKTA_CLIENT_ORGURL: 'https://acme.okta.com', OKTA_API_TOKEN: token, LOG_LEVEL: 'loud' }, /LOG_LEVEL must be one of error, warn, info, debug/],
  ];
  test.each(wrong)('%s: the server starts, the time tools work, the others say what to set', async (_, env, expected) => {
    const host = await Host.start(env);
    expect(((await host.request('tools/list')).result?.['tools'] as unknown[]).length).toBe(tools.length);
    expect(await host.one('parse_relative_time', { time_expression: 'yesterday' })).toHaveProperty('time');
    const text = await host.fails('list_okta_users');
    expect(text).toMatch(expected);
    expect(text).toMatch(/^Next: /m);
    await host.close();
    expect(host.stdout + host.stderr).not.toContain(token);
  });

  test('values are trimmed, a trailing slash is no path', async () => {
    const host = await Host.start({ OKTA_CLIENT_ORGURL: ` ${org.origin}/ \n`, OKTA_API_TOKEN: `${token}\r\n` });
    expect(await host.one('get_okta_user', { user_id: '00u1234567890abcdefg' })).toHaveProperty('user');
    expect(org.seen.at(-1)?.headers['authorization']).toBe(`SSWS ${token}`);
    await host.close();
    expect(host.stdout + host.stderr).not.toContain(token);
  });

  test('a .env file in the working directory counts while the environment names no org, whose other settings win; nothing is printed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'okta-mcp-'));
    writeFileSync(join(folder, '.env'), `OKTA_CLIENT_ORGURL=${org.origin}\nOKTA_API_TOKEN=from-the-file-1234\nLOG_LEVEL=debug\n`);
    const fromFile = 'from-the-file-1234';
    const cases: readonly [Record<string, string>, string[], string][] = [
      [{}, [], fromFile], [{ OKTA_API_TOKEN: '' }, [], fromFile], [{ OKTA_API_TOKEN: '${user_config.api_token}' }, [], fromFile], [{ LOG_LEVEL: 'error' }, [], fromFile],
      [{ OKTA_CLIENT_ORGURL: org.origin, OKTA_API_TOKEN: 'from-the-environment' }, [], 'from-the-environment'], [{ LOG_LEVEL: 'error' }, ['--settings', join(folder, '.env')], fromFile],
    ];
    for (const [env, args, expected] of cases) {
      const host = await Host.start(env, args, { cwd: folder });
      await host.one('get_okta_user', { user_id: '00u1234567890abcdefg' });
      expect(org.seen.at(-1)?.headers['authorization']).toBe(`SSWS ${expected}`);
      await host.close();
      expect(host.stderr.includes('"message":"settings"')).toBe(env['LOG_LEVEL'] !== 'error');
      for (const line of host.stdout.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('jsonrpc');
    }
  });
});

test('npm run demo asks its questions and exits 0', () => {
  const output = execFileSync(process.execPath, [MAIN, 'demo'], { encoding: 'utf8', env: {} });
  expect(output).toContain('Every answer is as it should be.');
  expect(output).not.toContain('WRONG');
  expect(output.match(/^\d+\. /gm)?.length).toBeGreaterThanOrEqual(10);
  expect(output).toMatch(/\d+ (tokens|characters)/);
});

test('what Node compiled is kept in the user\'s cache on Node 22 and newer, nowhere else and not when it is turned off', async () => {
  const newer = Number(process.versions.node.split('.')[0]) >= 22;
  for (const [env, kept] of [[{}, newer], [{ NODE_DISABLE_COMPILE_CACHE: '1' }, false]] as const) {
    const folder = mkdtempSync(join(tmpdir(), 'compile-cache-'));
    const host = await Host.start({ ...env, XDG_CACHE_HOME: folder });
    await host.one('get_current_time');
    await host.close();
    expect(existsSync(join(folder, 'okta-mcp-server'))).toBe(kept);
    rmSync(folder, { recursive: true });
  }
});
