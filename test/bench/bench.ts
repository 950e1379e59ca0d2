/**
 * Prints what the server costs: each figure a ratio against a baseline of the same run, interleaved, medians. `npm run bench`, with the
 * names of figures as arguments for some of them only.
 */
import Table from 'cli-table3';
import { figures } from './figures.js';
import { startOrg, type Figure } from './measure.js';

const wanted = process.argv.slice(2);
const org = await startOrg();
const table = new Table({ head: ['figure', 'reached', 'goal', '', 'measured'], style: { head: [], border: [] }, colWidths: [46, 9, 9, 6, 70], wordWrap: true });
for (const [name, measure] of Object.entries(figures)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  for (const figure of await measure(org)) table.push(row(name, figure));
}
org.close();
process.stdout.write(`Node ${process.version}, ${process.platform}-${process.arch}\n${table.toString()}\n`);

function row(command: string, { name, value, goal, atLeast = false, detail }: Figure): string[] {
  const met = atLeast ? value >= goal : value <= goal;
  return [`${name} (bench ${command})`, value.toFixed(value < 100 ? 2 : 0), `${atLeast ? '≥' : '≤'} ${goal}`, met ? 'met' : 'OVER', detail];
}
