/** What an override file says of one service. */
export interface HardenedService {
  readonly name: string;
  /** The image it is made from, with its digest where that is known. */
  readonly image?: string;
  readonly settings: readonly HardenedSetting[];
  /** What was left alone, and why: comments. */
  readonly notes: readonly string[];
}

export interface HardenedSetting {
  readonly key: string;
  /** Why; a comment above it. Absent where each item has its own. */
  readonly reason?: string;
  readonly value: HardenedValue;
}

export type HardenedValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly { readonly text: string; readonly reason?: string }[] }
  | { readonly kind: 'map'; readonly members: readonly { readonly key: string; readonly value: string; readonly reason?: string }[] };

/** A file that Compose hands to services; it is not written here. */
export interface HardenedSecret {
  readonly name: string;
  readonly file: string;
  /** The variable that has it now. */
  readonly variable: string;
}

export interface HardenedProject {
  readonly services: readonly HardenedService[];
  readonly secrets: readonly HardenedSecret[];
  /** Networks that need no way out. */
  readonly internalNetworks: readonly { readonly name: string; readonly reason: string }[];
}
