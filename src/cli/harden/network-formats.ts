/** What `pratique network` writes. */
export const networkFormats = ['text', 'mermaid', 'svg', 'json'] as const;
