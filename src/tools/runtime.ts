import type { Cursors } from '../answers/cursor.js';
import type { Redactor } from '../answers/redact.js';
import type { Audit } from '../audit.js';
import type { Log } from '../log.js';
import type { OktaReads } from '../okta/client.js';
import type { Operation } from '../okta/operations.js';
import type { InvestigationStore } from './investigation-store.js';

/** What all calls share. */
export interface Runtime {
  /** The door to the org. Throws ToolError when the configuration does not allow one. */
  readonly okta: () => OktaReads;
  /** What may be read for resources and completion: what the offered tools read, and what the org tells of itself. */
  readonly operations: ReadonlySet<Operation>;
  /** Investigations under way, and those that a later call may go on with. */
  readonly investigations: InvestigationStore;
  readonly redactor: Redactor;
  readonly cursors: Cursors;
  /** The most characters an answer may have as compact JSON. */
  readonly maxCharacters: number;
  /** Milliseconds after which an investigation answers with what it has, and a resource or a completion gives up. */
  readonly deadlineMs: number;
  /** Stands in the notes of every answer, such as that the org is a demo. */
  readonly notice?: string;
  readonly log: Log;
  readonly audit: Audit;
  /** The arguments of calls are kept in the audit lines. */
  readonly auditArguments: boolean;
}

/** What belongs to one call. */
export interface CallContext {
  readonly signal: AbortSignal;
  /** Tells the host that the call goes on; does nothing unless the host asked for progress. */
  readonly progress: (message: string, at?: { readonly done: number; readonly total?: number }) => void;
}

const MAX_PATHS = 10;
const MAX_PATH_LENGTH = 80;

/** The notes of an answer: what the server always says, the tool's own, and where secrets were hidden. */
export function notesOf(notes: readonly string[], hidden: ReadonlySet<string>, runtime: Runtime): string[] {
  const secrets = hidden.size === 0 ? [] : [`Secret values are hidden: ${namedPaths([...hidden])}.`];
  return [...(runtime.notice === undefined ? [] : [runtime.notice]), ...notes.map((note) => runtime.redactor.text(note)), ...secrets];
}

/** Paths are made of names that the org chose. */
function namedPaths(paths: readonly string[]): string {
  const named = paths.slice(0, MAX_PATHS).map((path) => (path.length > MAX_PATH_LENGTH ? `${path.slice(0, MAX_PATH_LENGTH).toWellFormed()}…` : path));
  return `${named.join(', ')}${paths.length > MAX_PATHS ? ` and ${paths.length - MAX_PATHS} more` : ''}`;
}
