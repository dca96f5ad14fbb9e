import { type ReactNode, useState } from 'react';

/** A short form of a digest, and a button that copies all of it. */
export function Digest({ digest }: { readonly digest: string }): ReactNode {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(digest);
    setCopied(true);
    window.setTimeout(() => setCopied(false), 1_500);
  };
  return (
    <span className="digest">
      <code title={digest}>{digest.slice(0, 19)}</code>
      <button type="button" className="quiet" onClick={() => void copy()} aria-label="Copy the digest">
        {isCopied ? 'copied' : 'copy'}
      </button>
    </span>
  );
}
