/**
 * Kinds of content that may not be scanned, as `Issue.contentKind` and `--allow-incomplete` name them. A kind stays when its cataloger comes:
 * scripts that accept it must go on working.
 */
export const contentKinds = [
  'actions', 'archive', 'bitnami', 'bottlerocket', 'chisel', 'clojure', 'conan', 'conda', 'cos', 'dart', 'dotnet', 'erlang', 'executable', 'flatpak', 'go',
  'go-binary', 'haskell', 'homebrew', 'java', 'julia', 'lua', 'nim', 'nix', 'no-packages', 'npm', 'ocaml', 'perl', 'php', 'portage', 'prolog', 'python', 'r', 'rpm',
  'ruby', 'rust', 'snap', 'swift', 'terraform', 'third-party', 'vcpkg', 'wordpress',
] as const; // prettier-ignore

export type ContentKind = (typeof contentKinds)[number];

export function isContentKind(text: string | undefined): text is ContentKind {
  return (contentKinds as readonly (string | undefined)[]).includes(text);
}
