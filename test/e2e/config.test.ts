import { chmodSync, lstatSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { HOSTS } from '../../src/hosts/hosts.js';
import { run } from '../support/run.js';

const SECRET = '00secretThatNoFileMayHold0123456789abcdefg';
const env = { OKTA_CLIENT_ORGURL: 'https://acme.okta.com', OKTA_API_TOKEN: SECRET, OKTA_TOOLSETS: 'users,time' };
const folder = () => mkdtempSync(join(tmpdir(), 'config-'));

interface Entry { command: string; args: string[]; env?: Record<string, string> }
const entryOf = (text: string): Entry => {
  const root = parse(text) as { mcpServers?: { okta: Entry }; servers?: { okta: Entry } };
  return (root.mcpServers ?? root.servers)!.okta;
};

describe('config HOST', () => {
  test.each(HOSTS)('%s: an entry with this program and the settings, and the secret nowhere', async (host) => {
    const { code, stdout, stderr } = await run(['config', host], { env });
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain(SECRET);
    expect(stderr).toContain('OKTA_API_TOKEN');
    const entry = entryOf(stdout);
    expect(entry.env).toMatchObject({ OKTA_CLIENT_ORGURL: 'https://acme.okta.com', OKTA_TOOLSETS: 'users,time' });
    if (host === 'docker') expect(entry.args).toEqual(['run', '-i', '--rm', '--init', '-e', 'OKTA_CLIENT_ORGURL', '-e', 'OKTA_TOOLSETS', '-e', 'OKTA_API_TOKEN', 'okta-mcp-server']);
    else expect([entry.command, entry.args[0]]).toEqual([process.execPath, expect.stringMatching(/main\.js$/)]);
  });

  test('a file of settings is named, not copied', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, '.env'), `OKTA_CLIENT_ORGURL=https://acme.okta.com\nOKTA_API_TOKEN=${SECRET}\n`);
    const claude = await run(['config', 'claude-desktop', '--settings', '.env'], { cwd });
    expect(entryOf(claude.stdout)).toEqual({ command: process.execPath, args: [expect.stringMatching(/main\.js$/), '--settings', join(cwd, '.env')] });
    expect(entryOf((await run(['config', 'docker', '--settings', join(cwd, '.env')])).stdout).args).toEqual(['run', '-i', '--rm', '--init', '--env-file', join(cwd, '.env'), 'okta-mcp-server']);
    expect(claude.stdout + claude.stderr).not.toContain(SECRET);
  });

  test('--demo gives an entry that needs nothing', async () => {
    expect(entryOf((await run(['config', 'cursor', '--demo'])).stdout)).toEqual({ command: process.execPath, args: [expect.stringMatching(/main\.js$/), '--demo'] });
    expect(entryOf((await run(['config', 'docker', '--demo'])).stdout).args).toEqual(['run', '-i', '--rm', '--init', 'okta-mcp-server', '--demo']);
  });

  test('a token that was pasted where the address belongs is not printed', async () => {
    const { code, stdout, stderr } = await run(['config', 'vscode'], { env: { OKTA_CLIENT_ORGURL: SECRET, OKTA_API_TOKEN: SECRET } });
    expect([code, entryOf(stdout).env?.['OKTA_CLIENT_ORGURL']]).toEqual([0, 'https://your-org.okta.com']);
    expect(stdout + stderr).not.toContain(SECRET);
  });

  test('an unknown host and none are errors that list the hosts', async () => {
    for (const args of [['config'], ['config', 'emacs']]) {
      const { code, stderr } = await run(args);
      expect(code).toBe(2);
      for (const host of HOSTS) expect(stderr).toContain(host);
    }
  });
});

describe('config HOST --write', () => {
  test('makes a file that is not there, readable by its owner only', async () => {
    const file = join(folder(), 'deep', 'mcp.json');
    const { code, stderr } = await run(['config', 'vscode', '--write', '--file', file], { env });
    expect([code, stderr]).toEqual([0, expect.stringContaining(file)]);
    const written = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    expect(written).toMatchObject({ inputs: [{ type: 'promptString', id: 'okta-api-token', password: true }], servers: { okta: { type: 'stdio', env: { OKTA_API_TOKEN: '${input:okta-api-token}' } } } });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toContain(SECRET);
  });

  test.each(HOSTS)('%s: keeps all else as it was written, with a backup; a second time changes nothing and makes none', async (host) => {
    const dir = folder();
    const file = join(dir, 'host.json');
    const before = '{\n\t// mine\n\t"theme": "dark",\n\t"mcpServers": { "other": { "command": "x" } },\n\t"servers": { "other": { "command": "y" } },\n\t"inputs": [ { "id": "mine", "type": "promptString" } ], // end\n}\n';
    writeFileSync(file, before);
    chmodSync(file, 0o640);
    for (const time of [1, 2]) expect([time, (await run(['config', host, '--write', '--file', file], { env })).code]).toEqual([time, 0]);
    const after = readFileSync(file, 'utf8');
    expect(after).toContain('// mine');
    expect(after).toContain('// end');
    expect(parse(after)).toMatchObject({ theme: 'dark', mcpServers: { other: { command: 'x' } }, servers: { other: { command: 'y' } } });
    expect((parse(after) as { inputs: { id: string }[] }).inputs.map(({ id }) => id)).toEqual(host === 'vscode' ? ['mine', 'okta-api-token'] : ['mine']);
    expect(entryOf(host === 'vscode' ? after.replace('"mcpServers"', '"_"') : after).command).toBe(host === 'docker' ? 'docker' : process.execPath);
    expect(after).not.toContain(SECRET);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    const backups = readdirSync(dir).filter((name) => name.endsWith('.bak')).sort();
    expect([readdirSync(dir).length, backups.length, readFileSync(join(dir, backups[0]!), 'utf8')]).toEqual([2, 1, before]);
  });

  test('a link to the file stays a link', async () => {
    const dir = folder();
    writeFileSync(join(dir, 'kept.json'), '{}');
    symlinkSync(join(dir, 'kept.json'), join(dir, 'mcp.json'));
    expect((await run(['config', 'cursor', '--write', '--file', join(dir, 'mcp.json')], { env })).code).toBe(0);
    expect([lstatSync(join(dir, 'mcp.json')).isSymbolicLink(), entryOf(readFileSync(join(dir, 'kept.json'), 'utf8')).command]).toEqual([true, process.execPath]);
  });

  test.each([['not JSON at all', /not JSON/], ['[1,2]', /JSON object/], ['{"mcpServers":[]}', /"mcpServers" in the file is not an object/]])('a file that holds %s stays as it is', async (text, expected) => {
    const dir = folder();
    const file = join(dir, 'host.json');
    writeFileSync(file, text);
    const { code, stderr } = await run(['config', 'cursor', '--write', '--file', file], { env });
    expect([code, readFileSync(file, 'utf8'), readdirSync(dir)]).toEqual([1, text, ['host.json']]);
    expect(stderr).toMatch(expected);
  });
});
