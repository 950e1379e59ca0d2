import { stringAt } from '../answers/columns.js';
import type { Redactor } from '../answers/redact.js';
import type { JsonObject } from '../json.js';
import type { OktaClient, ReadOptions } from '../okta/client.js';
import type { OktaFailure } from '../okta/errors.js';
import type { ServiceAppCredential } from '../okta/oauth.js';
import type { Check } from './diagnosis.js';

export interface CredentialCheckOptions {
  readonly client: OktaClient;
  readonly redactor: Redactor;
  readonly read: ReadOptions;
  readonly failureOf: (error: unknown) => OktaFailure | undefined;
  /** Describes what went wrong, and the next step. */
  readonly failed: (error: unknown) => { readonly detail: string; readonly next: string };
}

const area = 'credential' as const;
const EXPIRY_DAYS = 7;
const DAY_MS = 86_400_000;

/** An API token: whether it works, whose it is, with which roles, and until when. */
export async function apiTokenChecks({ client, redactor, read, failed, failureOf }: CredentialCheckOptions): Promise<Check[]> {
  let owner: JsonObject;
  try {
    owner = await client.one('getUser', { userId: 'me' }, read);
  } catch (error) {
    read.signal.throwIfAborted();
    const failure = failureOf(error);
    // A role may not see its own owner, and still read what the tools read.
    if (failure?.kind === 'okta' && (failure.status === 403 || failure.status === 404)) return [{ area, name: 'API token', verdict: 'ok', detail: 'is accepted; Okta does not tell it whose it is' }];
    return [{ area, name: 'API token', verdict: 'fault', ...failed(error) }];
  }
  const login = redactor.at('profile.login', stringAt(owner, 'profile.login') ?? 'unknown');
  const id = stringAt(owner, 'id') ?? '';
  return [
    { area, name: 'API token', verdict: 'ok', detail: `works; its owner is ${login} (${id})` },
    await rolesCheck("owner's roles", () => client.page('listAssignedRolesForUser', { userId: id }, read), read, redactor),
    await expiryCheck(id, client, read),
  ];
}

/** A service app: whether it gets tokens, of what kind, with which scopes and roles. */
export async function serviceAppChecks(clientId: string, app: ServiceAppCredential, { client, redactor, read, failed }: CredentialCheckOptions): Promise<Check[]> {
  try {
    const scopes = await app.grantedScopes(read);
    const { dpop, secondsLeft } = await app.accessToken(read);
    const label = scopes.includes('okta.apps.read') ? await client.one('getApplication', { appId: clientId }, read).then((object) => stringAt(object, 'label'), () => undefined) : undefined;
    const told = label === undefined ? clientId : `${redactor.at('label', label)} (${clientId})`;
    return [
      { area, name: 'OAuth service app', verdict: 'ok', detail: `${told} gets access tokens${dpop ? ' bound to this process (DPoP)' : ''}; this one expires in ${secondsLeft} s and is renewed by itself` },
      { area, name: 'scopes', verdict: 'ok', detail: scopes.join(' ') },
      await rolesCheck("app's roles", () => client.page('listRolesForClient', { clientId }, read), read, redactor),
    ];
  } catch (error) {
    read.signal.throwIfAborted();
    return [{ area, name: 'OAuth service app', verdict: 'fault', ...failed(error) }];
  }
}

async function rolesCheck(name: string, list: () => Promise<{ readonly items: readonly JsonObject[] }>, read: ReadOptions, redactor: Redactor): Promise<Check> {
  try {
    const { items } = await list();
    const labels = [...new Set(items.map((role) => redactor.text(stringAt(role, 'label') ?? stringAt(role, 'type') ?? '')))];
    if (items.length === 0) return { area, name, verdict: 'warning', detail: 'none', next: 'Assign an administrator role that can read, such as Read-only Administrator.' };
    if (items.every((role) => role['type'] === 'READ_ONLY_ADMIN' || role['type'] === 'CUSTOM')) return { area, name, verdict: 'ok', detail: labels.join(', ') };
    return { area, name, verdict: 'warning', detail: `${labels.join(', ')}: more than reading needs`, next: 'This server changes nothing, whoever else gets hold of the credential could: use one whose only role is Read-only Administrator.' };
  } catch {
    read.signal.throwIfAborted();
    return { area, name, verdict: 'skipped', detail: 'the credential may not read roles' };
  }
}

/** Okta does not tell which of its tokens a request came with: all of the owner's are told. */
async function expiryCheck(userId: string, client: OktaClient, read: ReadOptions): Promise<Check> {
  const name = 'expiry';
  try {
    const { items } = await client.page('listApiTokens', {}, read);
    const own = items.filter((token) => token['userId'] === userId);
    if (own.length === 0) return { area, name, verdict: 'skipped', detail: 'Okta tells no expiry of this token' };
    const days = own.map((token) => Math.floor((Date.parse(stringAt(token, 'expiresAt') ?? '') - Date.now()) / DAY_MS)).filter((count) => !Number.isNaN(count));
    const detail = `${own.length === 1 ? 'expires' : `one of the owner's ${own.length} tokens; they expire`} after ${days.sort((a, b) => a - b).join(', ')} days without use`;
    return days.some((count) => count < EXPIRY_DAYS) ? { area, name, verdict: 'warning', detail, next: 'Each use renews it; one that is not used expires and has to be replaced.' } : { area, name, verdict: 'ok', detail };
  } catch {
    read.signal.throwIfAborted();
    return { area, name, verdict: 'skipped', detail: 'the credential may not read API tokens' };
  }
}
