import * as z from 'zod';
import type { AuditEntry } from '../audit.js';
import type { LogFields } from '../log.js';
import type { Runtime } from '../tools/runtime.js';
import { once } from '../tools/tool.js';
import type { OnRequest, RequestExtra } from './requests.js';

/** The levels of the protocol (RFC 5424), from the least severe to the most. */
export const HOST_LOG_LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'] as const;
export type HostLogLevel = (typeof HOST_LOG_LEVELS)[number];

const levelParams = once(() => z.looseObject({ level: z.enum(HOST_LOG_LEVELS) }));

/** Where a request of revision 2026-07-28 names the level it wants to hear. */
export const LOG_LEVEL_KEY = 'io.modelcontextprotocol/logLevel';

/**
 * Log messages for the host: what calls log, and their audit lines without arguments. Nothing is sent until the host asks for a level, by
 * logging/setLevel or with a request; stderr has its own (src/log.ts).
 */
export class HostLog {
  #level: HostLogLevel | undefined;

  constructor(on: OnRequest) {
    on('logging/setLevel', levelParams, ({ level }) => {
      this.#level = level;
      return {};
    });
  }

  /** The runtime of one call, with the host listening. */
  heardBy(runtime: Runtime, asked: HostLogLevel | undefined, extra: RequestExtra): Runtime {
    const least = asked ?? this.#level;
    if (least === undefined) return runtime;
    const send = (level: HostLogLevel, data: LogFields): void => {
      if (HOST_LOG_LEVELS.indexOf(level) < HOST_LOG_LEVELS.indexOf(least)) return;
      extra.sendNotification({ method: 'notifications/message', params: { level, logger: 'okta-mcp-server', data } }).catch(() => undefined);
    };
    const { log, audit } = runtime;
    const also = (level: HostLogLevel, write: (message: string, fields?: LogFields) => void) => (message: string, fields?: LogFields): void => {
      write(message, fields);
      send(level, { message, ...fields });
    };
    return {
      ...runtime,
      log: { error: also('error', log.error), warn: also('warning', log.warn), info: also('info', log.info), debug: also('debug', log.debug) },
      audit: (entry: AuditEntry) => {
        audit(entry);
        const { tool, outcome, ms, requests, rows, bytes } = entry;
        send('info', { message: 'tool call', tool, outcome, ms, requests, rows, bytes });
      },
    };
  }
}
