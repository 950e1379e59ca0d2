import { writeSync } from 'node:fs';

/** Writes all of it: a disk that fills up takes a part without an error. Throws errors of the system. */
export function writeAll(descriptor: number, content: string | Buffer): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
}
