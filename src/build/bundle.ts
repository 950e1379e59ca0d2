/**
 * Bundles the server into dist/: a few CommonJS files without dependencies, since a host starts them at every launch. `main.js` answers
 * the handshake; what a session, the demo or another command needs stands in files of its own, loaded when it is wanted. `npm run build`.
 */
import { build, type Metafile, type Plugin } from 'esbuild';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describedPlugin } from './described.js';
import { licences } from './licences.js';
import { oktaSdkPlugin } from './okta-sdk.js';
import { slimPlugin } from './slim.js';

const project = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(project, 'dist');

/**
 * What is imported by `await import()` and begins a file of its own, so that it costs nothing until then. Other such imports stay in the
 * file and run late: they share classes with it, which two files would each have a copy of.
 */
const SPLIT: Readonly<Record<string, string>> = {
  './session.js': 'session',
  './commands/terminal.js': 'terminal',
  './commands/demo.js': 'demo',
  '../demo/server/server.js': 'demo-server',
  '../time/time.js': 'time',
  './describe.js': 'describe',
  '../mcp/describe.js': 'describe',
  './event-types.js': 'event-types',
  '../tools/event-types.js': 'event-types',
  './filter-syntax.js': 'filter-syntax',
  './org.js': 'org-at-a-glance',
  '../prompts/prompts.js': 'prompts',
  jose: 'jose',
  'https-proxy-agent': 'https-proxy-agent',
};
const chunks = new Map<string, string>([['main', join(project, 'src/main.ts')]]);

/** Packages that are used where they happen to be installed. */
const OPTIONAL = /^(gpt-tokenizer|kerberos)(\/|$)/;

const splitPlugin: Plugin = {
  name: 'split',
  setup: (bundler) => {
    bundler.onResolve({ filter: /./ }, async ({ path, kind, resolveDir, pluginData }) => {
      if (kind !== 'dynamic-import' || pluginData === 'resolved') return undefined;
      if (OPTIONAL.test(path)) return { path, external: true };
      const name = SPLIT[path];
      if (name === undefined) return undefined;
      chunks.set(name, (await bundler.resolve(path, { kind: 'import-statement', resolveDir, pluginData: 'resolved' })).path);
      return { path: `./${name}.js`, external: true };
    });
  },
};

/** What a file is made of, by package, the largest first. */
function sizes({ outputs }: Metafile): string {
  const bytes = new Map<string, number>();
  for (const { inputs } of Object.values(outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      const part = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? 'src';
      bytes.set(part, (bytes.get(part) ?? 0) + bytesInOutput);
    }
  }
  return [...bytes].sort(([, a], [, b]) => b - a).map(([part, count]) => `  ${String(Math.round(count / 1024)).padStart(6)} KiB ${part}`).join('\n');
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
// The project's own sources are ES modules; what stands in dist is not.
writeFileSync(join(dist, 'package.json'), '{"type":"commonjs"}\n');
const packages = new Set<string>();
const done = new Set<string>();
for (;;) {
  const next = [...chunks].find(([name]) => !done.has(name));
  if (next === undefined) break;
  const [name, entry] = next;
  done.add(name);
  const { metafile } = await build({
    entryPoints: { [name]: entry },
    absWorkingDir: project,
    outdir: dist,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // Without it, `import()` of a file of ours would start Node's ES module loader.
    supported: { 'dynamic-import': false },
    mainFields: ['module', 'main'],
    conditions: ['import', 'node'],
    define: { 'import.meta.url': 'importMetaUrl' },
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    legalComments: 'none',
    sourcemap: true,
    sourcesContent: false,
    minifySyntax: true,
    minifyWhitespace: true,
    metafile: true,
    logLevel: 'warning',
    plugins: [describedPlugin(), oktaSdkPlugin(), slimPlugin(), splitPlugin],
  });
  for (const input of Object.keys(metafile.inputs)) packages.add(input);
  if (process.env['BUNDLE_SIZES'] !== undefined) process.stdout.write(`${name}\n${sizes(metafile)}\n`);
}
writeFileSync(join(dist, 'THIRD_PARTY_LICENSES.txt'), licences([...packages].map((input) => relative(project, join(project, input)))));
chmodSync(join(dist, 'main.js'), 0o755);
