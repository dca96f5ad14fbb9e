/** Variables of another scanner by what follows its prefix: `TRIVY_SEVERITY` is `SEVERITY`. They are read only where its command line is used. */
export function peerVariables(
  prefix: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(environment).flatMap(([name, value]) =>
      name.startsWith(prefix) && value !== undefined ? [[name.slice(prefix.length), value] as const] : [],
    ),
  );
}
