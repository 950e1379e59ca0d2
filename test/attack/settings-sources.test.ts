import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, lchownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { HOSTS } from '../../src/hosts/hosts.js';
import type { Diagnosis } from '../../src/doctor/diagnosis.js';
import { tools } from '../../src/tools/index.js';
import { Host, MAIN } from '../support/host.js';
import { json, RudeOrg } from '../support/rude-org.js';
import { run } from '../support/run.js';
import { serviceApp } from '../support/service-app.js';

/*
 * A host starts the server in a folder that somebody else filled: a repository that was cloned, a shared folder. What lies there must not
 * take the credential elsewhere, write a file, change what the user configured, or keep the server from starting.
 */

const TOKEN = '00tokenOfTheUser0123456789abcdefghijklmnop';
const PLANTED = '00plantedToken0123456789abcdefghijklmnopqr';
/** The org of the attacker, and that of the user. */
let foreign: RudeOrg;
let own: RudeOrg;
let folder: string;
const open: Host[] = [];

beforeAll(async () => {
  const behave = (_: unknown, response: Parameters<typeof json>[0]): void => { json(response, 200, [{ id: '00u1234567890abcdefg' }]); };
  [foreign, own] = [await RudeOrg.start(behave), await RudeOrg.start(behave)];
});
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'hostile-')); });
afterEach(async () => {
  for (const host of open.splice(0)) await host.close();
  rmSync(folder, { recursive: true });
  foreign.seen.length = 0;
  own.seen.length = 0;
});
afterAll(async () => { await foreign.close(); await own.close(); });

const plant = (settings: Record<string, string>, name = '.env'): string => {
  const file = join(folder, name);
  writeFileSync(file, Object.entries(settings).map(([key, value]) => `${key}=${value}\n`).join(''), { mode: 0o600 });
  return file;
};
const environments = (...all: Record<string, string>[]): Record<string, string>[] => all;
async function start(env: Record<string, string>, args: readonly string[] = []): Promise<Host> {
  const host = await Host.start(env, args, { cwd: folder });
  open.push(host);
  return host;
}
const logLines = ({ stderr }: { stderr: string }): Record<string, unknown>[] => stderr.trim().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>);

/** Starts the server and every command that reads the org, and answers with what the first call and doctor say. */
async function everyWay(env: Record<string, string>, args: readonly string[] = []): Promise<{ text: string; host: Host; doctor: Diagnosis; outputs: string }> {
  const host = await start(env, args);
  const text = await host.fails('list_okta_users');
  await host.request('resources/read', { uri: 'okta://org' });
  const call = await run(['call', 'list_okta_users', '--json', ...args], { env, cwd: folder });
  expect([call.code, call.stdout]).toEqual([1, '']);
  const doctor = await run(['doctor', '--json', ...args], { env, cwd: folder });
  expect(doctor.code).toBe(1);
  return { text, host, doctor: JSON.parse(doctor.stdout) as Diagnosis, outputs: [text, host.stderr, host.stdout, call.stderr, doctor.stdout, doctor.stderr].join('\n') };
}

