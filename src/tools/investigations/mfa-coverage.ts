import * as z from 'zod';
import type { JsonObject } from '../../json.js';
import { valuesAt } from '../compared.js';
import { reportTool } from '../report.js';
import { byTexts } from './order.js';
import { activeFactors, FACTORS_NOTE, personRow, PHISHING_RESISTANT, population, populationArguments, populationCompared, populationName, type Person } from './people.js';

interface Finding {
  readonly person: Person;
  readonly factors: readonly string[];
}

/** Who in a population lacks factors. */
export const mfaCoverage = reportTool({
  name: 'audit_okta_mfa_coverage',
  title: 'Audit MFA coverage',
  description: 'Who has no factor, no phishing-resistant factor (webauthn, u2f, signed_nonce = FastPass), or not a given one; counts by factor type. Of active users, or those of search or group_id. A request a user.',
  input: () => ({
    ...populationArguments,
    factor: z.string().regex(/^[a-z][a-z0-9_:]{1,40}$/, 'a factorType such as webauthn or push').optional().describe('factorType to look for, such as push'),
  }),
  compared: { ...populationCompared, factor: valuesAt('factorType') },
  basis: ['id', 'status', 'factorType'],
  operations: ['listUsers', 'listGroupUsers', 'listGroups', 'listFactors'],
  begin: ({ factor, ...given }, call) => {
    const people: Person[] = [];
    const skipped = { count: 0 };
    const findings: Finding[] = [];
    const counts = { gone: 0, examined: 0, none: 0, notResistant: 0, lacking: 0 };
    const byFactor = new Map<string, number>();
    const note = (person: Person, factors: readonly string[]): void => {
      counts.examined += 1;
      for (const type of factors) byFactor.set(type, (byFactor.get(type) ?? 0) + 1);
      const resistant = factors.some((type) => PHISHING_RESISTANT.includes(type));
      if (factors.length === 0) counts.none += 1;
      if (!resistant) counts.notResistant += 1;
      if (factor !== undefined && !factors.includes(factor)) counts.lacking += 1;
      if (factor === undefined ? !resistant : !factors.includes(factor)) findings.push({ person, factors: call.sweep.retained.add(factors) });
    };
    return {
      steps: (async function* () {
        yield* population(given, call, (person) => { if (person.status === 'ACTIVE') people.push(call.sweep.retained.add(person)); else skipped.count += 1; });
        yield { kind: 'estimate', requests: people.length, basis: `one for the factors of each of ${people.length} users`, advice: 'Narrow the population by `search` (such as profile.department eq "Finance") or `group_id`.' };
        yield* call.sweep.each(people, (person, reader) => activeFactors(person.id, reader), (person, factors) => { if (factors === undefined) counts.gone += 1; else note(person, factors); }, 'users');
      })(),
      report: () => ({
        summary: {
          users: people.length, examined: counts.examined, without_any_factor: counts.none, without_phishing_resistant_factor: counts.notResistant,
          ...(factor === undefined ? {} : { [`without_${factor}`]: counts.lacking }),
          users_by_factor: Object.fromEntries([...byFactor].sort(([, a], [, b]) => b - a)),
        },
        columns: ['id', 'profile.login', 'factors', 'lastLogin'],
        items: findings.sort((a, b) => a.factors.length - b.factors.length || byTexts([a.person.login, b.person.login], [a.person.id, b.person.id])).map(row),
        examined: { population: populationName(given) },
        notes: [FACTORS_NOTE, ...(skipped.count > 0 ? [`${skipped.count} users of the population are not ACTIVE and were left out.`] : []), ...(counts.gone > 0 ? [`${counts.gone} users were deleted while this was read.`] : []), ...(people.length === 0 ? ['No active user is in this population.'] : [])],
      }),
    };
  },
});

function row({ person, factors }: Finding): JsonObject {
  return { ...personRow(person), factors: factors.length === 0 ? 'none' : [...factors] };
}
