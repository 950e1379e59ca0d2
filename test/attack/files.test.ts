import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { MAIN } from '../support/host.js';
import { run } from '../support/run.js';

// What is written reaches its place whole, or is told of; nobody else decides where that place is.

const folder = (): string => mkdtempSync(join(tmpdir(), 'files-attack-'));
const isRoot = process.geteuid?.() === 0;
const env = { PATH: process.env['PATH'], OKTA_CLIENT_ORGURL: 'https://acme.okta.com', OKTA_API_TOKEN: '00secretThatNoFileMayHold0123456789abcdefg' };
const shell = (script: string, cwd = tmpdir()): { status: number | null; stdout: string; stderr: string } => spawnSync('bash', ['--norc', '-c', script.replaceAll('MAIN', `"${process.execPath}" "${MAIN}"`)], { encoding: 'utf8', env, cwd });

const record = join(folder(), 'audit.jsonl');
writeFileSync(record, '');
const COMMANDS = ['--help', '--version', 'tools', 'tools --json', 'config cursor', 'call get_current_time', 'call get_current_time --csv', 'call --help', 'call list_okta_users --help', `audit ${record}`, 'doctor --settings /nonexistent', 'demo'];

describe.runIf(existsSync('/dev/full'))('stdout that takes nothing', () => {
  test.each(COMMANDS)('ends %s with a message and exit code 1', (command) => {
    const { status, stderr } = shell(`MAIN ${command} > /dev/full < /dev/null`);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/The answer is not complete: stdout cannot be written: no space is left on the disk\. /) as string]);
    expect(stderr).not.toMatch(/\n\s+at |Error:/);
  });

  test('ends serving with a line of the log and exit code 1', () => {
    const initialize = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } } });
    for (const wait of ['', '; sleep 20']) {
      const { status, stderr } = shell(`(echo '${initialize}'${wait}) | MAIN > /dev/full & wait $!; echo $? >&2; kill $(jobs -p) 2> /dev/null; true`);
      expect(status).toBe(0);
      expect(stderr).toMatch(/"message":"stdout cannot be written"[^]*\n1\n/);
    }
  });

  test('and stderr that takes nothing stops no answer', () => {
    expect(shell('MAIN config cursor 2> /dev/full')).toMatchObject({ status: 0, stdout: expect.stringContaining('"mcpServers"') as string });
    expect(shell('MAIN nonsense 2> /dev/full')).toMatchObject({ status: 2, stdout: '' });
  });
});

test('a disk that takes a part of the answer is told of like one that takes nothing', () => {
  const file = join(folder(), 'tools.json');
  const { status, stderr } = shell(`ulimit -f 2; exec MAIN tools --json > ${file}`);
  expect([status, statSync(file).size, stderr]).toEqual([1, 2048, expect.stringContaining('The answer is not complete') as string]);
  expect(shell(`MAIN tools --json > ${file}`).status).toBe(0);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveProperty('tools');
});

test.each(COMMANDS)('a reader that went away ends %s without a word', async (command) => {
  const child = spawn(process.execPath, [MAIN, ...command.split(' ')], { env, cwd: tmpdir(), stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => { stderr += chunk; });
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code).toBe(141);
  expect(stderr).not.toMatch(/EPIPE|Error|not complete|unexpected|\n\s+at /);
});

test('of a long answer, head reads a line and the rest is not missed', () => {
  expect(shell('set -o pipefail; MAIN demo | head -n 1')).toMatchObject({ status: 141, stdout: expect.stringMatching(/^Starting/) as string, stderr: '' });
});

interface Entry { readonly command: string; readonly args: readonly string[] }
const entryOf = (text: string): Entry | undefined => (parse(text.replace(/^\ufeff/, '')) as { mcpServers?: { okta?: Entry } }).mcpServers?.okta;
const write = (file: string | undefined, options: { cwd?: string; host?: string } = {}): ReturnType<typeof run> => run(['config', options.host ?? 'cursor', '--demo', '--write', ...(file === undefined ? [] : ['--file', file])], options.cwd === undefined ? {} : { cwd: options.cwd });

