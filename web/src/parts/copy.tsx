import { type ReactNode, useState } from 'react';

/** A short form of a digest, and a button that copies all of it. */
export function Digest({ digest }: { readonly digest: string }): ReactNode {
  return (
    <span className="digest">
      <code title={digest}>{digest.slice(0, 19)}</code>
      <CopyButton text={digest} label="Copy the digest" />
    </span>
  );
}

export function CopyButton({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  const [isCopied, setCopied] = useState(false);
  // Browsers have no clipboard on plain http, but on this machine.
  if (!('clipboard' in navigator)) return null;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    window.setTimeout(() => setCopied(false), 1_500);
  };
  return (
    <button type="button" className="quiet" onClick={() => void copy()} aria-label={label}>
      {isCopied ? 'copied' : 'copy'}
    </button>
  );
}
