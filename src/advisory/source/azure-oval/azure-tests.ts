import { readFeedStream } from '../feed-stream.ts';
import { RecordError } from '../record-error.ts';
import { childOf, parseRecord, readXmlRecords, textOf } from '../xml-records.ts';

/** One test of a package's version: OVAL 5.11, linux rpminfo_test. */
export interface RpmTest {
  readonly name: string;
  /** `less than`, `less than or equal`, `greater than`, … */
  readonly operation: string;
  /** `epoch:version-release` */
  readonly version: string;
}

/** The tests of a document by their id, with the package and the version that they refer to. A test that is not whole is not found. Throws FEED_DAMAGED. */
export async function readAzureTests(path: string): Promise<(id: string) => RpmTest | undefined> {
  const names = new Map<string, string>();
  const states = new Map<string, { readonly operation: string; readonly version: string }>();
  const tests = new Map<string, { readonly object: string; readonly state: string }>();
  for await (const text of readXmlRecords(path, readFeedStream(path), ['rpminfo_test', 'rpminfo_object', 'rpminfo_state'])) {
    try {
      const { name, attributes, ...element } = parseRecord(text);
      const id = attributes.get('id') ?? '';
      const whole = { name, attributes, ...element };
      if (name === 'rpminfo_object') names.set(id, textOf(whole, 'name') ?? '');
      else if (name === 'rpminfo_test')
        tests.set(id, { object: refOf(childOf(whole, 'object'), 'object_ref'), state: refOf(childOf(whole, 'state'), 'state_ref') });
      else {
        const evr = childOf(whole, 'evr');
        states.set(id, { operation: evr?.attributes.get('operation') ?? '', version: evr?.text ?? '' });
      }
    } catch (error) {
      // The definition that needs it cannot be read then, and says so.
      if (!(error instanceof RecordError)) throw error;
    }
  }
  return (id) => {
    const test = tests.get(id);
    const name = test === undefined ? undefined : names.get(test.object);
    const state = test === undefined ? undefined : states.get(test.state);
    return name === undefined || name === '' || state === undefined || state.version === '' ? undefined : { name, ...state };
  };
}

function refOf(element: ReturnType<typeof childOf>, attribute: string): string {
  return element?.attributes.get(attribute) ?? '';
}
