import type { Tool } from '../tool.js';
import { summarizeEventLogs } from './summarize-event-logs.js';
import { userTimeline } from './user-timeline.js';

/** Tools that read much and answer with the conclusion. */
export const investigationTools: readonly Tool[] = [summarizeEventLogs, userTimeline];
