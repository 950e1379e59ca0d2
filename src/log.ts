/** Levels from the most to the least severe; a logger writes its own level and those before it. */
export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];
export const DEFAULT_LOG_LEVEL: LogLevel = 'info';

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;
export type Log = Readonly<Record<LogLevel, (message: string, fields?: LogFields) => void>>;

/** The level of a name; the default for one that is none. */
export function logLevel(name: string | undefined): LogLevel {
  return logLevels.find((level) => level === name) ?? DEFAULT_LOG_LEVEL;
}

/**
 * Writes one JSON object a line to stderr (stdout carries MCP messages and nothing else). Callers pass names, counts and codes:
 * never the values of arguments, never a secret, never text of the org.
 */
export function createLog(level: LogLevel, write: (line: string) => void = (line) => process.stderr.write(line)): Log {
  const writes = (own: LogLevel) => (message: string, fields: LogFields = {}): void => {
    if (logLevels.indexOf(own) <= logLevels.indexOf(level)) write(`${JSON.stringify({ time: new Date().toISOString(), level: own, message, ...fields })}\n`);
  };
  return { error: writes('error'), warn: writes('warn'), info: writes('info'), debug: writes('debug') };
}
