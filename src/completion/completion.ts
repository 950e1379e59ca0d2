import type { JsonObject } from '../json.js';
import { stringAt } from '../answers/columns.js';
import type { Operation } from '../okta/operations.js';
import type { Parameters } from '../okta/sdk.js';
import { literal } from '../tools/ids.js';
import type { ToolCall } from '../tools/tool.js';

/** What can be completed while it is typed. */
export type Completable = 'user' | 'group' | 'application' | 'time' | 'event-type';

export interface Completion {
  readonly values: readonly string[];
  /** More match than are told. */
  readonly more: boolean;
}

/** A list of the org in which names are looked up by their beginning. */
interface Source {
  readonly operation: Operation;
  /** The paths that what was typed is compared with; those that are hidden are left out. */
  readonly compared: readonly string[];
  /** Okta compares all of them or none. */
  readonly whole?: true;
  readonly parameters: (typed: string, compared: readonly string[]) => Parameters;
  /** Where the name stands that tools take. */
  readonly path: string;
}

const MOST = 20;
const LONGEST_TYPED = 100;

const sources: Readonly<Record<'user' | 'group' | 'application', Source>> = {
  user: {
    operation: 'listUsers',
    compared: ['profile.login', 'profile.email', 'profile.firstName', 'profile.lastName'],
    // `search` finds those who left, too.
    parameters: beginning,
    path: 'profile.login',
  },
  group: { operation: 'listGroups', compared: ['profile.name'], parameters: beginning, path: 'profile.name' },
  application: { operation: 'listApplications', compared: ['label', 'name'], whole: true, parameters: (typed) => ({ limit: MOST, ...(typed === '' ? {} : { q: typed }) }), path: 'label' },
};

function beginning(typed: string, compared: readonly string[]): Parameters {
  return { limit: MOST, ...(typed === '' ? {} : { search: compared.map((path) => `${path} sw ${literal(typed)}`).join(' or ') }) };
}

const TIMES = ['1 hour ago', '24 hours ago', 'yesterday', '7 days ago', '30 days ago', 'last week', 'last month', 'last quarter'];

/** Gives a read its way to the org. */
type Ask = (read: (call: ToolCall) => Promise<Completion>) => Promise<Completion>;

/** What may follow what was typed, at most 20 values. Throws OktaError. What OKTA_REDACT hides is neither told nor searched: no completion tells how it begins. */
export async function complete(kind: Completable, typed: string, ask: Ask): Promise<Completion> {
  const wanted = typed.slice(0, LONGEST_TYPED);
  if (kind === 'time') return first(TIMES.filter((text) => text.includes(wanted.toLowerCase())));
  if (kind === 'event-type') {
    const { eventPrefixes } = await import('../tools/event-types.js');
    return first(eventPrefixes().filter((prefix) => prefix.startsWith(wanted.toLowerCase())));
  }
  const { operation, parameters, path, compared, whole } = sources[kind];
  return ask(async (call) => {
    const open = compared.filter((one) => !call.hides(one));
    if (call.hides(path) || (whole === true && open.length < compared.length)) return { values: [], more: false };
    const { items, next } = await call.look(operation, parameters(wanted, open));
    return { values: [...new Set(items.flatMap((item) => nameOf(item, path, call)))].slice(0, MOST), more: next !== undefined };
  });
}

function nameOf(item: JsonObject, path: string, call: ToolCall): string[] {
  const name = stringAt(item, path);
  return name !== undefined && call.said(path, name) === name ? [name] : [];
}

function first(values: readonly string[]): Completion {
  return { values: values.slice(0, MOST), more: values.length > MOST };
}
