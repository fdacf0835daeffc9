/**
 * The results of two calls that run at the same time. It ends when both have: no call goes on after its caller.
 * @throws the error of the first of them that failed.
 */
export async function bothOf<A, B>(one: Promise<A>, other: Promise<B>): Promise<readonly [A, B]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}
