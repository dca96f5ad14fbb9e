import { type Inspector } from '../model/layer-index.ts';
import { executableFormat } from './executable/executable-format.ts';
import { packageNote } from './executable/package-note.ts';
import { debianCopyright } from './os/dpkg/debian-copyright.ts';
import { goBuildInfo } from './language/go/go-build-info.ts';
import { javaArchive } from './language/java/java-archive.ts';
import { rustAuditData } from './language/rust/rust-audit-data.ts';
import { programVersions } from './program/program-inspector.ts';

/** What the catalog learns of files that are too large to keep. Apart from `catalogers.ts`, because reading threads load these and no catalogers. */
export const catalogInspectors: readonly Inspector[] = [
  debianCopyright,
  executableFormat,
  goBuildInfo,
  javaArchive,
  packageNote,
  programVersions,
  rustAuditData,
];
