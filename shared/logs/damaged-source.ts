/** The packed data of a source are damaged. What came before the damage has been read. */
export class DamagedSource extends Error {
  override readonly name = 'DamagedSource';
}
