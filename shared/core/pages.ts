/** All pages of a listing, each loaded with the token of the page before. */
export async function* pagesOf<Page extends { readonly next?: string }>(
  load: (from: string | undefined) => Promise<Page>,
): AsyncGenerator<Page, void, undefined> {
  let page = await load(undefined);
  yield page;
  while (page.next !== undefined) {
    page = await load(page.next);
    yield page;
  }
}
