/**
 * One unit of work. Serialisable, so that an item can be delivered twice, or to another machine, harmlessly.
 *
 * `id` is unique within a run and derived from the input (the same input is the same item);
 * `key` is what the item is scheduled by (the host, for a URL): a throttled key parks its items only.
 */
export type Item<Input> = {
  readonly id: string;
  readonly key: string;
  readonly input: Input;
};
