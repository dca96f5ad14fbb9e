import { type Purl } from '../../model/purl.ts';

/** Statuses of a statement, in OpenVEX's words. */
export type VexStatus = 'not_affected' | 'affected' | 'fixed' | 'under_investigation';

/** What a VEX document says, whatever its format. */
export interface VexDocument {
  /** OpenVEX, CSAF or CycloneDX. */
  readonly format: string;
  /** File or address. */
  readonly origin: string;
  readonly id?: string;
  readonly author?: string;
  readonly statements: readonly VexStatement[];
}

export interface VexStatement {
  /** `vex.json: statement 2` */
  readonly origin: string;
  /** Names of the flaw, aliases included. */
  readonly ids: readonly string[];
  readonly status: VexStatus;
  readonly justification?: string;
  /** Why, in words. */
  readonly reason?: string;
  /** RFC 3339; the newest statement about a finding counts. */
  readonly statedOn?: string;
  readonly documentId?: string;
  readonly author?: string;
  /** None: the statement is about nothing that can be compared. */
  readonly products: readonly VexProduct[];
}

export interface VexProduct {
  /** As the document names it, for messages. */
  readonly text: string;
  readonly purls: readonly Purl[];
  /** Parts of the product that the statement is limited to; it is about the product itself where there are none. */
  readonly parts: readonly VexProduct[];
  /** The document does not say what the product is in a way that can be compared, but its parts are packages (CSAF with a CPE). */
  readonly isUnnamed?: boolean;
}

/** What is wrong with a VEX document. */
export class VexFault extends Error {
  override readonly name = 'VexFault';
}
