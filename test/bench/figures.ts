import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { tools } from '../../src/tools/index.js';
import { connectOkta } from '../../src/okta/connect.js';
import { Host, MAIN } from '../support/host.js';
import { sweep } from './sweep.js';
import { answered, ENV, INITIALIZE, INITIALIZED, interleaved, median, otherNode, peakMemory, rawGet, spawnTo, toolCall, type BenchOrg, type Figure } from './measure.js';

const ms = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
const USER = '00u1234567890abcdefg';
const BARE = "process.stdin.once('data', () => process.stdout.write('{\"id\":1}\\n'))";
const BARE_GET = "require('http').get(process.argv[1], (r) => { r.resume().on('end', () => process.stdout.write('{\"id\":2}\\n')) }); process.stdin.resume()";

async function start(org: BenchOrg, node: string, label: string, goal: number): Promise<Figure[]> {
  const bare = (): Promise<number> => spawnTo(node, ['-e', BARE], ENV, ['{}'], answered(1));
  const initialize = (): Promise<number> => spawnTo(node, [MAIN], org.env, [INITIALIZE], answered(1));
  const list = (): Promise<number> => spawnTo(node, [MAIN], org.env, [INITIALIZE, INITIALIZED, '{"jsonrpc":"2.0","id":2,"method":"tools/list"}'], answered(2));
  const [base = NaN, first = NaN, listed = NaN] = await interleaved(21, [bare, initialize, list]);
  return [
    { name: `spawn to initialize, ${label}`, value: first / base, goal, detail: `${ms(first)} : ${ms(base)} bare` },
    { name: `spawn to tools/list, ${label} (no goal of its own)`, value: listed / base, goal: 4, detail: `${ms(listed)} : ${ms(base)} bare` },
  ];
}

async function firstAnswer(org: BenchOrg): Promise<Figure[]> {
  const bare = (): Promise<number> => spawnTo(process.execPath, ['-e', BARE_GET, `${org.origin}/api/v1/users?limit=50`], ENV, [], answered(2));
  const ours = (): Promise<number> => spawnTo(process.execPath, [MAIN], org.env, [INITIALIZE, INITIALIZED, toolCall(2, 'list_okta_users', {})], answered(2));
  const [base = NaN, own = NaN] = await interleaved(15, [bare, ours]);
  return [{ name: 'spawn to the first Okta answer', value: own / base, goal: 3, detail: `${ms(own)} : ${ms(base)} bare GET` }];
}

async function memory(org: BenchOrg): Promise<Figure[]> {
  const ratios: number[][] = [[], []];
  for (let round = 0; round < 7; round += 1) {
    const bare = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { env: ENV, stdio: ['pipe', 'ignore', 'ignore'] });
    await new Promise((resolve) => setTimeout(resolve, 200));
    ratios[0]?.push(peakMemory(bare.pid ?? 0));
    bare.stdin.end();
    const host = await Host.start(org.env);
    for (const [tool, args] of everyTool) await host.call(tool, args);
    ratios[1]?.push(peakMemory(host.child.pid ?? 0));
    await host.close();
  }
  const [base = NaN, own = NaN] = ratios.map(median);
  return [{ name: 'peak memory after 22 tools were each called', value: own / base, goal: 2, detail: `${own.toFixed(1)} : ${base.toFixed(1)} MiB bare` }];
}

