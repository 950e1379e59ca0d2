import type { Config } from '../config.js';
import type { OktaClient } from '../okta/client.js';
import { connectOkta } from '../okta/connect.js';
import type { ServiceAppCredential } from '../okta/oauth.js';
import { scopesOfTools } from '../tools/scopes.js';
import { ToolError } from '../tools/tool.js';
import { toolsOf } from '../tools/toolsets.js';

/** The way to the org that a configuration opens. */
export interface Door {
  /** Throws ToolError, with what is missing, when the configuration opens none. */
  readonly okta: () => OktaClient;
  /** Only with OAuth. */
  readonly serviceApp?: ServiceAppCredential;
}

/** Opens the way to the org; nothing is sent yet. `onSecret` is told every access token and assertion. */
export async function openDoor(config: Config, version: string, onSecret: (secret: string) => void): Promise<Door> {
  const { org, problems } = config;
  if (org === undefined) {
    const okta = (): never => {
      throw new ToolError(`The server is not configured: ${problems.join(' ')}`, "The user has to set this in the host's configuration of this server (or in a file that --settings names) and restart it. The time tools work meanwhile.");
    };
    return { okta };
  }
  const { origin, credential: given } = org;
  const access = given.kind === 'oauth' ? { ...given, scopes: given.scopes ?? scopesOfTools(toolsOf(config.toolsets)) } : given;
  const { client, serviceApp } = await connectOkta({ origin, credential: access }, config, `okta-mcp-server/${version}`, onSecret);
  return { okta: () => client, ...(serviceApp === undefined ? {} : { serviceApp }) };
}
