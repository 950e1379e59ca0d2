import { applicationTools } from './applications.js';
import { groupTools } from './groups.js';
import { configurationTools, investigationTools } from './investigations/index.js';
import { networkZoneTools } from './network-zones.js';
import { policyTools } from './policies.js';
import { systemLogTools } from './system-log.js';
import { timeTools } from './time.js';
import type { Tool } from './tool.js';
import { userTools } from './users.js';

/** Every tool by the set it belongs to, in the order in which clients list them. */
export const toolsets = {
  users: userTools,
  groups: groupTools,
  applications: applicationTools,
  policies: policyTools,
  network: networkZoneTools,
  logs: systemLogTools,
  time: timeTools,
  investigate: investigationTools,
  configuration: configurationTools,
} as const satisfies Readonly<Record<string, readonly Tool[]>>;

export type Toolset = keyof typeof toolsets;

export const TOOLSET_NAMES = Object.keys(toolsets).filter((name): name is Toolset => name in toolsets);

/** The tools of some sets. */
export function toolsOf(names: readonly Toolset[]): readonly Tool[] {
  return TOOLSET_NAMES.filter((name) => names.includes(name)).flatMap((name): readonly Tool[] => toolsets[name]);
}
