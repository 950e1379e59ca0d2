import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, lchownSync, linkSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { beforeAll, describe, expect, test } from 'vitest';
import { chained, GENESIS, lineHash } from '../../src/audit/chain.js';
import { Host, MAIN } from '../support/host.js';
import { run, runOnTerminal } from '../support/run.js';

// Somebody edits the record, or makes the server write its record where it must not.

const folder = (): string => mkdtempSync(join(tmpdir(), 'audit-attack-'));
const isRoot = process.geteuid?.() === 0;

interface Report {
  whole: boolean;
  lines: number;
  last_hash: string | null;
  breaks_found: number;
  breaks: { kind: string; line: number; to: number; mayHideMissing?: true }[];
  calls: number;
  tools: { tool: string; calls: number }[];
}
async function verified(file: string): Promise<Report & { code: number | null }> {
  const { code, stdout } = await run(['audit', file, '--json']);
  return { ...(JSON.parse(stdout) as Report), code };
}

/** A server that has made so many calls, each in a turn of the event loop of its own. */
async function calls(file: string, count: number): Promise<Host> {
  const host = await Host.start({ OKTA_AUDIT_LOG: file, LOG_LEVEL: 'error' });
  for (let index = 0; index < count; index += 1) await host.call('get_current_time', index === 2 ? { timezone: 'Nowhere/Town' } : {});
  return host;
}

let lines: string[];
beforeAll(async () => {
  const file = join(folder(), 'audit.jsonl');
  await (await calls(file, 8)).close();
  lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(lines.length).toBe(8);
});
/** The record as an attacker leaves it. */
function tampered(change: (lines: string[]) => string[]): string {
  const file = join(folder(), 'tampered.jsonl');
  writeFileSync(file, `${change([...lines]).join('\n')}\n`, { mode: 0o600 });
  return file;
}
const changed = (index: number, change: (line: string) => string) => (all: string[]): string[] => all.with(index, change(all[index]!));
const otherDigit = (digit: string): string => (digit === '0' ? '1' : '0');

