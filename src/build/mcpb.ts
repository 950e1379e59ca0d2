/**
 * Packs the built server as a Claude Desktop bundle: `npm run mcpb` writes okta-mcp-server.mcpb, `tsx src/build/mcpb.ts FILE` another file.
 * The list of tools is the one that the running server answers.
 */
import { packExtension } from '@anthropic-ai/mcpb';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { BUNDLE } from '../hosts/hosts.js';
import { launchServer } from '../mcp/client.js';
import { bundleManifest } from './manifest.js';

const project = fileURLToPath(new URL('../..', import.meta.url));
const facts = z.object({ name: z.string(), version: z.string(), description: z.string(), license: z.string() }).parse(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')));
const server = await launchServer(process.execPath, [join(project, 'dist/main.js')], {});
const manifest = bundleManifest(facts, await server.tools());
await server.close();
const folder = mkdtempSync(join(tmpdir(), 'mcpb-'));
try {
  for (const part of ['dist', 'package.json', 'README.md', 'LICENSE.md']) cpSync(join(project, part), join(folder, part), { recursive: true, filter: (path) => !path.endsWith('.map') });
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const packed = await packExtension({ extensionPath: folder, outputPath: resolve(process.argv[2] ?? join(project, BUNDLE)), silent: true });
  if (!packed) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
