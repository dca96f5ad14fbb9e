/** An element of an SPDX 3.0 graph. */
export type SpdxElement = Readonly<Record<string, unknown>>;

/** Makes an element of a type, with a name that is unique in the document. */
export type Make = (type: string, local: string, members: SpdxElement) => SpdxElement;