describe('config --write follows no link that another may have put there', () => {
  /** A file of the user that must stay as it is. */
  function victim(): { dir: string; file: string; isUnchanged: () => boolean } {
    const dir = folder();
    const file = join(dir, 'settings.json');
    writeFileSync(file, '{"mine":true}');
    return { dir, file, isUnchanged: () => readFileSync(file, 'utf8') === '{"mine":true}' && readdirSync(dir).length === 1 };
  }

  test('in a folder that everybody may write to', async () => {
    for (const mode of [0o777, 0o1777]) {
      const { dir, file, isUnchanged } = victim();
      const open = folder();
      chmodSync(open, mode);
      symlinkSync(file, join(open, 'mcp.json'));
      symlinkSync(dir, join(open, 'folder'));
      for (const named of [join(open, 'mcp.json'), join(open, 'folder', 'settings.json'), join(open, 'folder', 'new.json')]) {
        const { code, stderr } = await write(named);
        expect([code, stderr, isUnchanged()]).toEqual([1, expect.stringContaining('reached through a link that another user may have put there') as string, true]);
      }
    }
  });

  test.runIf(isRoot)('in a folder of another user, a link of another user, and to a file of another user', async () => {
    const { file, isUnchanged } = victim();
    const foreign = folder();
    symlinkSync(file, join(foreign, 'mcp.json'));
    chownSync(foreign, 12_345, 12_345);
    expect(await write(join(foreign, 'mcp.json'))).toMatchObject({ code: 1, stderr: expect.stringContaining('another user may have put there') as string });
    expect(isUnchanged()).toBe(true);
    const own = folder();
    const theirs = join(own, 'theirs.json');
    writeFileSync(theirs, '{}');
    chownSync(theirs, 12_345, 12_345);
    symlinkSync(theirs, join(own, 'mcp.json'));
    expect(await write(join(own, 'mcp.json'))).toMatchObject({ code: 1, stderr: expect.stringContaining('is a link to a file of another user') as string });
    expect(readFileSync(theirs, 'utf8')).toBe('{}');
  });

  test('that a project brings along and that leads out of it; one that stays inside is followed', async () => {
    const { dir, file, isUnchanged } = victim();
    const project = folder();
    symlinkSync(file, join(project, '.mcp.json'));
    symlinkSync(dir, join(project, '.vscode'));
    for (const host of ['claude-code', 'vscode']) expect(await write(undefined, { cwd: project, host })).toMatchObject({ code: 1, stderr: expect.stringContaining('a link that leads out of this folder') as string });
    expect(isUnchanged()).toBe(true);
    const honest = folder();
    mkdirSync(join(honest, 'shared'));
    writeFileSync(join(honest, 'shared', 'mcp.json'), '{}');
    symlinkSync(join('shared', 'mcp.json'), join(honest, '.mcp.json'));
    expect((await write(undefined, { cwd: honest, host: 'claude-code' })).code).toBe(0);
    expect(entryOf(readFileSync(join(honest, 'shared', 'mcp.json'), 'utf8'))).toBeDefined();
  });

  test('round in a circle, or to nothing', async () => {
    const dir = folder();
    symlinkSync('b', join(dir, 'a'));
    symlinkSync('a', join(dir, 'b'));
    symlinkSync('none', join(dir, 'c'));
    expect((await write(join(dir, 'a'))).stderr).toContain('in a circle');
    expect((await write(join(dir, 'c'))).stderr).toContain('is a link to a file that does not exist');
    expect(readdirSync(dir)).toEqual(['a', 'b', 'c']);
  });

  test('but follows the links of the user, of a file and of a folder, and they stay', async () => {
    const dotfiles = folder();
    const home = folder();
    symlinkSync(dotfiles, join(home, '.cursor'));
    expect((await write(join(home, '.cursor', 'mcp.json'))).code).toBe(0);
    symlinkSync(join(home, '.cursor', 'mcp.json'), join(home, 'mcp.json'));
    writeFileSync(join(dotfiles, 'mcp.json'), '{}');
    expect((await write(join(home, 'mcp.json'))).code).toBe(0);
    expect([lstatSync(join(home, 'mcp.json')).isSymbolicLink(), lstatSync(join(home, '.cursor')).isSymbolicLink(), entryOf(readFileSync(join(dotfiles, 'mcp.json'), 'utf8')) !== undefined]).toEqual([true, true, true]);
  });
});

