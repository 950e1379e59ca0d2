import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerCsv, withoutFormulas } from '../../src/terminal/csv.js';
import { json, RudeOrg } from '../support/rude-org.js';
import { run } from '../support/run.js';

// A stranger writes formulas into the org, and an administrator opens the CSV in a spreadsheet.

const FORMULAS = ['=1+1', '+1', '-1+cmd|\' /C calc\'!A0', '@SUM(A1)', ' =1', '\u00a0=1', '\u3000=1', '"=1', '\'=1', '“=1', '＝1+1', '＋1', '－1', '＠SUM(A1)', '﹦1', '⁺1', '−1'];
const HIDDEN = ['x;=1', 'x;＝1', 'x; =1', 'x;"=1";y', ';=1', 'x;y;-1', 'x|@SUM(A1)', 'a;=1;b;+2'];

/** What a spreadsheet may do with the start of a cell. */
const STARTS_FORMULA = /^[\s\p{C}\p{Z}"“]*[=+\-@＝＋－＠﹦⁺−]/u;

let org: RudeOrg;
beforeAll(async () => {
  const texts = [...FORMULAS, ...HIDDEN];
  org = await RudeOrg.start((_, response) => { json(response, 200, texts.map((lastName, index) => ({ id: `00u${String(index).padStart(17, '0')}`, status: 'ACTIVE', profile: { lastName, [`=attr${index}`]: index - 20 } }))); });
});
afterAll(() => org.close());

test('no cell begins a formula, whether commas or semicolons part the cells', async () => {
  const { code, stdout } = await run(['call', 'list_okta_users', '--fields', 'id,profile.lastName', '--csv'], { env: org.env });
  expect(code).toBe(0);
  const rows = parse(stdout);
  expect(rows.length).toBe(FORMULAS.length + HIDDEN.length + 1);
  for (const cell of rows.flat()) expect(cell).not.toMatch(STARTS_FORMULA);
  // A quotation mark means nothing there unless it begins what the semicolons part.
  for (const cell of stdout.split(/[\n;|]/)) expect(cell.replace(/^"(?=[^,]*$)/, '')).not.toMatch(STARTS_FORMULA);
  expect(rows[1]?.[1]).toBe("'=1+1");
});

test('names of attributes are cells, too; every text is quoted, and numbers stay numbers', async () => {
  const { stdout } = await run(['call', 'list_okta_users', '--fields', 'profile.*', '--limit', '3', '--csv'], { env: org.env });
  const [heads = ''] = stdout.split('\n');
  expect(heads).toMatch(/^"[^"]+"(,"[^"]+")*$/);
  const csv = answerCsv({ columns: ['=a', 'b'], rows: [[-5, '-5'], [1.5, 'x'], [true, null], ['a,"b"', [1, -2]]] });
  expect(csv).toBe(['"\'=a","b"', '-5,"\'-5"', '1.5,"x"', '"true",', '"a,""b""","[1,-2]"'].join('\n'));
});

test('a single thing has no formula either, in its paths and its values', () => {
  expect(parse(answerCsv({ user: { '=path': '@value', number: -7 } }))).toEqual([['path', 'value'], ["'=path", "'@value"], ['number', '-7']]);
});

describe('whatever the text', () => {
  const text = fc.array(fc.constantFrom('=', '+', '-', '@', '＝', ';', '|', '\t', '\r', '\n', ' ', '"', "'", ',', 'a', '1', '\u200b', '\ufeff', '😀'), { maxLength: 12 }).map((parts) => parts.join(''));

  test('no part of it begins a formula, nothing is lost, and ordinary text stays as it is', () => {
    fc.assert(fc.property(text, (given) => {
      const safe = withoutFormulas(given);
      for (const part of safe.split(/[;|\t\r\n]/)) expect(part.replace(/^[\s\p{C}\p{Z}"]*/u, '')).not.toMatch(/^[=+\-@＝]/);
      expect(safe).not.toMatch(/^[\t\r\n]/);
      expect(safe.replaceAll("'", '')).toBe(given.replaceAll("'", ''));
    }), { numRuns: 2_000 });
    for (const plain of ['Ada Lovelace', 'a-b', 'ada@example.com', 'a=b', 'x; y', 'CN=Ada,OU=People', "O'Brien", '']) expect(withoutFormulas(plain)).toBe(plain);
  });

  test('it reads back from the CSV as it went in', () => {
    fc.assert(fc.property(fc.array(text, { minLength: 2, maxLength: 4 }), (cells) => {
      // A first cell, so that no row is empty.
      expect(parse(answerCsv({ columns: ['x', ...cells.map(() => 'c')], rows: [['x', ...cells]] }))[1]).toEqual(['x', ...cells.map(withoutFormulas)]);
    }));
  });
});
