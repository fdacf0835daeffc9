/** The part of seek-bzip that is used; the package has no types of its own. */
declare module 'seek-bzip' {
  interface Input {
    readByte(): number;
    read(buffer: Uint8Array, offset: number, length: number): number;
    seek(position: number): void;
  }
  interface Output {
    writeByte(byte: number): void;
  }
  const bzip2: { decodeBlock(input: Input, bit: number, output: Output): void };
  export default bzip2;
}