describe('address and credential come from one source', () => {
  test('a planted address gets no token of the environment', async () => {
    const file = plant({ OKTA_CLIENT_ORGURL: foreign.origin });
    const { text, host, doctor, outputs } = await everyWay({ OKTA_API_TOKEN: TOKEN });
    expect(text).toMatch(/OKTA_CLIENT_ORGURL is not set/);
    expect(host.stderr).toContain(`${file} is ignored, since OKTA_API_TOKEN is set in the environment`);
    expect(doctor.checks).toContainEqual(expect.objectContaining({ name: '.env', verdict: 'warning', detail: expect.stringContaining('is ignored') as string }));
    expect(foreign.seen).toEqual([]);
    expect(outputs).not.toContain(TOKEN);
  });

  test('a planted address gets no assertion of a service app in the environment', async () => {
    plant({ OKTA_CLIENT_ORGURL: foreign.origin, OKTA_CLIENT_SCOPES: 'okta.users.read' });
    const { env } = await serviceApp();
    for (const names of [['OKTA_CLIENT_CLIENTID', 'OKTA_CLIENT_PRIVATEKEY'], ['OKTA_CLIENT_PRIVATEKEY']]) await everyWay(Object.fromEntries(names.map((name) => [name, env[name] ?? ''])));
    expect(foreign.seen).toEqual([]);
  });

  test('a planted credential is not used for the org of the environment', async () => {
    plant({ OKTA_API_TOKEN: PLANTED });
    const { text, outputs } = await everyWay({ OKTA_CLIENT_ORGURL: own.origin });
    expect(text).toMatch(/OKTA_API_TOKEN is not set/);
    expect(own.seen).toEqual([]);
    expect(outputs).not.toContain(PLANTED);
  });

  test.each([
    ['the address in the environment, the token in the file', () => ({ OKTA_CLIENT_ORGURL: foreign.origin }), { OKTA_API_TOKEN: TOKEN }, /OKTA_CLIENT_ORGURL comes from the environment and OKTA_API_TOKEN from (\S+): /],
    ['the token in the environment, both in the file', () => ({ OKTA_API_TOKEN: TOKEN }), { OKTA_CLIENT_ORGURL: 'FOREIGN', OKTA_API_TOKEN: PLANTED }, /OKTA_CLIENT_ORGURL comes from (\S+) and OKTA_API_TOKEN from the environment: /],
    ['a client ID in the environment, the key in the file', () => ({ OKTA_CLIENT_CLIENTID: '0oa1' }), { OKTA_CLIENT_ORGURL: 'FOREIGN', OKTA_CLIENT_PRIVATEKEY: 'KEY' }, /OKTA_CLIENT_ORGURL comes from (\S+) and OKTA_CLIENT_CLIENTID from the environment: /],
  ])('--settings: %s is an error that names both settings and both sources', async (_, env, settings, expected) => {
    const { env: app } = await serviceApp();
    const file = plant(Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, value.replace('FOREIGN', foreign.origin).replace('KEY', app['OKTA_CLIENT_PRIVATEKEY'] ?? '')])), 'acme.env');
    const { text, doctor, outputs } = await everyWay(env(), ['--settings', file]);
    expect(expected.exec(text)?.[1]).toBe(file);
    expect(text).toContain('so nothing is sent. Set both in ');
    expect(doctor.checks).toContainEqual(expect.objectContaining({ verdict: 'fault', detail: expect.stringMatching(expected) as string }));
    expect(foreign.seen).toEqual([]);
    for (const secret of [TOKEN, PLANTED]) expect(outputs).not.toContain(secret);
  });

  test('the demo org has its own: other sources do not matter', async () => {
    const file = plant({ OKTA_API_TOKEN: TOKEN }, 'acme.env');
    const host = await start({ OKTA_CLIENT_ORGURL: foreign.origin }, ['--demo', '--settings', file]);
    expect((await host.list('list_okta_users', { limit: 1 })).rows).toHaveLength(1);
    expect(foreign.seen).toEqual([]);
  });
});

