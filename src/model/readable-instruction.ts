/**
 * What a layer's history entry says, as it would be written in a Dockerfile: without the shell that Docker, BuildKit and Buildah put around it, and
 * with `…` for the digest in place of the copied files, whose names the history does not keep.
 */
export function readableInstruction(createdBy: string): string {
  const text = createdBy.replace(/\s+/g, ' ').trim();
  const nop = '/bin/sh -c #(nop) ';
  if (text.startsWith(nop)) return withoutDigest(text.slice(nop.length).trim());
  const bare = text.endsWith(' # buildkit') ? text.slice(0, -' # buildkit'.length) : text;
  for (const shell of ['RUN /bin/sh -c ', '/bin/sh -c ']) if (bare.startsWith(shell)) return `RUN ${bare.slice(shell.length)}`;
  // Docker's classic builder and Buildah put build arguments before the shell.
  if (/^\|\d+ /.test(bare)) return `RUN ${bare}`;
  return withoutDigest(bare);
}

/** `COPY dir:88105e79… in /app` of Docker's classic builder and Buildah is `COPY … /app`. */
function withoutDigest(instruction: string): string {
  const [, verb, target] = copied.exec(instruction) ?? [];
  return verb === undefined || target === undefined ? instruction : `${verb} … ${target}`;
}

const copied = /^(ADD|COPY)(?: --\S+)* (?:file|dir|multi):[0-9a-f]{6}\S* in (.+)$/;
