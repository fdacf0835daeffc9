/** A run that goes no further, for a reason to be announced: its message. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}