describe('a .env in the working directory', () => {
  test('changes nothing where the environment names the org: tools, bounds, hidden values, levels', async () => {
    plant({ OKTA_CLIENT_ORGURL: foreign.origin, OKTA_API_TOKEN: PLANTED, OKTA_TOOLSETS: 'time', OKTA_REDACT: 'id', OKTA_MAX_ANSWER_CHARACTERS: '2000', OKTA_CONCURRENT_LIMIT: '1', LOG_LEVEL: 'error', OKTA_AUDIT_LOG: join(folder, 'audit') });
    const env = { OKTA_CLIENT_ORGURL: own.origin, OKTA_API_TOKEN: TOKEN };
    const host = await start(env);
    expect((await host.request('tools/list')).result?.['tools']).toHaveLength(tools.length);
    expect((await host.list('list_okta_users', { fields: ['id'] })).rows).toEqual([['00u1234567890abcdefg']]);
    expect(own.seen.at(-1)?.headers['authorization']).toBe(`SSWS ${TOKEN}`);
    const ignored = logLines(host).filter((line) => 'ignored' in line);
    expect(ignored).toEqual([expect.objectContaining({ level: 'warn', ignored: expect.stringContaining('OKTA_CLIENT_ORGURL is set in the environment') as string })]);
    const diagnosis = JSON.parse((await run(['doctor', '--json'], { env, cwd: folder })).stdout) as Diagnosis;
    expect(diagnosis.settings.filter(({ source }) => source !== 'default').map(({ name, source }) => [name, source])).toEqual([['OKTA_CLIENT_ORGURL', 'environment'], ['OKTA_API_TOKEN', 'environment']]);
    for (const command of [['tools', '--json'], ['call', 'get_current_time', '--json']]) {
      const { code, stderr, stdout } = await run(command, { env, cwd: folder });
      expect([code, stderr.trim().split('\n')]).toEqual([0, [expect.stringContaining('.env is ignored, since OKTA_CLIENT_ORGURL is set in the environment')]]);
      expect(JSON.parse(stdout)).toBeTypeOf('object');
    }
    expect([existsSync(join(folder, 'audit')), foreign.seen]).toEqual([false, []]);
  });

  test('one of another program is not spoken of', async () => {
    plant({ DATABASE_URL: 'postgres://x', NODE_OPTIONS: '--inspect', HTTPS_PROXY: foreign.origin });
    const host = await start({ OKTA_CLIENT_ORGURL: own.origin, OKTA_API_TOKEN: TOKEN });
    await host.list('list_okta_users');
    expect(logLines(host).filter(({ level }) => level === 'warn')).toEqual([]);
  });

  test('that is a link reads the settings of no other folder', async () => {
    const elsewhere = plant({ OKTA_CLIENT_ORGURL: own.origin, OKTA_API_TOKEN: TOKEN }, 'production.env');
    symlinkSync(elsewhere, join(folder, '.env'));
    const host = await Host.start({}, [], { cwd: folder });
    open.push(host);
    expect(await host.fails('list_okta_users')).toContain('not configured');
    expect(host.stderr).toContain('is a link: name it by --settings');
    expect(own.seen).toEqual([]);
  });

  test.each([['line breaks around a word', `${'\n'.repeat(32_000)}export${'\n'.repeat(32_000)}!`], ['line breaks alone', `${'\n'.repeat(65_000)}x`], ['other breaks', `${'\u2028'.repeat(21_000)}x`], ['carriage returns', `${'\r'.repeat(65_000)}x`]])('of %s keeps no start waiting', async (_, text) => {
    writeFileSync(join(folder, '.env'), text, { mode: 0o600 });
    // What grew with the square of the size took 14 seconds a start: several are beyond the time that any test has.
    for (let start = 0; start < 6; start += 1) expect((await run(['config', 'cursor'], { cwd: folder })).code).toBe(0);
  });

  test('never names a file to write, not even as the only source', async () => {
    const target = join(folder, '.bashrc');
    writeFileSync(target, '# mine\n');
    plant({ OKTA_CLIENT_ORGURL: own.origin, OKTA_API_TOKEN: PLANTED, OKTA_AUDIT_LOG: '.bashrc', OKTA_AUDIT_ARGUMENTS: 'true' });
    const host = await start({});
    await host.list('list_okta_users', { q: '$(touch ran)' });
    await host.close();
    expect([readFileSync(target, 'utf8'), readdirSync(folder).sort()]).toEqual(['# mine\n', ['.bashrc', '.env']]);
    expect(host.stderr).toContain('OKTA_AUDIT_LOG and OKTA_AUDIT_ARGUMENTS in ');
    expect(host.stderr).toContain('"message":"tool call"');
    expect(host.stderr).not.toContain('touch ran');
    const called = await run(['call', 'list_okta_users', '--q', 'x'], { cwd: folder });
    expect([called.code, readFileSync(target, 'utf8')]).toEqual([0, '# mine\n']);
    expect(called.stderr).toContain('OKTA_AUDIT_LOG and OKTA_AUDIT_ARGUMENTS in ');
  });

  test('named by --settings or set in the environment, the audit settings count', async () => {
    const log = join(folder, 'audit.jsonl');
    const file = plant({ OKTA_CLIENT_ORGURL: own.origin, OKTA_API_TOKEN: TOKEN, OKTA_AUDIT_LOG: log, OKTA_AUDIT_ARGUMENTS: 'true' });
    const host = await start({}, ['--settings', file]);
    await host.list('list_okta_users', { q: 'ann' });
    await host.close();
    expect(readFileSync(log, 'utf8')).toContain('"q":"ann"');
    const other = join(folder, 'other.jsonl');
    const second = await start({ OKTA_AUDIT_LOG: other });
    await second.list('list_okta_users', { q: 'bob' });
    await second.close();
    expect(readFileSync(other, 'utf8')).toMatch(/"tool call"/);
    expect(readFileSync(other, 'utf8')).not.toContain('bob');
  });

  test('makes nothing read another file of the user: a key in it stands for itself', async () => {
    const { pem, jwk } = await serviceApp();
    const key = join(folder, 'key of the user.pem');
    writeFileSync(key, pem, { mode: 0o600 });
    for (const path of [key, `file://${key}`, 'key of the user.pem', '~/key of the user.pem']) {
      const file = plant({ OKTA_CLIENT_ORGURL: foreign.origin, OKTA_CLIENT_CLIENTID: '0oa1', OKTA_CLIENT_PRIVATEKEY: path });
      const { text, host, doctor, outputs } = await everyWay({ HOME: folder });
      expect(text).toContain('OKTA_CLIENT_PRIVATEKEY is not set');
      const said = `OKTA_CLIENT_PRIVATEKEY in ${file} is ignored, and the file that it names was not read`;
      expect(host.stderr).toContain(said);
      expect(doctor.checks).toContainEqual(expect.objectContaining({ name: '.env', verdict: 'warning', detail: expect.stringContaining(said) as string }));
      expect(outputs).not.toContain('key of the user');
    }
    expect(foreign.seen).toEqual([]);
    // Named, or in the environment, or as itself, it signs.
    const named = plant({ OKTA_CLIENT_ORGURL: own.origin, OKTA_CLIENT_CLIENTID: '0oa1', OKTA_CLIENT_PRIVATEKEY: key });
    await (await start({}, ['--settings', named])).call('list_okta_users');
    expect(own.seen.filter(({ method }) => method === 'POST').length).toBeGreaterThan(0);
    for (const inline of [`"${pem.trim().replaceAll('\n', String.raw`\n`)}"`, `'${jwk}'`]) {
      own.seen.length = 0;
      plant({ OKTA_CLIENT_ORGURL: own.origin, OKTA_CLIENT_CLIENTID: '0oa1', OKTA_CLIENT_PRIVATEKEY: inline });
      const host = await start({});
      await host.call('list_okta_users');
      expect([own.seen.some(({ method }) => method === 'POST'), host.stderr.includes('is ignored')]).toEqual([true, false]);
    }
  });

  test.runIf(process.geteuid?.() === 0)('that belongs to another user, or is such a user\'s link, is ignored with a line', async () => {
    const file = plant({ OKTA_CLIENT_ORGURL: foreign.origin, OKTA_API_TOKEN: PLANTED });
    const refused = async (): Promise<void> => {
      const { text, host, doctor } = await everyWay({});
      expect(text).toMatch(/OKTA_CLIENT_ORGURL is not set/);
      expect(host.stderr).toContain(`${file} is ignored: it belongs to another user of this machine.`);
      expect(doctor.checks).toContainEqual(expect.objectContaining({ name: '.env', verdict: 'warning' }));
    };
    chownSync(file, 12_345, 12_345);
    await refused();
    chownSync(file, 0, 0);
    renameSync(file, `${file}.real`);
    symlinkSync(`${file}.real`, file);
    lchownSync(file, 12_345, 12_345);
    await refused();
    expect(foreign.seen).toEqual([]);
    renameSync(`${file}.real`, file);
    await (await start({})).call('list_okta_users');
    expect(foreign.seen.length).toBeGreaterThan(0);
  });

  test.each(HOSTS)('gets nothing into the entry for %s', async (host) => {
    plant({ OKTA_CLIENT_ORGURL: 'https://planted.okta.com', OKTA_API_TOKEN: PLANTED, OKTA_TOOLSETS: 'time', OKTA_AUDIT_LOG: '/tmp/x' });
    for (const env of environments({}, { OKTA_REDACT: 'profile.email' })) {
      const { code, stdout, stderr } = await run(['config', host], { cwd: folder, env });
      expect(code).toBe(0);
      expect(stdout).not.toMatch(/planted|AUDIT|TOOLSETS|\.env|--settings/);
      expect(stdout.includes('profile.email')).toBe('OKTA_REDACT' in env);
      expect(stderr).toContain(`${join(folder, '.env')} does not count here`);
      expect(stderr).not.toContain(PLANTED);
    }
    const file = join(folder, 'host.json');
    expect((await run(['config', host, '--write', '--file', file], { cwd: folder })).code).toBe(0);
    expect(readFileSync(file, 'utf8')).not.toMatch(/planted|AUDIT|TOOLSETS|\.env|--settings/);
  });
});

