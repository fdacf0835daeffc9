/**
 * Stands in for zod in the rules that a function is bundled with: their options were read when it was
 * built, and nothing is checked with these.
 */
const nothing: unknown = new Proxy(() => nothing, {
  get(_, name) {
    if (name === 'parse' || name === 'safeParse')
      throw new Error('The settings of a function are read when it is built.');
    return nothing;
  },
});

export const [strictObject, array, boolean, enum_, int, string] = Array.from({ length: 6 }, () => nothing);
export { enum_ as enum };
