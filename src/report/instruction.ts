/** What a layer's history entry says, as it stood in the Dockerfile: without the shell that Docker, BuildKit and Buildah put around it. */
export function readableInstruction(createdBy: string): string {
  const text = createdBy.replace(/\s+/g, ' ').trim();
  const nop = '/bin/sh -c #(nop) ';
  if (text.startsWith(nop)) return text.slice(nop.length).trim();
  const bare = text.endsWith(' # buildkit') ? text.slice(0, -' # buildkit'.length) : text;
  for (const shell of ['RUN /bin/sh -c ', '/bin/sh -c ']) if (bare.startsWith(shell)) return `RUN ${bare.slice(shell.length)}`;
  return bare;
}