test('a working directory that was removed has no .env, and ends nothing', async () => {
  const gone = (command: string): ReturnType<typeof run> => new Promise((resolve) => {
    execFile('sh', ['-c', `mkdir "${folder}/gone"; cd "${folder}/gone"; rmdir "${folder}/gone"; exec "${process.execPath}" "${MAIN}" ${command} < /dev/null`], { env: { PATH: process.env['PATH'] } }, (error, stdout, stderr) => { resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }); });
  });
  for (const command of ['serve', 'tools', 'tools --settings none', 'config cursor']) {
    const { code, stderr } = await gone(command);
    expect([command, code, stderr]).toEqual([command, 0, expect.not.stringMatching(/unexpectedly|exist/) as string]);
  }
});

test('config says nothing of a .env that there is not, and writes no path raw', async () => {
  expect((await run(['config', 'cursor', '--demo'], { cwd: folder })).stderr).not.toContain('.env');
  const { stderr } = await run(['config', 'cursor', '--demo', '--write', '--file', join(folder, '\u001b[2Jx', 'mcp.json')], { cwd: folder });
  expect(stderr).toMatch(/the entry stands in /);
  expect(stderr).not.toContain('\u001b');
});

describe('which source is in force is told', () => {
  test('in the first line of the log, and by doctor, without a value', async () => {
    const file = plant({ OKTA_CLIENT_ORGURL: own.origin, OKTA_API_TOKEN: PLANTED, OKTA_TOOLSETS: 'users' });
    const both = { OKTA_CLIENT_ORGURL: own.origin, OKTA_API_TOKEN: TOKEN };
    for (const [env, args, org, files, words] of [
      [{}, [], file, file, `come from ${file}`],
      [both, [], 'environment', undefined, 'come from the environment'],
      [{}, ['--settings', file], file, file, `come from ${file}`],
      [both, ['--demo'], 'demo org', undefined, 'the demo org is read'],
    ] as const) {
      const host = await start(env, args);
      await host.close();
      const [first] = logLines(host);
      expect([first?.['level'], first?.['message'], first?.['org'], first?.['files']]).toEqual(['info', 'settings', org, files]);
      expect(host.stderr).not.toMatch(new RegExp(`${TOKEN}|${PLANTED}|${own.origin}`));
      const { checks } = JSON.parse((await run(['doctor', '--json', ...args], { env, cwd: folder })).stdout) as Diagnosis;
      expect(checks[0]).toMatchObject({ name: 'source', verdict: 'ok', detail: expect.stringContaining(words) as string });
    }
  });

  test('a name with control characters reaches the terminal without them', async () => {
    folder = join(folder, '\u001b[2Jx');
    mkdirSync(folder);
    const file = plant({ OKTA_CLIENT_ORGURL: own.origin });
    for (const env of environments({}, { OKTA_API_TOKEN: TOKEN })) {
      for (const command of [['doctor'], ['tools'], ['config', 'cursor'], ['call', 'list_okta_users', '--settings', file]]) {
        const { stdout, stderr } = await run(command, { env, cwd: folder });
        expect(stdout + stderr).not.toContain('\u001b');
      }
    }
    folder = join(folder, '..');
  });
});

