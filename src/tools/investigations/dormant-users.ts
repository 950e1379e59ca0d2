import * as z from 'zod';
import type { JsonObject } from '../../json.js';
import { valuesAt } from '../compared.js';
import { reportTool } from '../report.js';
import type { Reader } from '../sweep.js';
import { administratorIds, applicationsOf, personRow, population, populationArguments, populationCompared, populationName, roleName, type Person } from './people.js';

const DAY_MS = 86_400_000;
/** Users whose groups, applications and roles are read: three requests each. */
const MOST_HOLDINGS = 100;

interface Holdings {
  readonly groups: number;
  readonly applications: number;
  readonly roles: readonly string[];
}

/** Who has not signed in for long, and what they still hold. */
export const dormantUsers = reportTool({
  name: 'find_okta_dormant_users',
  title: 'Find dormant users',
  description: 'Active users (or those of search or group_id) who have not signed in for N days or never, administrators first, with the groups, applications and roles they still hold.',
  input: () => ({ days: z.int().min(1).max(3_650).default(90).optional().describe('Default 90'), ...populationArguments }),
  compared: { days: valuesAt('lastLogin'), ...populationCompared },
  basis: ['id', 'lastLogin', 'status', 'type', 'assignmentType'],
  operations: ['listUsers', 'listGroupUsers', 'listGroups', 'listUsersWithRoleAssignments', 'listUserGroups', 'listApplications', 'listAssignedRolesForUser'],
  begin: ({ days = 90, ...given }, call) => {
    const cutoff = new Date(call.now.getTime() - days * DAY_MS).toISOString();
    const dormant: Person[] = [];
    const administrators = new Set<string>();
    const holdings = new Map<string, Holdings>();
    const count = { users: 0, never: 0 };
    const take = (person: Person): void => {
      if (person.status === 'DEPROVISIONED') return;
      count.users += 1;
      if (person.lastLogin >= cutoff) return;
      if (person.lastLogin === '') count.never += 1;
      dormant.push(call.sweep.retained.add(person));
    };
    const first = (): Person[] => dormant.sort((a, b) => Number(administrators.has(b.id)) - Number(administrators.has(a.id)) || (a.lastLogin < b.lastLogin ? -1 : a.lastLogin > b.lastLogin ? 1 : a.id < b.id ? -1 : 1));
    return {
      steps: (async function* () {
        yield* population(given, call, take);
        yield* administratorIds(call, (id) => { administrators.add(call.sweep.retained.add(id)); });
        const chosen = first().slice(0, MOST_HOLDINGS);
        yield { kind: 'estimate', requests: chosen.length * 3, basis: `three for what each of ${chosen.length} dormant users holds`, advice: 'Narrow the population by `search` or `group_id`.' };
        yield* call.sweep.each(chosen, (person, reader) => held(person, reader, administrators.has(person.id)), (person, result) => { if (result !== undefined) holdings.set(person.id, result); }, 'dormant users');
      })(),
      report: () => ({
        summary: { users: count.users, dormant: dormant.length, never_signed_in: count.never, administrators: dormant.filter(({ id }) => administrators.has(id)).length },
        columns: ['id', 'profile.login', 'status', 'lastLogin', 'created', 'roles', 'groups', 'applications'],
        items: first().map((person) => row(person, holdings.get(person.id))),
        examined: { not_signed_in_since: cutoff, population: populationName(given) },
        notes: dormant.length > MOST_HOLDINGS ? [`What they hold was read for the first ${MOST_HOLDINGS} rows.`] : dormant.length === 0 ? ['Everybody in this population signed in within that time.'] : [],
      }),
    };
  },
});

async function held({ id }: Person, reader: Reader, administrator: boolean): Promise<Holdings> {
  const groups = await reader.all('listUserGroups', { userId: id }, () => true);
  const applications = await reader.all('listApplications', applicationsOf(id), () => true);
  const roles = administrator ? (await reader.page('listAssignedRolesForUser', { userId: id })).items.map(roleName) : [];
  return { groups: groups.length, applications: applications.length, roles };
}

function row(person: Person, holdings: Holdings | undefined): JsonObject {
  return { ...personRow(person), created: person.created, ...(holdings === undefined ? {} : { roles: [...holdings.roles], groups: holdings.groups, applications: holdings.applications }) };
}
