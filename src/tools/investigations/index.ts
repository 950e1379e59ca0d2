import type { Tool } from '../tool.js';
import { administrators } from './administrators.js';
import { applicationUsage } from './application-usage.js';
import { compareUsers } from './compare-users.js';
import { listConfiguration } from './configuration.js';
import { dormantUsers } from './dormant-users.js';
import { mfaCoverage } from './mfa-coverage.js';
import { riskyChanges } from './risky-changes.js';
import { signInPolicy } from './sign-in-policy.js';
import { signInThreats } from './sign-in-threats.js';
import { summarizeEventLogs } from './summarize-event-logs.js';
import { userAccess } from './user-access.js';
import { userTimeline } from './user-timeline.js';

/** Tools that read much and answer with the conclusion. */
export const investigationTools: readonly Tool[] = [
  summarizeEventLogs, userTimeline, userAccess, compareUsers, mfaCoverage, administrators, dormantUsers, applicationUsage, signInThreats, riskyChanges, signInPolicy,
];

/** What of the org's configuration has no tool of its own. */
export const configurationTools: readonly Tool[] = [listConfiguration];
