import { type FileEntry } from './file-entry.ts';
import { type ImageConfig } from './image.ts';

/** What policies of other tools ask about an image and no report shows: environment and history may hold secrets, so outputs never write it. */
export interface ImageFacts {
  /** Absent where the target is a directory or an SBOM. */
  readonly config?: ImageConfig;
  readonly files?: ImageFileFacts;
}

/** The file system that a container sees. */
export interface ImageFileFacts {
  readonly entries: readonly FileEntry[];
  /** Text of `/etc/passwd`; absent where there is none, or where it was not read. */
  readonly passwd?: string;
}