const group = '00g1234567890abcdefg';
const app = '0oa1234567890abcdefg';
const everyTool: [string, Record<string, unknown>][] = [
  ['list_okta_users', {}], ['get_okta_user', { user_id: USER }], ['list_okta_user_groups', { user_id: USER }], ['list_okta_user_applications', { user_id: USER }], ['list_okta_user_factors', { user_id: USER }],
  ['list_okta_groups', {}], ['get_okta_group', { group_id: group }], ['list_okta_group_members', { group_id: group }], ['list_okta_assigned_applications_for_group', { group_id: group }],
  ['list_okta_applications', {}], ['get_okta_application', { app_id: app }], ['list_okta_application_users', { app_id: app }], ['list_okta_application_group_assignments', { app_id: app }],
  ['list_okta_policies', { type: 'ACCESS_POLICY' }], ['get_okta_policy', { policy_id: 'rst1234567890abcdefg' }], ['list_okta_policy_rules', { policy_id: 'rst1234567890abcdefg' }], ['get_okta_policy_rule', { policy_id: 'rst1234567890abcdefg', rule_id: 'rul1234567890abcdefg' }],
  ['list_okta_network_zones', {}], ['get_okta_network_zone', { zone_id: 'nzo1234567890abcdefg' }], ['get_okta_event_logs', {}], ['get_current_time', {}], ['parse_relative_time', { time_expression: 'last Tuesday' }],
];

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function steady(org: BenchOrg): Promise<Figure[]> {
  const host = await Host.start(org.env);
  const raw = (path: string) => () => timed(async () => JSON.stringify((await rawGet(`${org.origin}${path}`)).body));
  const call = (tool: string, args: Record<string, unknown>) => () => timed(() => host.request('tools/call', { name: tool, arguments: args }));
  const user = [raw(`/api/v1/users/${USER}`), call('get_okta_user', { user_id: USER })];
  const page = [raw('/api/v1/users?limit=100'), call('list_okta_users', { limit: 100 })];
  await interleaved(300, [...user, ...page]);
  const [userBase = NaN, userOwn = NaN] = await interleaved(1_000, user);
  const [pageBase = NaN, pageOwn = NaN] = await interleaved(500, page);
  await host.close();
  return [
    { name: 'a call in steady state, 1 user', value: userOwn / userBase, goal: 3, detail: `${ms(userOwn)} : ${ms(userBase)} raw` },
    { name: 'a call in steady state, a page of 100 users', value: pageOwn / pageBase, goal: 1.8, detail: `${ms(pageOwn)} : ${ms(pageBase)} raw` },
  ];
}

async function atOnce(org: BenchOrg): Promise<Figure[]> {
  const host = await Host.start(org.env);
  const fifty = (one: () => Promise<unknown>) => () => timed(() => Promise.all(Array.from({ length: 50 }, one)));
  const raw = fifty(async () => JSON.stringify((await rawGet(`${org.origin}/api/v1/users/${USER}`)).body));
  const own = fifty(() => host.request('tools/call', { name: 'get_okta_user', arguments: { user_id: USER } }));
  await interleaved(20, [raw, own]);
  const [base = NaN, ours = NaN] = await interleaved(41, [raw, own]);
  await host.close();
  return [{ name: '50 calls at once: calls a second', value: base / ours, goal: 0.4, atLeast: true, detail: `${(50_000 / ours).toFixed(0)} : ${(50_000 / base).toFixed(0)} raw` }];
}

async function logs(org: BenchOrg): Promise<Figure[]> {
  const { signal } = new AbortController();
  const { client } = await connectOkta({ origin: org.origin, credential: { kind: 'api-token', token: 'bench-token-0123456789' } }, { concurrentLimit: 15, rateLimitReserve: 0, maxWaitMs: 0, requestTimeoutMs: 30_000 }, 'bench', () => undefined);
  const own = async (): Promise<void> => {
    let count = 0;
    for (let query: string | undefined = 'limit=1000'; query !== undefined;) {
      const page = await client.page('listLogEvents', {}, { signal, query });
      count += page.items.length;
      query = page.next;
    }
    if (count !== 50_000) throw new Error(`${count} events`);
  };
  const raw = async (): Promise<void> => {
    let url: string | undefined = `${org.origin}/api/v1/logs?limit=1000`;
    while (url !== undefined) url = /<([^>]+)>; rel="next"/.exec((await rawGet(url)).link ?? '')?.[1];
  };
  const [base = NaN, ours = NaN] = await interleaved(11, [() => timed(raw), () => timed(own)]);
  return [{ name: '50,000 log events page by page', value: ours / base, goal: 1.5, detail: `${ms(ours)} : ${ms(base)} raw` }];
}

