import { stringAt } from '../answers/columns.js';
import type { DemoOrg } from '../demo/org.js';
import { startDemoServer } from '../demo/server/server.js';
import { isJsonObject } from '../json.js';
import { launchServer, type ServerConnection, type ToolAnswer } from '../mcp/client.js';
import { answerTable } from '../terminal/answer-table.js';
import { writeOut } from '../terminal/output.js';
import { processScreen } from '../terminal/screen.js';

import { questions, type Question } from './demo-questions.js';

const SHOWN_ROWS = 6;

/**
 * Starts a demo org on loopback, launches this server as a host does, asks it what an administrator would ask and prints the answers.
 * Resolves to the exit code: 0 when every answer was as it should be, the question that has to fail included.
 */
export async function demo(users: number): Promise<number> {
  print(`Starting a demo org with ${users} users …`);
  const org = await startDemoServer({ users });
  const connection = await launchServer(process.execPath, [process.argv[1] ?? '', 'serve'], { OKTA_CLIENT_ORGURL: org.origin, OKTA_API_TOKEN: org.token, LOG_LEVEL: 'error' });
  try {
    const names = (await connection.tools()).map(({ name }) => name);
    print(`Launched the server over stdio: ${names.length} tools: ${names.join(', ')}.\n`);
    const wrong = await askAll(connection, org.org);
    print(`\n${org.requests.length} requests reached the org, ${org.writes()} of them not a GET.${wrong === 0 ? ' Every answer is as it should be.' : ` ${wrong} answers are wrong.`}`);
    return wrong === 0 && org.writes() === 0 ? 0 : 1;
  } finally {
    await connection.close();
    await org.close();
  }
}

async function askAll(connection: ServerConnection, org: DemoOrg): Promise<number> {
  const count = await tokenCounter();
  let wrong = 0;
  let after: string | undefined;
  for (const [index, question] of questions(org).entries()) {
    const args = question.goesOn === true && after !== undefined ? { ...question.args, after } : question.args;
    print(`${index + 1}. ${question.words}`);
    print(`   ${question.tool} ${JSON.stringify(args, (key, value: unknown) => (key === 'after' ? '…' : value))}`);
    const started = performance.now();
    const answer = await connection.call(question.tool, args);
    const ms = Math.round(performance.now() - started);
    after = cursorOf(answer);
    const right = answer.isError === (question.fails === true) && question.expect(answer.text);
    if (!right) wrong += 1;
    show(question, answer);
    print(`   ${right ? 'as it should be' : 'WRONG'} · ${ms} ms · ${count(answer.text)}\n`);
  }
  return wrong;
}

function show(question: Question, answer: ToolAnswer): void {
  const width = Math.min(process.stdout.columns || 120, 160) - 3;
  const text = answer.isError ? answer.text : answerTable(answer.structured, { width, colours: processScreen().colours, rows: SHOWN_ROWS + (question.goesOn === true ? 0 : 4) });
  print(text.split('\n').map((line) => `   ${line}`).join('\n'));
}

function cursorOf({ structured }: ToolAnswer): string | undefined {
  return isJsonObject(structured) ? stringAt(structured, 'page.after') : undefined;
}

/** Counts tokens as GPT-4o does (o200k); the tokenizer is a development dependency, and without it characters are told. */
async function tokenCounter(): Promise<(text: string) => string> {
  try {
    const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
    return (text) => `${countTokens(text)} tokens`;
  } catch {
    return (text) => `${text.length} characters`;
  }
}

function print(line: string): void {
  writeOut(`${line}\n`);
}
