import { mkdtempSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Host } from '../support/host.js';
import { json, RudeOrg } from '../support/rude-org.js';

const USER = '00u1234567890abcdefg';
let org: RudeOrg;
let folder: string;
beforeAll(async () => {
  org = await RudeOrg.start((request, response) => { if (request.url.includes('missing')) json(response, 404, { errorCode: 'E0000007', errorSummary: 'Not found' }); else json(response, 200, request.url.includes('/groups') ? [{ id: 'g' }] : { id: USER }); });
  folder = mkdtempSync(join(tmpdir(), 'okta-mcp-audit-'));
});
afterAll(() => org.close());

async function threeCalls(env: Record<string, string>): Promise<Host> {
  const host = await Host.start({ ...org.env, ...env });
  await host.call('get_okta_user', { user_id: USER });
  await host.call('list_okta_user_groups', { user_id: USER });
  await host.call('get_okta_user', { user_id: 'missing@example.com' });
  await host.close();
  return host;
}
const lines = (text: string): Record<string, unknown>[] => text.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);

test('every call leaves one line on stderr, without its arguments, whatever LOG_LEVEL says', async () => {
  const host = await threeCalls({ LOG_LEVEL: 'error' });
  expect(lines(host.stderr)).toMatchObject([
    { tool: 'get_okta_user', outcome: 'ok', requests: 1, bytes: expect.any(Number), ms: expect.any(Number), time: expect.any(String) },
    { tool: 'list_okta_user_groups', outcome: 'ok', requests: 1, rows: 1 },
    { tool: 'get_okta_user', outcome: 'okta', requests: 1 },
  ]);
  expect(host.stderr).not.toContain(USER);
});

test('OKTA_AUDIT_LOG takes the lines, in a file for its owner only; OKTA_AUDIT_ARGUMENTS adds the arguments', async () => {
  const file = join(folder, 'new.jsonl');
  const host = await threeCalls({ OKTA_AUDIT_LOG: file, OKTA_AUDIT_ARGUMENTS: 'true' });
  expect(lines(host.stderr)).toMatchObject([{ message: 'settings' }]);
  expect(lines(readFileSync(file, 'utf8'))).toMatchObject([{ tool: 'get_okta_user', arguments: { user_id: USER } }, {}, { arguments: { user_id: 'missing@example.com' } }]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('what stands in the file of OKTA_AUDIT_LOG stays, its mode too; that others may read it is told', async () => {
  const file = join(folder, 'audit.jsonl');
  writeFileSync(file, '{"before":true}\n', { mode: 0o644 });
  const host = await threeCalls({ OKTA_AUDIT_LOG: file, OKTA_AUDIT_ARGUMENTS: 'true' });
  expect(lines(host.stderr)).toMatchObject([{ message: 'settings' }, { level: 'warn', problem: expect.stringMatching(/OKTA_AUDIT_LOG names may be read by other users \(mode 644/) as string }]);
  expect(lines(readFileSync(file, 'utf8'))).toMatchObject([{ before: true }, { tool: 'get_okta_user', arguments: { user_id: USER } }, {}, { arguments: { user_id: 'missing@example.com' } }]);
  expect(statSync(file).mode & 0o777).toBe(0o644);
});

test('a file that cannot be opened, or is a link, is a wrong setting: nothing is read unaudited', async () => {
  const link = join(folder, 'link.jsonl');
  symlinkSync(join(folder, 'elsewhere'), link);
  for (const file of [link, folder, join(folder, 'no', 'such', 'folder.jsonl')]) {
    const sent = org.seen.length;
    const host = await Host.start({ ...org.env, OKTA_AUDIT_LOG: file });
    expect(await host.fails('get_okta_user', { user_id: USER })).toMatch(/The file that OKTA_AUDIT_LOG names (is a link|is a folder|does not exist)/);
    expect(org.seen.length).toBe(sent);
    await host.close();
  }
});