describe('what is no file of settings is told at once', () => {
  const kinds: [string, (path: string) => void, RegExp][] = [
    ['a pipe', (path) => { execFileSync('mkfifo', [path]); }, /is a device, a pipe or a socket, not a file/],
    ['a device without an end', (path) => { symlinkSync('/dev/zero', path); }, /is a device, a pipe or a socket, not a file/],
    ["the server's own stdin", (path) => { symlinkSync('/dev/stdin', path); }, /is a device, a pipe or a socket, not a file/],
    ['a folder', (path) => { mkdirSync(path); }, /is a folder, not a file/],
    ['a file of 100 MB', (path) => { writeFileSync(path, ''); truncateSync(path, 100 * 1024 * 1024); }, /is larger than 64 KiB/],
    ['a file of /proc, which states no size', (path) => { symlinkSync('/proc/kallsyms', path); }, /is larger than 64 KiB|cannot be opened|is a link: name it by --settings/],
    ['UTF-16 with a mark', (path) => { writeFileSync(path, `\ufeffOKTA_CLIENT_ORGURL=${foreign.origin}\r\n`, 'utf16le'); }, /is not UTF-8, but UTF-16 or binary: save it as UTF-8/],
    ['UTF-16 without a mark', (path) => { writeFileSync(path, `OKTA_CLIENT_ORGURL=${foreign.origin}\n`, 'utf16le'); }, /is not UTF-8/],
    ['a link to nothing that is readable', (path) => { symlinkSync(path, path); }, /cannot be opened/],
  ];

  test.each(kinds)('%s as .env: a line, and the server works', async (_, make, expected) => {
    make(join(folder, '.env'));
    for (const env of environments({}, { OKTA_CLIENT_ORGURL: own.origin, OKTA_API_TOKEN: TOKEN })) {
      const host = await start(env);
      expect(await host.one('get_current_time')).toHaveProperty('time');
      if ('OKTA_API_TOKEN' in env) await host.list('list_okta_users');
      else expect(await host.fails('list_okta_users')).toMatch(/OKTA_CLIENT_ORGURL is not set/);
      expect(logLines(host).filter(({ ignored }) => expected.test(String(ignored)))).toHaveLength(1);
    }
    expect((await run(['config', 'cursor'], { cwd: folder })).stderr).toMatch(expected);
  });

  test.each(kinds)('%s by --settings: nothing is sent, and the reason is told', async (_, make, expected) => {
    const file = join(folder, 'acme.env');
    make(file);
    const { text } = await everyWay({ OKTA_CLIENT_ORGURL: own.origin, OKTA_API_TOKEN: TOKEN }, ['--settings', file]);
    expect(text).toMatch(/The file that --settings names cannot be read: it /);
    expect(text).toMatch(expected);
    expect(own.seen).toEqual([]);
  });

  test.each(kinds)('%s as a private key', async (_, make, expected) => {
    const file = join(folder, 'key-CANARY.pem');
    make(file);
    const { text } = await everyWay({ OKTA_CLIENT_ORGURL: own.origin, OKTA_CLIENT_CLIENTID: '0oa1', OKTA_CLIENT_PRIVATEKEY: file });
    expect(text).toMatch(expected);
    expect(text).toContain('OKTA_CLIENT_PRIVATEKEY names what ');
    expect(text).not.toContain('CANARY');
  });

  test('a --settings that is not there, and one in UTF-8 with a mark', async () => {
    expect((await everyWay({ OKTA_CLIENT_ORGURL: own.origin, OKTA_API_TOKEN: TOKEN }, ['--settings', join(folder, 'none')])).text).toMatch(/cannot be read: it does not exist/);
    const file = join(folder, 'marked.env');
    writeFileSync(file, `\ufeffOKTA_CLIENT_ORGURL=${own.origin}\r\nOKTA_API_TOKEN=${TOKEN}\r\n`);
    expect((await (await start({}, ['--settings', file])).list('list_okta_users')).rows).toHaveLength(1);
  });
});

