import type { JsonObject } from '../json.js';
import type { OktaClient, ReadOptions } from '../okta/client.js';
import type { OktaFailure } from '../okta/errors.js';
import { operations, type Operation } from '../okta/operations.js';
import type { Parameters } from '../okta/sdk.js';

/** How the smallest read of an operation ended. `empty`: the org has nothing that it could be tried on. */
export type ProbeResult = { readonly kind: 'permitted' } | { readonly kind: 'empty' } | { readonly kind: 'refused'; readonly error: unknown };

export interface ProbeOptions {
  readonly client: OktaClient;
  readonly read: ReadOptions;
  /** Why a read failed. */
  readonly failureOf: (error: unknown) => OktaFailure | undefined;
}

/** Ids of the org, as they are found on the way. */
type Kind = 'user' | 'group' | 'app' | 'appUser' | 'policy' | 'rule' | 'zone';
type Found = Map<Kind, string>;

interface Probe {
  readonly parameters: Parameters | ((found: Found) => Parameters | undefined);
  readonly form?: 'one' | 'settings';
  /** What the first entry of its list is, for the probes after it. */
  readonly finds?: Kind;
}

/** Parameters with ids that were found; undefined while one of them was not. */
const ids = (names: Readonly<Record<string, Kind>>, rest: Parameters = {}) => (found: Found): Parameters | undefined =>
  Object.values(names).every((kind) => found.has(kind)) ? { ...Object.fromEntries(Object.entries(names).map(([name, kind]) => [name, found.get(kind)])), ...rest } : undefined;
const user = ids({ userId: 'user' });

/** The smallest read of each operation. Those that need an id come behind the list that finds one. */
const PROBES: Partial<Record<Operation, Probe>> = {
  listUsers: { parameters: { limit: 1 }, finds: 'user' },
  listGroups: { parameters: { limit: 1 }, finds: 'group' },
  listApplications: { parameters: { limit: 1 }, finds: 'app' },
  listPolicies: { parameters: { type: 'OKTA_SIGN_ON' }, finds: 'policy' },
  listNetworkZones: { parameters: { limit: 1 }, finds: 'zone' },
  listLogEvents: { parameters: { limit: 1 } },
  getUser: { parameters: user, form: 'one' },
  listUserGroups: { parameters: user },
  listAppLinks: { parameters: user },
  listFactors: { parameters: user },
  listAssignedRolesForUser: { parameters: user },
  getGroup: { parameters: ids({ groupId: 'group' }), form: 'one' },
  listGroupUsers: { parameters: ids({ groupId: 'group' }, { limit: 1 }) },
  listAssignedApplicationsForGroup: { parameters: ids({ groupId: 'group' }, { limit: 1 }) },
  listGroupRules: { parameters: { limit: 1 } },
  getApplication: { parameters: ids({ appId: 'app' }), form: 'one' },
  listApplicationUsers: { parameters: ids({ appId: 'app' }, { limit: 1 }), finds: 'appUser' },
  listApplicationGroupAssignments: { parameters: ids({ appId: 'app' }, { limit: 20 }) },
  getApplicationUser: { parameters: ids({ appId: 'app', userId: 'appUser' }), form: 'one' },
  getPolicy: { parameters: ids({ policyId: 'policy' }), form: 'one' },
  listPolicyRules: { parameters: ids({ policyId: 'policy' }), finds: 'rule' },
  getPolicyRule: { parameters: ids({ policyId: 'policy', ruleId: 'rule' }), form: 'one' },
  getNetworkZone: { parameters: ids({ zoneId: 'zone' }), form: 'one' },
  listUsersWithRoleAssignments: { parameters: { limit: 1 } },
  getCurrentConfiguration: { parameters: {}, form: 'settings' },
  getOrgContactUser: { parameters: { contactType: 'TECHNICAL' }, form: 'settings' },
  getRateLimitSettingsAdminNotifications: { parameters: {}, form: 'settings' },
  getRateLimitSettingsWarningThreshold: { parameters: {}, form: 'settings' },
  getRateLimitSettingsPerClient: { parameters: {}, form: 'settings' },
};

/** The targets of an administrator role need the role's own id: who may read roles may read them. */
const LIKE: Partial<Record<Operation, Operation>> = {
  listGroupTargetsForRole: 'listUsersWithRoleAssignments',
  listGroupTargetsForGroupRole: 'listUsersWithRoleAssignments',
  listApplicationTargetsForApplicationAdministratorRoleForUser: 'listUsersWithRoleAssignments',
  listApplicationTargetsForApplicationAdministratorRoleForGroup: 'listUsersWithRoleAssignments',
};

const wave = (operation: Operation): number => (typeof PROBES[operation]?.parameters !== 'function' ? 0 : operation === 'getApplicationUser' || operation === 'getPolicyRule' ? 2 : 1);

/** Tries the smallest read of each operation, those that need an id of another behind it. Throws only the signal's reason. */
export async function probe(wanted: readonly Operation[], options: ProbeOptions, onDone: (done: number, total: number) => void): Promise<ReadonlyMap<Operation, ProbeResult>> {
  const results = new Map<Operation, ProbeResult>();
  const found: Found = new Map();
  const needed = [...new Set([...wanted.map((operation) => LIKE[operation] ?? operation), ...wanted.flatMap(finders)])];
  for (const turn of [0, 1, 2]) {
    await Promise.all(
      needed.filter((operation) => wave(operation) === turn).map(async (operation) => {
        results.set(operation, blocked(operation, results) ?? (await tried(options, operation, found)));
        onDone(results.size, needed.length);
      }),
    );
  }
  for (const operation of wanted) results.set(operation, results.get(LIKE[operation] ?? operation) ?? { kind: 'empty' });
  return results;
}

/** The lists that find the ids which an operation needs, where its scope is the same: no other scope is used for it. */
function finders(operation: Operation): Operation[] {
  const all = Object.keys(PROBES).filter((name): name is Operation => name in operations);
  return wave(operation) === 0 ? [] : all.filter((name) => PROBES[name]?.finds !== undefined && operations[name].scope === operations[operation].scope);
}

/** Nothing is found by a list that is refused, and what stands behind it is as good as refused, too. */
function blocked(operation: Operation, results: ReadonlyMap<Operation, ProbeResult>): ProbeResult | undefined {
  return finders(operation).map((finder) => results.get(finder)).find((result) => result?.kind === 'refused');
}

async function tried({ client, read, failureOf }: ProbeOptions, operation: Operation, found: Found): Promise<ProbeResult> {
  const { parameters: given, form, finds }: Probe = PROBES[operation] ?? { parameters: {} };
  const parameters = typeof given === 'function' ? given(found) : given;
  if (parameters === undefined) return { kind: 'empty' };
  try {
    if (form !== undefined) {
      await client[form](operation, parameters, read);
      return { kind: 'permitted' };
    }
    const { items: [first] } = await client.page(operation, parameters, read);
    if (finds !== undefined && first !== undefined) found.set(finds, idOf(first));
    return { kind: 'permitted' };
  } catch (error) {
    read.signal.throwIfAborted();
    // The feature is not licensed, or the org's engine does not have it: no fault of the credential.
    const failure = failureOf(error);
    if (failure?.kind === 'okta' && (failure.code === 'E0000015' || failure.status === 404)) return { kind: 'empty' };
    return { kind: 'refused', error };
  }
}

function idOf({ id }: JsonObject): string {
  return typeof id === 'string' ? id : '';
}
