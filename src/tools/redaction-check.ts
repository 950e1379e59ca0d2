import type { Redactor } from '../answers/redact.js';
import { COMMON_ARGUMENTS, type Compared } from './compared.js';
import { ToolError, type Tool } from './tool.js';

/** What stands beside `profile` in users and groups: its bare name means nothing below it. */
const BESIDE_PROFILE = /^(id|status|created|activated|statusChanged|lastLogin|lastUpdated|lastMembershipUpdated|passwordChanged|type|source|objectClass)(\.|$)/i;
const MAX_PATH_CHARACTERS = 100;
const READ_ON = 'Ask by something else and look at what is shown.';

/**
 * Refuses a call that would have values compared, sorted or counted which OKTA_REDACT hides. Throws ToolError; nothing has been asked of
 * the org by then. An argument that the tool does not declare is refused, too.
 */
export async function refuseHiddenQueries(tool: Tool, given: Readonly<Record<string, unknown>>, redactor: Redactor): Promise<void> {
  if (!redactor.active) return;
  const hidden = tool.basis.find((path) => redactor.hides(path, { below: true }));
  if (hidden !== undefined) throw new ToolError(`${tool.name} concludes from ${hidden}, which OKTA_REDACT hides.`, 'Use a tool that lists instead: hidden values are shown as such there.');
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || COMMON_ARGUMENTS.has(name)) continue;
    const compared = tool.compared[name];
    if (compared === undefined) throw new ToolError(`\`${name}\` cannot be used while OKTA_REDACT hides values.`, `Leave \`${name}\` out.`);
    for (const text of textsOf(value)) await refuseHidden(name, text, compared, redactor);
  }
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}

async function refuseHidden(name: string, text: string, compared: Compared, redactor: Redactor): Promise<void> {
  switch (compared.by) {
    case 'nothing':
      return;
    case 'everything':
      throw new ToolError(`\`${name}\` looks everywhere, also where OKTA_REDACT hides values.`, 'Use `filter` on paths that are not hidden.');
    case 'filter':
      return refuseFilter(name, text, compared.below, redactor);
    case 'order': {
      const { plainPath } = await import('../answers/filter.js');
      if (isHidden(plainPath(text), compared.below, redactor)) throw refusal(name, text, 'Sort by another property.');
      return;
    }
    case 'group':
      if (redactor.hides(text) && !redactor.pseudonymous) throw refusal(name, text, 'Group by another path; or the operator sets OKTA_REDACT_PSEUDONYMS=true, so that stand-ins can be counted.');
      return;
    case 'value': {
      if (compared.unless?.test(text) === true) return;
      const path = compared.paths.find((one) => redactor.hides(one, { below: true }));
      if (path !== undefined) throw refusal(name, path, compared.unless === undefined ? READ_ON : 'Give the id: lists show it.');
    }
  }
}

async function refuseFilter(name: string, text: string, below: string | undefined, redactor: Redactor): Promise<void> {
  const { comparisonsOf } = await import('../answers/filter.js');
  const comparisons = comparisonsOf(text);
  if (comparisons === undefined) {
    throw new ToolError(
      `\`${name}\` cannot be parsed, so it cannot be told whether it compares what OKTA_REDACT hides.`,
      'Write conditions such as status eq "ACTIVE", joined by and, or, not and parentheses, text in double quotes, several values by or.',
    );
  }
  const hidden = comparisons.find(({ path, presence }) => (presence ? isHidden(path, below, redactor, false) : isHidden(path, below, redactor)));
  if (hidden !== undefined) throw refusal(name, hidden.path, READ_ON);
}

function isHidden(path: string, below: string | undefined, redactor: Redactor, parts = true): boolean {
  if (redactor.hides(path, { below: parts })) return true;
  return below !== undefined && !BESIDE_PROFILE.test(path) && redactor.hides(`${below}.${path}`, { below: parts });
}

function refusal(argument: string, path: string, next: string): ToolError {
  return new ToolError(`\`${argument}\` compares ${path.slice(0, MAX_PATH_CHARACTERS)}, which OKTA_REDACT hides: hidden values cannot be searched, sorted or counted by.`, next);
}