async function tokens(org: BenchOrg): Promise<Figure[]> {
  const host = await Host.start(org.env);
  const reply = await host.request('tools/list');
  const list = (reply.result?.['tools'] ?? []) as { name: string; description: string; inputSchema: object }[];
  const plain = list.filter(({ name }) => tools.find((tool) => tool.name === name)?.answer !== 'report' && name !== 'list_okta_configuration');
  const seen = plain.map(({ name, description, inputSchema }) => countTokens(JSON.stringify({ name, description, inputSchema }))).reduce((sum, count) => sum + count, 0);
  const whole = countTokens(JSON.stringify({ tools: plain }));
  const all = countTokens(JSON.stringify({ tools: list }));
  const users = countTokens((await host.call('list_okta_users', { limit: 50 })).text);
  const events = countTokens((await host.call('get_okta_event_logs', { limit: 100 })).text);
  await host.close();
  const rawUsers = countTokens(JSON.stringify((await rawGet(`${org.origin}/api/v1/users?limit=50`)).body));
  const rawEvents = countTokens(JSON.stringify((await rawGet(`${org.origin}/api/v1/logs?limit=100`)).body));
  return [
    { name: 'tokens of the tools as a model sees them', value: seen, goal: 3_300, detail: `${plain.length} tools that read what they are asked, o200k: name, description, input schema` },
    { name: 'tokens of the whole tools/list', value: whole, goal: 4_500, detail: 'o200k, with output schemas and annotations' },
    { name: 'tokens of the whole tools/list, investigations included', value: all, goal: 8_000, detail: `${list.length} tools` },
    { name: '50 users, default columns', value: users / rawUsers, goal: 0.24, detail: `${users} : ${rawUsers} tokens of the raw JSON` },
    { name: '100 log events, default columns', value: events / rawEvents, goal: 0.15, detail: `${events} : ${rawEvents} tokens of the raw JSON` },
  ];
}

function packed(): Promise<Figure[]> {
  const project = fileURLToPath(new URL('../..', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'bench-pack-'));
  try {
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: project, stdio: 'ignore' });
    const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    writeFileSync(join(folder, 'package.json'), '{}');
    execFileSync('npm', ['i', '--no-audit', '--no-fund', `./${tarball}`], { cwd: folder, stdio: 'ignore' });
    const packages = execFileSync('npm', ['ls', '--all', '--parseable'], { cwd: folder, encoding: 'utf8' }).trim().split('\n').length - 1;
    const megabytes = Number(execFileSync('du', ['-sk', join(folder, 'node_modules')], { encoding: 'utf8' }).split('\t')[0]) / 1024;
    return Promise.resolve([
      { name: 'packages that a clean install brings', value: packages, goal: 1, detail: 'npm i of the packed tarball' },
      { name: 'megabytes on disk', value: megabytes, goal: 6, detail: 'node_modules of that install' },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function demo(): Promise<Figure[]> {
  const one = (): Promise<number> => spawnTo(process.execPath, [MAIN, '--demo', '--demo-users', '10000'], ENV, [INITIALIZE, INITIALIZED, toolCall(2, 'list_okta_users', {})], answered(2));
  const [own = NaN] = await interleaved(5, [one]);
  return [{ name: 'demo org with 10,000 users: seconds to first answer', value: own / 1000, goal: 3, detail: ms(own) }];
}

/** Every figure by its name on the command line. */
export const figures: Readonly<Record<string, (org: BenchOrg) => Promise<Figure[]>>> = {
  start: (org) => start(org, process.execPath, `Node ${process.versions.node.split('.')[0] ?? ''}`, 1.8),
  start24: (org) => start(org, otherNode(24), 'Node 24', 1.6),
  first: firstAnswer,
  memory,
  steady,
  at_once: atOnce,
  logs,
  tokens,
  packed,
  demo,
  sweep,
};