describe('config --write into or below a folder that another may change', () => {
  test('is refused, and nothing is made there', async () => {
    const open = folder();
    chmodSync(open, 0o777);
    mkdirSync(join(open, 'mine'));
    for (const named of [join(open, 'mcp.json'), join(open, 'mine', 'mcp.json'), join(open, 'new', 'mcp.json')]) expect(await write(named)).toMatchObject({ code: 1, stderr: expect.stringContaining('that every user may write to') as string });
    expect([readdirSync(open), readdirSync(join(open, 'mine'))]).toEqual([['mine'], []]);
    chmodSync(open, 0o1777);
    expect((await write(join(open, 'mine', 'mcp.json'))).code).toBe(0);
  });

  test.runIf(isRoot)('since it is theirs', async () => {
    const theirs = folder();
    mkdirSync(join(theirs, 'mine'));
    chownSync(theirs, 12_345, 12_345);
    for (const named of [join(theirs, 'mcp.json'), join(theirs, 'mine', 'mcp.json')]) expect(await write(named)).toMatchObject({ code: 1, stderr: expect.stringContaining('in a folder of another user') as string });
    expect(readdirSync(theirs)).toEqual(['mine']);
  });
});

describe('config --write', () => {
  test('of what is no file says so at once', async () => {
    const dir = folder();
    spawnSync('mkfifo', [join(dir, 'pipe')]);
    expect(await write(join(dir, 'pipe'))).toMatchObject({ code: 1, stderr: expect.stringContaining('It is a pipe.') as string });
    expect(await write(dir)).toMatchObject({ code: 1, stderr: expect.stringContaining('It is a folder.') as string });
    expect(await write('/dev/null')).toMatchObject({ code: 1, stderr: expect.stringContaining('It is a device.') as string });
    writeFileSync(join(dir, 'utf16.json'), Buffer.from('\ufeff{}', 'utf16le'));
    expect(await write(join(dir, 'utf16.json'))).toMatchObject({ code: 1, stderr: expect.stringContaining('It is not text in UTF-8.') as string });
    expect(readdirSync(dir)).toEqual(['pipe', 'utf16.json']);
  });

  test('that fails leaves nothing behind: no part, no backup, no folder', () => {
    const dir = folder();
    const text = `{\n  "theme": "${'x'.repeat(3000)}"\n}\n`;
    writeFileSync(join(dir, 'mcp.json'), text);
    // With three, the backup finds room and what replaces the file does not.
    for (const blocks of [0, 1, 3]) {
      const { status, stderr } = shell(`ulimit -f ${blocks}; exec MAIN config cursor --demo --write --file ${join(dir, 'mcp.json')} 2>&1 >/dev/null | cat >&2; exit \${PIPESTATUS[0]}`);
      expect([blocks, status, stderr]).toEqual([blocks, 1, expect.stringContaining('was not changed. It cannot be written: it would be larger than the system permits.') as string]);
      expect([readdirSync(dir), readFileSync(join(dir, 'mcp.json'), 'utf8')]).toEqual([['mcp.json'], text]);
    }
    const fresh = folder();
    expect(shell(`ulimit -f 0; MAIN config cursor --demo --write --file ${join(fresh, 'deep', 'er', 'mcp.json')} 2>&1 | cat; exit \${PIPESTATUS[0]}`).status).toBe(1);
    expect(readdirSync(fresh)).toEqual([]);
  });

  test('takes no file that stands where its own might: they have names that nobody guesses', async () => {
    const dir = folder();
    const other = join(folder(), 'other');
    writeFileSync(other, 'other');
    for (const name of ['mcp.json.new', 'mcp.json.tmp', 'mcp.json.bak']) symlinkSync(other, join(dir, name));
    expect((await write(join(dir, 'mcp.json'))).code).toBe(0);
    expect([readFileSync(other, 'utf8'), readdirSync(dir).length]).toEqual(['other', 4]);
  });

  test.each([
    ['tabs', '{\n\t"theme": "dark", // mine\n\t"mcpServers": {}\n}\n', '\n\t\t"okta": {\n\t\t\t"command"'],
    ['two blanks', '{\n  "theme": "dark" // mine\n}\n', '\n  "mcpServers": {\n    "okta": {\n      "command"'],
    ['four blanks', '{\n    "theme": "dark", // mine\n    "mcpServers": {}\n}', '\n        "okta": {\n            "command"'],
    ['CRLF', '{\r\n    "theme": "dark" // mine\r\n}\r\n', '\r\n    "mcpServers": {\r\n        "okta": {\r\n            "command"'],
    ['a byte order mark', '\ufeff{\n  // mine\n  "theme": "dark"\n}\n', '\n  "mcpServers": {\n    "okta": {'],
  ])('keeps %s, comments and the end as they were', async (_, before, expected) => {
    const dir = folder();
    const file = join(dir, 'mcp.json');
    writeFileSync(file, before);
    expect((await write(file)).code).toBe(0);
    const after = readFileSync(file, 'utf8');
    expect(after).toContain(expected);
    expect([after.includes('// mine'), after.startsWith('\ufeff'), /\r?\n?$/.exec(after)?.[0], /[^\r]\n/.test(after)]).toEqual([true, before.startsWith('\ufeff'), /\r?\n?$/.exec(before)?.[0], /[^\r]\n/.test(before)]);
    const again = await write(file);
    expect([again.code, again.stderr, readFileSync(file, 'utf8'), readdirSync(dir).length]).toEqual([0, expect.stringContaining('Nothing was changed') as string, after, 2]);
  });

  test.runIf(isRoot)('keeps the owner, the group and the mode, of the backup too', async () => {
    const dir = folder();
    writeFileSync(join(dir, 'mcp.json'), '{}');
    chmodSync(join(dir, 'mcp.json'), 0o664);
    chownSync(join(dir, 'mcp.json'), 12_345, 23_456);
    expect((await write(join(dir, 'mcp.json'))).code).toBe(0);
    for (const name of readdirSync(dir)) {
      const { uid, gid, mode } = statSync(join(dir, name));
      expect([uid, gid, mode & 0o777]).toEqual([12_345, 23_456, 0o664]);
    }
  });

  test('says what it replaces, and none of its secrets; the backup has it', async () => {
    const secret = 'sk-of-another-server-0123456789';
    const dir = folder();
    const file = join(dir, 'mcp.json');
    writeFileSync(file, JSON.stringify({ mcpServers: { okta: { command: '/usr/bin/uv', args: ['run', secret], env: { TOKEN: secret } } } }));
    const first = await write(file);
    expect([first.code, first.stderr]).toEqual([0, expect.stringMatching(/Another entry "okta", which starts uv, stood there and is replaced\.[^]*what was there before is in /) as string]);
    expect(first.stdout + first.stderr).not.toContain(secret);
    const backup = readdirSync(dir).find((name) => name.endsWith('.bak'))!;
    expect(readFileSync(join(dir, backup), 'utf8')).toContain(secret);
    const second = await run(['config', 'cursor', '--write', '--file', file], { env: { OKTA_CLIENT_ORGURL: 'https://acme.okta.com', OKTA_API_TOKEN: secret } });
    expect(second.stderr).toContain('The entry "okta" of this program that stood there is replaced.');
    for (const value of [{ url: `https://x.example/${secret}` }, { command: `sh -c ${secret}` }, secret, null]) {
      writeFileSync(file, JSON.stringify({ mcpServers: { okta: value } }));
      const { stderr } = await write(file);
      expect(stderr).toContain('Another entry "okta" stood there and is replaced.');
      expect(stderr).not.toContain(secret);
    }
    writeFileSync(join(dir, 'new.json'), '{"mcpServers":{"other":{"command":"x"}}}');
    expect((await write(join(dir, 'new.json'))).stderr).not.toContain('replaced');
  });

  test('of a file that names the servers twice changes nothing, since a host reads the other', async () => {
    const file = join(folder(), 'mcp.json');
    writeFileSync(file, '{"mcpServers":{},"mcpServers":{}}');
    expect(await write(file)).toMatchObject({ code: 1, stderr: expect.stringContaining('twice') as string });
    expect(readFileSync(file, 'utf8')).toBe('{"mcpServers":{},"mcpServers":{}}');
  });

  test('names the Node of PATH that an update leaves standing', () => {
    // As Homebrew has it: the program knows itself by the path with the version.
    const home = folder();
    const versioned = join(home, 'Cellar', 'node', '22.1.0', 'bin');
    mkdirSync(versioned, { recursive: true });
    mkdirSync(join(home, 'bin'));
    spawnSync('cp', [realpathSync(process.execPath), join(versioned, 'node')]);
    symlinkSync(join(versioned, 'node'), join(home, 'bin', 'node'));
    const config = (path: string, temporary: string): Entry => entryOf(spawnSync(join(versioned, 'node'), [MAIN, 'config', 'cursor', '--demo'], { encoding: 'utf8', env: { PATH: path, TMPDIR: temporary } }).stdout)!;
    expect(config(`${versioned}:${join(home, 'bin')}`, '/nowhere').command).toBe(join(home, 'bin', 'node'));
    expect(config(versioned, '/nowhere').command).toBe(join(versioned, 'node'));
    // What ends with the session, or what others could put their program at, is no better.
    expect(config(join(home, 'bin'), home).command).toBe(join(versioned, 'node'));
    chmodSync(join(home, 'bin'), 0o777);
    expect(config(join(home, 'bin'), '/nowhere').command).toBe(join(versioned, 'node'));
  });
});

describe.runIf(isRoot)('a user without a home folder, as in a container', () => {
  const nobody = (args: readonly string[], options: { env?: Record<string, string>; cwd?: string } = {}): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', uid: 54_321, gid: 54_321, cwd: options.cwd ?? '/', env: { PATH: process.env['PATH'], ...options.env } });

  test('has every command of the terminal', () => {
    for (const args of [['--help'], ['--version'], ['tools'], ['call', 'get_current_time'], ['config', 'cursor', '--demo'], ['config', 'claude-desktop', '--demo']]) {
      const { status, stdout, stderr } = nobody(args);
      expect([args, status, stderr]).toEqual([args, 0, expect.not.stringContaining('unexpectedly') as string]);
      expect(stdout).not.toBe('');
    }
  });

  test('is told that the place of a host is not known, and names it', () => {
    for (const host of ['cursor', 'claude-desktop']) expect(nobody(['config', host, '--demo', '--write'])).toMatchObject({ status: 1, stderr: expect.stringContaining('set HOME, or name the file with --file') as string });
    const dir = folder();
    chownSync(dir, 54_321, 54_321);
    expect(nobody(['config', 'cursor', '--demo', '--write', '--file', join(dir, 'mcp.json')]).status).toBe(0);
  });
});
