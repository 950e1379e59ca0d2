import { isJsonObject, setOwn, type JsonObject, type JsonValue } from '../json.js';
import { membersByOthers, SIGNS } from './secret-names.js';
import { SECRET } from './secret-text.js';
import { isHarmless } from './secret-values.js';

const ALL_SIGNS = [...SIGNS.values()].reduce((all, sign) => all | sign, 0);

/**
 * A value of the org without the secrets that only their neighbours tell, such as `from` in `{"name": "clientSecret", "from": …}` and the
 * private members of a key: what takes an event apart would lose the neighbours. What has none is returned as it is.
 */
export function withoutNamedSecrets(value: JsonValue): JsonValue {
  if (Array.isArray(value)) {
    const entries = value.map(withoutNamedSecrets);
    return entries.some((entry, index) => entry !== value[index]) ? entries : value;
  }
  return isJsonObject(value) ? withoutNamedMembers(value) : value;
}

/** The same of an object. */
export function withoutNamedMembers(object: JsonObject): JsonObject {
  const others = membersByOthers(object, ALL_SIGNS);
  let changed: JsonObject | undefined;
  for (const name of Object.keys(object)) {
    const value = object[name] ?? null;
    const next = others?.private(name) === true ? withoutText(value) : withoutNamedSecrets(value);
    if (next === value) continue;
    changed ??= { ...object };
    setOwn(changed, name, next);
  }
  return changed ?? object;
}

function withoutText(value: JsonValue): JsonValue {
  if (typeof value === 'string') return isHarmless(value) ? value : SECRET;
  if (Array.isArray(value)) return value.map(withoutText);
  return isJsonObject(value) ? Object.fromEntries(Object.entries(value).map(([name, inner]): [string, JsonValue] => [name, withoutText(inner)])) : value;
}
