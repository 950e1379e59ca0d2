import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import stringWidth from 'string-width';
import { tools } from '../../src/tools/index.js';
import { startDemoServer, type DemoServer } from '../../src/demo/server/server.js';
import { flags } from '../../src/cli.js';
import { json, oktaError, RudeOrg } from '../support/rude-org.js';
import { run, runOnTerminal } from '../support/run.js';
import { UNLIMITED } from '../support/unlimited.js';

let org: DemoServer;
let env: Record<string, string>;
beforeAll(async () => {
  org = await startDemoServer({ users: 1000, rateLimits: UNLIMITED });
  env = { OKTA_CLIENT_ORGURL: org.origin, OKTA_API_TOKEN: org.token };
});
afterAll(() => org.close());

const vpn = () => org.org.groups.find((group) => (group['profile'] as { name: string }).name === 'VPN Users')!['id'] as string;

describe('tools', () => {
  test('lists every tool with scopes and tokens, as a table and as JSON, without an org', async () => {
    const listed = JSON.parse((await run(['tools', '--json'])).stdout) as { tools: { name: string; scopes: string[]; tokens: number }[]; tokens: number };
    expect(listed.tools.map(({ name, scopes }) => [name, scopes])).toEqual(tools.map(({ name, scopes }) => [name, scopes]));
    expect(listed.tokens).toBe(listed.tools.reduce((sum, tool) => sum + tool.tokens, 0));
    expect(Math.min(...listed.tools.map(({ tokens }) => tokens))).toBeGreaterThan(20);
    const { code, stdout, stderr } = await run(['tools'], { env: { OKTA_TOOLSETS: 'time,groups' } });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('parse_relative_time');
    expect(stdout).toContain('okta.groups.read');
    expect(stdout).not.toContain('list_okta_users');
  });
});

