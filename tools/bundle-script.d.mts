export function withBundledScript<Result>(root: string, entry: string, use: (file: string) => Result | Promise<Result>): Promise<Result>;
