import { type EcosystemId } from '../../model/ecosystem.ts';

/** An upgrade that a project's manifest is to ask for. */
export interface ManifestUpgrade {
  readonly name: string;
  readonly from: string | undefined;
  readonly to: string;
  /** The project asks for the package itself. */
  readonly isDirect: boolean;
}

export interface EditedManifest {
  readonly text: string;
  /** Names that it asks for now. */
  readonly done: readonly string[];
}

/** How one kind of manifest is edited: as text, so that its formatting and its comments stay. */
export interface ManifestEditor {
  readonly ecosystem: EcosystemId;
  readonly file: RegExp;
  readonly edit: (text: string, upgrades: readonly ManifestUpgrade[]) => EditedManifest;
  /** The command that brings the lock file in step, as words; absent where the manifest is the lock file. */
  readonly relock?: readonly string[];
}

export function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