describe('call', () => {
  test('a table for people, cut nowhere when piped; JSON and CSV hold the same rows', async () => {
    const args = ['call', 'list_okta_group_members', '--group_id', 'VPN Users', '--limit', '7', '--fields', 'id,profile.login,profile.displayName'];
    const table = await run(args, { env });
    expect([table.code, table.stderr]).toEqual([0, '']);
    const answer = JSON.parse((await run([...args, '--json'], { env })).stdout) as { columns: string[]; rows: string[][]; page: { has_more: boolean } };
    expect([answer.columns, answer.rows.length, answer.page.has_more]).toEqual([['id', 'profile.login', 'profile.displayName'], 7, true]);
    const csv = await run([...args, '--csv'], { env });
    expect(parse(csv.stdout)).toEqual([answer.columns, ...answer.rows]);
    for (const cell of answer.rows.flat()) expect(table.stdout).toContain(cell);
    expect(table.stdout).toContain('there is more');
  });

  test('--all follows `after` to the end: every row once, and no cursor left', async () => {
    const members = org.org.groupMembers.get(vpn())!;
    const { code, stdout } = await run(['call', 'list_okta_group_members', '--group-id', vpn(), '--all', '--json'], { env });
    const answer = JSON.parse(stdout) as { columns: string[]; rows: string[][]; page: Record<string, unknown>; notes?: string[] };
    const ids = answer.rows.map((row) => row[answer.columns.indexOf('id')]);
    expect([code, new Set(ids), ids.length, answer.page]).toEqual([0, new Set(members), members.length, { returned: members.length, has_more: false }]);
    expect(stdout).not.toContain('page.after');
  });

  test('--all of an investigation ends complete, whatever a single call may take', async () => {
    const args = ['call', 'audit_okta_mfa_coverage', '--search', 'profile.department eq "Finance"', '--json'];
    const whole = JSON.parse((await run([...args, '--limit', '200'], { env })).stdout) as { summary: unknown; rows: unknown[][]; examined: { complete: boolean } };
    const slow = await startDemoServer({ users: 1000, rateLimits: UNLIMITED, latencyMs: 1000, now: org.org.options.now });
    const parts = await run([...args, '--all'], { env: { OKTA_CLIENT_ORGURL: slow.origin, OKTA_API_TOKEN: slow.token, OKTA_CALL_DEADLINE_SECONDS: '5' } });
    await slow.close();
    const all = JSON.parse(parts.stdout) as typeof whole & { notes: string[] };
    expect([parts.code, all.examined.complete, all.rows.length, all.summary]).toEqual([0, true, whole.rows.length, whole.summary]);
    expect(all.notes.join(' ')).not.toContain('Incomplete');
  });

  test('arguments take the types of the schema, kebab-case and =; what does not fit is told before anything is sent', async () => {
    const groups = JSON.parse((await run(['call', 'list_okta_groups', '--search=profile.name eq "VPN Users"', '--include-stats', 'true', '--json'], { env })).stdout) as { columns: string[] };
    expect(groups.columns).toContain('_embedded.stats.usersCount');
    for (const [args, code, expected] of [
      [['list_okta_users', '--limit', 'many'], 2, /`limit`: must be a number/],
      [['list_okta_groups', '--include_stats', 'perhaps'], 2, /`include_stats`: must be a boolean/],
      [['get_okta_user'], 2, /`user_id` is required/],
      [['get_okta_user', '--user_id', 'nobody@example.com'], 1, /E0000007[\s\S]*Next: Find the user/],
      [['list_okta_users', '--limitt', '5'], 2, /Unknown flag "--limitt"\. Did you mean --limit\?/],
      [['list_okta_users', '--limit'], 2, /--limit needs a value/],
      [['list_okta_users', '--limit', '--json'], 2, /--limit needs a value/],
      [['list_okta_users', 'ada'], 2, /takes its arguments as flags: "ada" is none/],
      [['list_okta_users', '--write'], 2, /--write does not belong to call, but to config/],
      [['list_okta_users', '--limit', '-h'], 2, /`limit`: must be a number/],
      [['list_okta_users', '--q', '-v', '--limit', 'x'], 2, /`limit`: must be a number/],
      [['list_okta_users', '--json', '--csv'], 2, /Choose --json or --csv/],
      [['list_okta_user'], 2, /Unknown tool "list_okta_user"\. Did you mean list_okta_users\?/],
      [[], 2, /call TOOL --help/],
      // All faults at once.
      [['list_okta_policies', '--typo', 'x', '--status', 'GONE', '--q', '--limit', '0', 'ada', '--json', '--csv', '--write'], 2, /^--q needs a value[^\n]*\nUnknown flag "--typo"[^\n]*\n--write does not belong to call[^\n]*\nlist_okta_policies takes its arguments as flags: "ada" is none\.\nChoose --json or --csv\.\n`type` is required\.\n`status`: must be one of ACTIVE, INACTIVE\.\n`limit`: at least 1\.\nSee call list_okta_policies --help\.\n$/],
      [['list_okta_users', ...Array.from({ length: 30 }, (_, index) => `--none${index}`)], 2, /"--none9"[^\n]*\nAnd 20 more\.\nSee call/],
    ] as [string[], number, RegExp][]) {
      const result = await run(['call', ...args], { env });
      expect([args, result.code, result.stdout]).toEqual([args, code, '']);
      expect(result.stderr).toMatch(expected);
    }
  });

  test('call TOOL --help tells each argument of each tool, and no argument is named like a flag of the program', async () => {
    for (const tool of tools) {
      for (const name of Object.keys(tool.input().shape)) expect(Object.keys(flags)).not.toContain(name);
    }
    const { code, stdout } = await run(['call', 'list_okta_policies', '--help']);
    expect(code).toBe(0);
    for (const name of ['--type TEXT', 'Required.', 'One of ', '--status TEXT', '--limit N', '--fields A,B', '--all', '--csv']) expect(stdout).toContain(name);
  });

  test('a formula that a stranger wrote into the org is no formula in CSV', async () => {
    const rude = await RudeOrg.start((_, response) => { json(response, 200, [{ id: '00u1234567890abcdefg', profile: { login: '=HYPERLINK("http://evil.example")', lastName: '@SUM(A1)' } }]); });
    const { stdout } = await run(['call', 'list_okta_users', '--csv'], { env: rude.env });
    await rude.close();
    expect(parse(stdout)[1]).toEqual(expect.arrayContaining([`'=HYPERLINK("http://evil.example")`, "'@SUM(A1)"]));
  });

  test('without configuration it says what to set, as an error; the secret stays inside', async () => {
    const { code, stderr } = await run(['call', 'list_okta_users'], { env: { OKTA_API_TOKEN: 'token-that-must-not-show-1234' } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/OKTA_CLIENT_ORGURL is not set/);
    expect(stderr).not.toContain('must-not-show');
    expect((await run(['call', 'get_current_time'])).code).toBe(0);
    expect((await run(['call', 'list_okta_users', '--settings', '/nonexistent/.env'], { env })).stderr).toContain('--settings names cannot be read');
  });

  test('calls are not logged at a terminal, but audited where OKTA_AUDIT_LOG says', async () => {
    const { stderr } = await run(['call', 'list_okta_network_zones'], { env });
    expect(stderr).toBe('');
  });
});

describe('on a terminal', () => {
  const args = ['call', 'list_okta_users', '--limit', '3'];

  test('tables fit the width, with colours; NO_COLOR and a pipe have none', async () => {
    for (const columns of [50, 80, 120]) {
      const { stdout } = await runOnTerminal(args, columns, { env });
      expect(stdout).toContain('\u001b[1m');
      for (const line of stdout.split(/\r?\n/).filter((text) => /[│┌├└]/.test(text))) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
    }
    expect((await runOnTerminal(args, 80, { env: { ...env, NO_COLOR: '1' } })).stdout).not.toContain('\u001b[');
    expect((await run(args, { env: { ...env, FORCE_COLOR: '1' } })).stdout).not.toContain('\u001b[');
  });

  test('long work has a bar on stderr that goes away; Ctrl-C cancels with exit code 130 and shows the cursor again', async () => {
    const slow = await startDemoServer({ users: 1000, rateLimits: UNLIMITED, latencyMs: 100 });
    const slowEnv = { OKTA_CLIENT_ORGURL: slow.origin, OKTA_API_TOKEN: slow.token };
    const { code, stdout } = await runOnTerminal(['call', 'audit_okta_mfa_coverage'], 100, { env: slowEnv, interruptAt: '░' });
    expect([code, stdout.includes('█') || stdout.includes('░'), stdout.includes('Cancelled.')]).toEqual([130, true, true]);
    expect(stdout.lastIndexOf('\u001b[?25h')).toBeGreaterThan(stdout.lastIndexOf('\u001b[?25l'));
    const piped = await run(['call', 'audit_okta_mfa_coverage', '--search', 'profile.department eq "Legal"'], { env: slowEnv });
    await slow.close();
    expect([piped.code, piped.stderr]).toEqual([0, '']);
  });

});

test('who starts the server at a terminal is told what it waits for, and Ctrl-C ends it', async () => {
  const { code, stdout } = await runOnTerminal([], 100, { interruptAt: '--help' });
  expect([code, stdout]).toEqual([130, expect.stringContaining('Serving MCP on stdin and stdout') as string]);
});

test('--all that fails on the way writes what was read before, and how to go on', async () => {
  const rude = await RudeOrg.start((_, response, count) => {
    if (count > 2) json(response, 403, oktaError('E0000006', 'You do not have permission'));
    else {
      response.setHeader('link', `<${rude.origin}/api/v1/users?after=${count}&limit=2>; rel="next"`);
      json(response, 200, [`${count}a`, `${count}b`].map((id) => ({ id: `00u${id.padStart(17, '0')}`, status: 'ACTIVE' })));
    }
  });
  const { code, stdout, stderr } = await run(['call', 'list_okta_users', '--all', '--json'], { env: rude.env });
  await rude.close();
  expect([code, (JSON.parse(stdout) as { rows: unknown[]; page: unknown }).rows.length]).toEqual([1, 4]);
  expect(JSON.parse(stdout)).toMatchObject({ page: { returned: 4, has_more: true, after: expect.any(String) as string } });
  expect(stderr).toMatch(/HTTP 403[\s\S]*The rows that were read before are written/);
});

test('an org that fails is an error with the next step and exit code 1', async () => {
  const rude = await RudeOrg.start((_, response) => { json(response, 403, oktaError('E0000006', 'You do not have permission to perform the requested action')); });
  const { code, stdout, stderr } = await run(['call', 'list_okta_users', '--json'], { env: rude.env });
  await rude.close();
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/HTTP 403[\s\S]*E0000006[\s\S]*Next: /);
});
