/** Everything that an async iterable gives; `Array.fromAsync` is not in Node 20. */
export async function collectAsync<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}
