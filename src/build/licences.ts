import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const manifest = z.looseObject({ name: z.string(), version: z.string(), license: z.string().default('see its text') });

/** The licences of the packages that files of a bundle come from, as their authors wrote them. */
export function licences(files: readonly string[]): string {
  const folders = [...new Set(files.flatMap((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []))].sort();
  return `This package contains code of these packages.\n\n${folders.map(licence).join('\n')}`;
}

function licence(folder: string): string {
  const { name, version, license } = manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const texts = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file)).map((file) => join(folder, file));
  const own = texts.map((file) => (existsSync(file) ? readFileSync(file, 'utf8').trim() : '')).join('\n\n');
  return `${'='.repeat(80)}\n${name} ${version} (${license})\n${'='.repeat(80)}\n${own}\n`;
}
