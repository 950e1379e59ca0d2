import type { Redactor } from '../answers/redact.js';
import type { Config } from '../config.js';
import type { OktaClient } from '../okta/client.js';
import type { OktaFailure } from '../okta/errors.js';
import type { ServiceAppCredential } from '../okta/oauth.js';
import type { Failure } from '../tools/failure.js';
import type { Tool } from '../tools/tool.js';

/** What there is to examine of a session, errors included: they are of its classes. */
export interface Examined {
  readonly demo: boolean;
  readonly config: Config;
  readonly redactor: Redactor;
  /** Undefined while the configuration opens no way to the org. */
  readonly client: OktaClient | undefined;
  readonly serviceApp: ServiceAppCredential | undefined;
  /** The tools of OKTA_TOOLSETS. */
  readonly tools: readonly Tool[];
  /** Why a read failed; undefined for what is no failure of the org. */
  readonly failureOf: (error: unknown) => OktaFailure | undefined;
  /** What the tool's error would tell. */
  readonly describe: (error: unknown, tool: Tool) => Failure;
}
