import type { Diagnosis, ToolCheck, Verdict } from '../doctor/diagnosis.js';
import type { Screen } from './screen.js';
import { table } from './table.js';

/** A diagnosis for people: the verdict last, where the eye is, and before it each fault with its next step. */
export function diagnosisTable({ ok, verdict, settings, checks, tools, headroom }: Diagnosis, screen: Screen): string {
  const { colours } = screen;
  const paint: Readonly<Record<Verdict, (text: string) => string>> = { ok: colours.green, warning: colours.yellow, fault: colours.red, skipped: colours.dim };
  const given = settings.filter(({ source }) => source !== 'default');
  const steps = new Map<string, string[]>();
  for (const [name, { verdict: own, next }] of [...checks.map((check) => [check.name, check] as const), ...tools.map((check) => [check.tool, check] as const)]) {
    if (next !== undefined && (own === 'fault' || own === 'warning')) steps.set(next, [...(steps.get(next) ?? []), name]);
  }
  return [
    table(['setting', 'value', 'from'], (given.length === 0 ? settings.slice(0, 2) : given).map(({ name, value, source }) => [name, value, source]), screen, { wrap: true }),
    `  ${settings.length - given.length} more settings have their defaults (--json shows all).`,
    table(['check', '', 'finding'], checks.map(({ area, name, verdict: own, detail }) => [`${area}: ${name}`, paint[own](own), detail]), screen, { wrap: true }),
    table(['tool', '', 'finding'], collapsed(tools).map(({ tool, verdict: own, detail }) => [tool, paint[own](own), detail]), screen, { wrap: true }),
    ...(headroom.length === 0 ? [] : [table(['endpoint', 'left', 'limit a minute'], headroom.slice(0, 5).map(({ endpoint, remaining, limit }) => [endpoint, String(remaining), String(limit)]), screen)]),
    ...[...steps].map(([next, names]) => `${colours.bold(shortened(names))}: ${next}`),
    (ok ? colours.green : colours.red)(colours.bold(verdict)),
  ].join('\n');
}

/** Tools that were not tried are one row. */
function collapsed(tools: readonly ToolCheck[]): ToolCheck[] {
  const [first, second] = tools.filter(({ verdict }) => verdict === 'skipped');
  if (first === undefined || second === undefined) return [...tools];
  const tried = tools.filter(({ verdict }) => verdict !== 'skipped');
  return [...tried, { ...first, tool: `the other ${tools.length - tried.length} tools` }];
}

function shortened(names: readonly string[]): string {
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}
