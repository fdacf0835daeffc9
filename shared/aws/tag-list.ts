/** The tags of a resource, by their keys. */
export type TagsByKey = Readonly<Record<string, string>>;

type TagList = readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[];

/** Tags as AWS lists them. */
export function tagsIn(list: TagList = []): TagsByKey {
  return Object.fromEntries(list.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}