describe('doctor warns of files that others can get at', () => {
  const warned = async (env: Record<string, string>, args: readonly string[], name: string): Promise<string | undefined> => {
    const { checks } = JSON.parse((await run(['doctor', '--json', ...args], { env: { OKTA_TOOLSETS: 'time', ...env }, cwd: folder })).stdout) as Diagnosis;
    return checks.find((check) => check.name === name && check.verdict === 'warning')?.detail;
  };

  test.each([[0o600, undefined], [0o400, undefined], [0o644, /can be read by other users/], [0o640, /can be read by other users/], [0o660, /can be changed by other users/], [0o602, /can be changed by other users/]])('%o', async (mode, expected) => {
    const file = plant({ OKTA_CLIENT_ORGURL: own.origin, OKTA_API_TOKEN: TOKEN });
    chmodSync(file, mode);
    const key = join(folder, 'key-with-a-long-name.pem');
    const { pem } = await serviceApp();
    writeFileSync(key, pem);
    chmodSync(key, mode);
    const app = { OKTA_CLIENT_ORGURL: own.origin, OKTA_CLIENT_CLIENTID: '0oa1', OKTA_CLIENT_PRIVATEKEY: key };
    for (const detail of [await warned({}, [], 'settings file'), await warned({}, ['--settings', file], 'settings file'), await warned(app, [], 'key file')]) {
      if (expected === undefined) expect(detail).toBeUndefined();
      else expect(detail).toMatch(expected);
    }
    expect(statSync(file).mode & 0o777).toBe(mode);
  });
});
