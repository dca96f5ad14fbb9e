/** An image whose verdict is another now. */
export interface JudgedImage {
  readonly id: number;
  readonly project_id: number;
  readonly digest: string;
  readonly name: string;
  readonly before: string;
  readonly verdict: string;
}
