import { applicationTools } from './applications.js';
import { groupTools } from './groups.js';
import { investigationTools } from './investigations/index.js';
import { networkZoneTools } from './network-zones.js';
import { policyTools } from './policies.js';
import { systemLogTools } from './system-log.js';
import { timeTools } from './time.js';
import type { Tool } from './tool.js';
import { userTools } from './users.js';

/** Every tool, in the order in which clients list them. */
export const tools: readonly Tool[] = [...userTools, ...groupTools, ...applicationTools, ...policyTools, ...networkZoneTools, ...systemLogTools, ...timeTools, ...investigationTools];