describe('the chain', () => {
  test('is whole as it was written: exit code 0, the number of lines and the last hash, as sha256sum gives it', async () => {
    const file = tampered((all) => all);
    const sum = spawnSync('sh', ['-c', `tail -n 1 "${file}" | tr -d '\\n' | sha256sum`], { encoding: 'utf8' }).stdout.slice(0, 64);
    expect(await verified(file)).toMatchObject({ code: 0, whole: true, lines: 8, last_hash: sum, breaks: [], calls: 8, failed: 1 });
    const { code, stdout } = await run(['audit', file]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('The chain is whole: 8 lines.') as string]);
    expect(stdout).toContain(sum);
  });

  test.each([
    ['a value', (line: string) => line.replace('get_current_time', 'get_current_timf')],
    ['a digit of the time', (line: string) => line.replace(/(\d)Z"/, (_, digit: string) => `${otherDigit(digit)}Z"`)],
    ['the hash of the line before', (line: string) => line.replace(/"prev":"(.)/, (_, digit: string) => `"prev":"${otherDigit(digit)}`)],
    ['the check', (line: string) => line.replace(/"check":"(.)/, (_, digit: string) => `"check":"${otherDigit(digit)}`)],
    ['a name', (line: string) => line.replace('"check"', '"chekc"')],
    ['a blank', (line: string) => line.replace('{', '{ ')],
  ])('names a line in which one byte was changed: %s', async (_, change) => {
    for (const index of [0, 3, 7]) {
      const { code, breaks } = await verified(tampered(changed(index, change)));
      expect([code, breaks]).toEqual([1, [{ kind: 'changed', line: index + 1, to: index + 1, ...(index === 7 ? {} : { mayHideMissing: true }) }]]);
    }
  });

  test('a line that was made anew, with a check that fits, breaks behind it', async () => {
    const other = join(folder(), 'other.jsonl');
    await (await calls(other, 1)).close();
    // Whole in itself, and the first of its file, as the one it replaces is.
    expect(await verified(tampered((all) => all.with(0, readFileSync(other, 'utf8').trimEnd())))).toMatchObject({ code: 1, breaks: [{ kind: 'missing', line: 2 }] });
  });

  test.each([
    ['a line taken out', (all: string[]) => all.toSpliced(3, 1), { kind: 'missing', line: 4, to: 4 }],
    ['the first line taken out', (all: string[]) => all.slice(1), { kind: 'missing', line: 1, to: 1 }],
    ['three lines taken out', (all: string[]) => all.toSpliced(2, 3), { kind: 'missing', line: 3, to: 3 }],
    ['two lines swapped', (all: string[]) => [...all.slice(0, 3), all[4]!, all[3]!, ...all.slice(5)], { kind: 'out-of-order', line: 4, to: 5 }],
    ['a line moved to the end', (all: string[]) => [...all.toSpliced(3, 1), all[3]!], { kind: 'inserted', line: 4, to: 7 }],
    ['a line copied to another place', (all: string[]) => all.toSpliced(5, 0, all[1]!), { kind: 'inserted', line: 6, to: 6 }],
    ['a line doubled', (all: string[]) => all.toSpliced(5, 0, all[4]!), { kind: 'inserted', line: 6, to: 6 }],
    ['a made-up line', (all: string[]) => all.toSpliced(5, 0, '{"tool":"get_okta_user","outcome":"ok"}'), { kind: 'inserted', line: 6, to: 6 }],
    ['a made-up line at the end', (all: string[]) => [...all, '{"tool":"get_okta_user","outcome":"ok"}'], { kind: 'unchained', line: 9, to: 9 }],
    ['an empty line', (all: string[]) => all.toSpliced(5, 0, ''), { kind: 'inserted', line: 6, to: 6 }],
    ['a line overwritten', (all: string[]) => all.with(5, 'deleted by nobody'), { kind: 'not-json', line: 6, to: 6, mayHideMissing: true }],
    ['a line without end', (all: string[]) => all.toSpliced(5, 0, `{"a":"${'x'.repeat(3_000_000)}"}`), { kind: 'inserted', line: 6, to: 6 }],
  ] as [string, (all: string[]) => string[], Report['breaks'][0]][])('names %s', async (_, change, expected) => {
    const { code, breaks_found, breaks } = await verified(tampered(change));
    expect([code, breaks_found, breaks]).toEqual([1, 1, [expected]]);
  });

  test.each([
    ['changed', (line: string) => line.replace('"get_', '"got_')],
    ['overwritten', () => 'x'],
    ['replaced by one without a hash', () => '{"tool":"get_okta_user","outcome":"ok"}'],
    ['too long', () => 'x'.repeat(2_000_000)],
  ])('lines taken out behind one that was %s are spoken of', async (_, change) => {
    const report = await run(['audit', tampered((all) => changed(2, change)(all).toSpliced(3, 2))]);
    expect([report.code, report.stdout]).toEqual([1, expect.stringMatching(/Line 3: [^\n]*; lines may be missing here\./) as string]);
    // A line that was only put in hides nothing.
    expect((await run(['audit', tampered((all) => all.toSpliced(3, 0, 'x'))])).stdout).not.toContain('may be missing');
  });

  test('two places are two breaks, in words', async () => {
    const { code, stdout } = await run(['audit', tampered((all) => changed(6, (line) => line.replace('"ok"', '"no"'))(all.toSpliced(2, 1)))]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/Line 3: does not follow[^]*Line 7: changed[^]*broken in 2 places, first at line 3 of 7/);
  });

  test('a line that was cut short is named, and does not stop what follows', async () => {
    const file = tampered((all) => all);
    truncateSync(file, statSync(file).size - 40);
    expect(await verified(file)).toMatchObject({ code: 1, lines: 8, breaks: [{ kind: 'torn', line: 8 }] });
    await (await calls(file, 2)).close();
    expect(await verified(file)).toMatchObject({ code: 1, lines: 10, breaks_found: 1, breaks: [{ kind: 'torn', line: 8 }], calls: 9 });
  });

  test('a line that was cut within a character is torn like another, and a lost line break loses nothing', async () => {
    const file = join(folder(), 'audit.jsonl');
    writeFileSync(file, Buffer.concat([Buffer.from(`${lines[0]!}\n{"tool":"caf`), Buffer.from([0xc3])]), { mode: 0o600 });
    await (await calls(file, 1)).close();
    expect(await verified(file)).toMatchObject({ lines: 3, breaks_found: 1, breaks: [{ kind: 'torn', line: 2 }] });
    const whole = tampered((all) => all);
    truncateSync(whole, statSync(whole).size - 1);
    expect(await verified(whole)).toMatchObject({ code: 0, lines: 8 });
    await (await calls(whole, 1)).close();
    expect(await verified(whole)).toMatchObject({ code: 0, lines: 9 });
  });

  test('a line too long to be read does not stop what follows', async () => {
    const file = tampered((all) => [...all, 'x'.repeat(2_000_000)]);
    await (await calls(file, 2)).close();
    expect(await verified(file)).toMatchObject({ code: 1, lines: 11, breaks_found: 1, breaks: [{ kind: 'too-long', line: 9 }] });
  });

  test('a file that is no record costs a short answer; an empty one is whole', async () => {
    const noise = join(folder(), 'noise');
    writeFileSync(noise, 'x\n'.repeat(5_000));
    const report = await verified(noise);
    expect([report.code, report.breaks_found, report.breaks.length, report.calls]).toEqual([1, 5_000, 100, 0]);
    expect((await run(['audit', noise])).stdout.split('\n').length).toBeLessThan(30);
    writeFileSync(noise, '');
    expect(await verified(noise)).toMatchObject({ code: 0, lines: 0, last_hash: null });
  });

  test('four servers at once write into one file: every call is there, and the chain is whole', async () => {
    const dir = folder();
    const file = join(dir, 'audit.jsonl');
    const hosts = await Promise.all([1, 2, 3, 4].map(() => Host.start({ OKTA_AUDIT_LOG: file, LOG_LEVEL: 'error' })));
    await Promise.all(hosts.map(async (host) => {
      for (let index = 0; index < 100; index += 1) await Promise.all([host.call('get_current_time'), host.call('parse_relative_time', { time_expression: 'yesterday' })]);
      await host.close();
    }));
    expect(hosts.map(({ stderr }) => stderr)).toEqual(['', '', '', '']);
    const report = await verified(file);
    expect(report).toMatchObject({ code: 0, lines: 800, calls: 800 });
    expect(report.tools.map(({ tool, calls: count }) => [tool, count]).sort()).toEqual([['get_current_time', 400], ['parse_relative_time', 400]]);
    expect(readdirSync(dir)).toEqual(['audit.jsonl']);
  });

  test('a change while the server runs is found, too', async () => {
    const file = join(folder(), 'audit.jsonl');
    const host = await calls(file, 2);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"outcome":"ok"(?=[^\n]*\n$)/, '"outcome":"no"'));
    await host.call('get_current_time');
    await host.close();
    expect(await verified(file)).toMatchObject({ code: 1, lines: 3, breaks: [{ kind: 'changed', line: 2 }] });
  });

  test('another record of the same size under the same number of the file is gone on with', async () => {
    const file = join(folder(), 'audit.jsonl');
    const host = await calls(file, 3);
    const { ino, size } = statSync(file);
    // An honest record of another day, as rotation leaves it where the file system gives out the number of the old file again.
    let prev = GENESIS;
    const other = readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => {
      const next = chained(line.replace(/,"prev":.*/, '}').replace(/"time":"\d{4}/, '"time":"2001'), prev);
      prev = lineHash(next);
      return `${next}\n`;
    });
    writeFileSync(file, other.join(''));
    expect(statSync(file)).toMatchObject({ ino, size });
    await host.call('get_current_time');
    await host.close();
    expect(await verified(file)).toMatchObject({ code: 0, lines: 4, breaks: [] });
  });

  test('a record that was moved away is begun anew', async () => {
    const file = join(folder(), 'audit.jsonl');
    const host = await calls(file, 2);
    renameSync(file, `${file}.1`);
    await host.call('get_current_time');
    await host.close();
    expect([await verified(`${file}.1`), await verified(file)]).toMatchObject([{ code: 0, lines: 2 }, { code: 0, lines: 1 }]);
  });
});

describe('a lock', () => {
  test('that was left behind is taken away; no line is lost', async () => {
    for (const content of ['', JSON.stringify({ pid: 4_000_000, machine: 'elsewhere' }), 'nonsense']) {
      const dir = folder();
      const file = join(dir, 'audit.jsonl');
      const host = await calls(file, 1);
      writeFileSync(`${file}.lock`, content);
      const longAgo = new Date(Date.now() - 60_000);
      utimesSync(`${file}.lock`, longAgo, longAgo);
      await host.call('get_current_time');
      await host.close();
      expect([await verified(file), host.stderr, readdirSync(dir)]).toMatchObject([{ code: 0, lines: 2 }, '', ['audit.jsonl']]);
    }
  });

  test('that another process holds sends lines to stderr, with the reason; later ones go on in the file', async () => {
    const file = join(folder(), 'audit.jsonl');
    const host = await calls(file, 1);
    writeFileSync(`${file}.lock`, JSON.stringify({ pid: process.pid, machine: 'elsewhere' }));
    await host.call('get_current_time');
    await expect.poll(() => host.stderr, { timeout: 20_000 }).toMatch(/"message":"audit lines go to stderr[^\n]*locked by another process[^\n]*\n[^\n]*"tool":"get_current_time"/);
    rmSync(`${file}.lock`, { force: true });
    await host.call('get_current_time');
    await host.close();
    expect(await verified(file)).toMatchObject({ code: 0, lines: 2 });
  });
});

describe('the file of OKTA_AUDIT_LOG', () => {
  const refused = async (file: string): Promise<string> => {
    const host = await Host.start({ OKTA_CLIENT_ORGURL: 'https://acme.okta.com', OKTA_API_TOKEN: '0123456789abcdef', OKTA_AUDIT_LOG: file });
    const text = await host.fails('list_okta_users');
    await host.close();
    return text;
  };

  test('that is a device, a pipe, a folder or a link is a wrong setting, and left as it is', async () => {
    const dir = folder();
    spawnSync('mkfifo', [join(dir, 'pipe')]);
    writeFileSync(join(dir, 'bashrc'), 'export A=1\n');
    symlinkSync(join(dir, 'bashrc'), join(dir, 'link'));
    const before = statSync('/dev/null').mode;
    expect(await refused('/dev/null')).toContain('OKTA_AUDIT_LOG names is a device');
    expect(await refused(join(dir, 'pipe'))).toContain('OKTA_AUDIT_LOG names is a pipe');
    expect(await refused(dir)).toContain('OKTA_AUDIT_LOG names is a folder');
    expect(await refused(join(dir, 'link'))).toContain('OKTA_AUDIT_LOG names is a link');
    linkSync(join(dir, 'bashrc'), join(dir, 'second'));
    expect(await refused(join(dir, 'second'))).toContain('OKTA_AUDIT_LOG names has a second name');
    expect([statSync('/dev/null').mode, readFileSync(join(dir, 'bashrc'), 'utf8')]).toEqual([before, 'export A=1\n']);
  });

  test('that others may write to is refused, and its mode stays', async () => {
    const file = join(folder(), 'audit.jsonl');
    for (const mode of [0o620, 0o602, 0o666]) {
      writeFileSync(file, '');
      chmodSync(file, mode);
      expect(await refused(file)).toContain(`may be written to by other users (mode ${mode.toString(8)}`);
      expect([statSync(file).mode & 0o777, readFileSync(file, 'utf8')]).toEqual([mode, '']);
    }
  });

  test.runIf(isRoot)('that belongs to another user is refused', async () => {
    const file = join(folder(), 'audit.jsonl');
    writeFileSync(file, '');
    chownSync(file, 12_345, 12_345);
    expect(await refused(file)).toContain('belongs to another user');
  });

  test.runIf(isRoot)('that is reached through a link of another user is refused; through one of the user it is written', async () => {
    const dir = folder();
    symlinkSync(folder(), join(dir, 'link'));
    const file = join(dir, 'link', 'audit.jsonl');
    await (await calls(file, 1)).close();
    expect(await verified(file)).toMatchObject({ code: 0, lines: 1 });
    lchownSync(join(dir, 'link'), 12_345, 12_345);
    expect(await refused(file)).toContain('reached through a link that another user may have put there');
    expect((await verified(file)).lines).toBe(1);
  });

  test('that becomes a link while the server runs is not followed: the line goes to stderr', async () => {
    const dir = folder();
    const file = join(dir, 'audit.jsonl');
    writeFileSync(join(dir, 'bashrc'), '');
    const host = await calls(file, 1);
    rmSync(file);
    symlinkSync(join(dir, 'bashrc'), file);
    await host.call('get_current_time');
    await host.close();
    expect([host.stderr, readFileSync(join(dir, 'bashrc'), 'utf8')]).toEqual([expect.stringMatching(/is a link[^\n]*\n[^\n]*get_current_time/) as string, '']);
  });

  test('on a disk that is full: nothing torn is left, the line goes to stderr, and the chain goes on', async () => {
    const file = join(folder(), 'audit.jsonl');
    await (await calls(file, 3)).close();
    // The system ends writing in the middle of a line to come.
    const blocks = Math.ceil(statSync(file).size / 1024);
    const script = `ulimit -f ${blocks}; for i in 1 2 3 4 5 6; do "${process.execPath}" "${MAIN}" call get_current_time --json > /dev/null || exit 9; done`;
    const { status, stderr } = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8', env: { PATH: process.env['PATH'], OKTA_AUDIT_LOG: file } });
    expect([status, stderr]).toEqual([0, expect.stringMatching(/larger than the system permits[^\n]*\n[^\n]*"tool":"get_current_time"/) as string]);
    const { lines: count, code } = await verified(file);
    expect([code, count + (stderr.match(/"tool"/g) ?? []).length]).toEqual([0, 9]);
    await (await calls(file, 1)).close();
    expect(await verified(file)).toMatchObject({ code: 0, lines: count + 1 });
  });

  test('holds no arguments without end', async () => {
    const file = join(folder(), 'audit.jsonl');
    const host = await Host.start({ OKTA_AUDIT_LOG: file, OKTA_AUDIT_ARGUMENTS: 'true' });
    await host.call('parse_relative_time', { time_expression: 'x'.repeat(2_000_000) });
    await host.close();
    expect(readFileSync(file, 'utf8').length).toBeLessThan(1_000);
    expect(await verified(file)).toMatchObject({ code: 0, lines: 1 });
  });
});

describe('audit FILE', () => {
  test('sums up by tool, fits the terminal, and prints nothing of the file that a terminal obeys', async () => {
    const file = join(folder(), 'audit.jsonl');
    const tool = 'list_okta_application_group_assignments';
    const made = [1, 2, 3].map((day) => JSON.stringify({ time: `2026-01-0${day}T10:00:00.000Z`, tool, outcome: day === 2 ? 'okta' : 'ok', requests: 2, rows: 1234 }));
    writeFileSync(file, [...made, JSON.stringify({ tool: '\u001b]0;owned\u0007\u202e\u009b2J', outcome: '\u001b[2J', requests: -5, rows: 'many' })].join('\n'));
    expect(await verified(file)).toMatchObject({ code: 1, calls: 4, tools: [{ tool, calls: 3, failed: 1, outcomes: { ok: 2, okta: 1 }, requests: 6, rows: 3702, first: '2026-01-01T10:00:00.000Z', last: '2026-01-03T10:00:00.000Z' }, { calls: 1, requests: 0, rows: 0 }] });
    for (const [width, expected] of [[80, tool], [160, '2026-01-03T10:00:00Z']] as const) {
      const { code, stdout } = await runOnTerminal(['audit', file], width, { env: { NO_COLOR: '1' } });
      expect([code, stdout]).toEqual([1, expect.stringContaining(expected) as string]);
      for (const line of stdout.split(/\r?\n/).filter((text) => /[│┌├└]/.test(text))) expect(stringWidth(line)).toBeLessThanOrEqual(width);
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e]/);
    }
    expect((await run(['audit', file, '--json'])).stdout).not.toMatch(/[\u007f-\u009f\u202e]/);
  });

  test('without a file, of what is no file, or of a pipe that nobody writes to: exit code 2 and a sentence', async () => {
    const dir = folder();
    spawnSync('mkfifo', [join(dir, 'pipe')]);
    for (const [args, expected] of [[[], /audit takes a file/], [[dir], /is a folder/], [[join(dir, 'pipe')], /is a device or a pipe/], [['/dev/zero'], /is a device or a pipe/], [[join(dir, 'none')], /does not exist/], [['a', 'b'], /audit takes no argument "b"/]] as [string[], RegExp][]) {
      const { code, stdout, stderr } = await run(['audit', ...args]);
      expect([args, code, stdout]).toEqual([args, 2, '']);
      expect(stderr).toMatch(expected);
    }
  });

  test('is told of by --help', async () => {
    expect((await run(['audit', '--help'])).stdout).toContain('audit FILE');
  });
});
