import type { Plugin } from 'esbuild';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createRequire } from 'node:module';
import ts from 'typescript';
import { operations } from '../okta/operations.js';

const root = dirname(createRequire(import.meta.url).resolve('@okta/okta-sdk-nodejs/package.json'));
const apis = new Map<string, Set<string>>();
for (const [operation, { api }] of Object.entries(operations)) apis.set(api, (apis.get(api) ?? new Set()).add(operation));

/**
 * Puts only the request-building code of the operations in use into a bundle: the SDK's 1,851 model classes, which no answer passes
 * through, and its 800 other operations are left out. What is kept is the SDK's own code, unchanged.
 */
export function oktaSdkPlugin(): Plugin {
  return {
    name: 'okta-sdk',
    setup: (build) => {
      build.onResolve({ filter: /^@okta\/okta-sdk-nodejs$/ }, () => ({ path: 'index', namespace: 'okta-sdk' }));
      build.onLoad({ filter: /^index$/, namespace: 'okta-sdk' }, () => ({ contents: entry(), loader: 'js', resolveDir: root }));
      // Serialises query parameters: text, numbers and booleans, which stay what they are.
      build.onLoad({ filter: /generated[\\/]models[\\/]ObjectSerializer\.js$/ }, () => ({ contents: 'exports.ObjectSerializer = { serialize: (value) => value };', loader: 'js' }));
      // Requests leave through this server's own executor.
      build.onLoad({ filter: /generated[\\/]http[\\/]isomorphic-fetch\.js$/ }, () => ({ contents: 'exports.IsomorphicFetchHttpLibrary = class {};', loader: 'js' }));
      build.onLoad({ filter: /generated[\\/]types[\\/](Observable|ObjectParam)API\.js$/ }, ({ path }) => ({ contents: trimmed(path), loader: 'js' }));
      build.onLoad({ filter: /generated[\\/]apis[\\/]\w+Api\.js$/ }, ({ path }) => ({ contents: trimmed(path), loader: 'js' }));
    },
  };
}

function entry(): string {
  const generated = './src/generated';
  return [
    `const { createConfiguration } = require('${generated}/configuration');`,
    `const { ServerConfiguration } = require('${generated}/servers');`,
    `const { ResponseContext } = require('${generated}/http/http');`,
    `const { Collection } = require('./src/collection');`,
    `const object = require('${generated}/types/ObjectParamAPI');`,
    `module.exports = { createConfiguration, ServerConfiguration, ResponseContext, Collection, ${[...apis.keys()].map((api) => `${api}: object.Object${api}`).join(', ')} };`,
  ].join('\n');
}

/** A generated file without the classes and methods that no operation in use needs. */
function trimmed(path: string): string {
  const text = readFileSync(path, 'utf8');
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const removed = file.statements.flatMap((statement) => unused(statement, file));
  let rest = text;
  for (const { pos, end } of removed.reverse()) rest = rest.slice(0, pos) + rest.slice(end);
  return rest;
}

/** The parts of a top-level statement that can go, in their order. */
function unused(statement: ts.Statement, file: ts.SourceFile): ts.TextRange[] {
  if (ts.isClassDeclaration(statement)) {
    const [, , api = ''] = /^(Object|Observable)?(\w+Api)(RequestFactory|ResponseProcessor)?$/.exec(statement.name?.text ?? '') ?? [];
    const used = apis.get(api);
    if (used === undefined && api !== '') return [statement];
    const isUsed = (method: string): boolean => used?.has(baseName(method)) ?? true;
    const processor = statement.name?.text.endsWith('ResponseProcessor') === true;
    return statement.members.filter((member) => ts.isMethodDeclaration(member) && (processor || !isUsed(member.name.getText(file))));
  }
  const text = statement.getText(file);
  const found = /^exports\.(?:Object|Observable)(\w+Api) = \w+;$/.exec(text) ?? /^const \w+ = require\('\.\.\/apis\/(\w+Api)'\);$/.exec(text);
  const api = found?.[1];
  return api !== undefined && !apis.has(api) ? [statement] : [];
}

/** `listUsersWithHttpInfo` belongs to `listUsers`. */
function baseName(method: string): string {
  return method.replace(/WithHttpInfo$/, '');
}
