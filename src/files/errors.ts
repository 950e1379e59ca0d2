/** A file is not what it has to be, or cannot be used. `message` goes on after "The file": "is a folder", "belongs to another user". */
export class FileError extends Error {
  override readonly name = 'FileError';
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'may not be opened or written by this user',
  EPERM: 'may not be opened or written by this user',
  EROFS: 'is on a file system that is read-only',
  ENOENT: 'does not exist, or its folder does not',
  ENOTDIR: 'does not exist, or its folder does not',
  EISDIR: 'is a folder',
  ELOOP: 'is a link',
  ENXIO: 'is a pipe',
  ENOSPC: 'cannot be written: no space is left on the disk',
  EDQUOT: "cannot be written: the user's quota of the disk is used up",
  EFBIG: 'cannot be written: it would be larger than the system permits',
  EIO: 'cannot be read or written: the disk reports an error',
};

/** Why a file cannot be used, in the form of FileError's message. Nothing of the error's own text, which may hold a path. */
export function fileReason(error: unknown): string {
  return error instanceof FileError ? error.message : (REASONS[errorCode(error) ?? ''] ?? 'cannot be read or written');
}

/** The system's name of an error, such as ENOENT; undefined for errors without one. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
