import { readdirSync } from 'node:fs';

/** The actions that moto cannot play, with why, from the files of `cannot/`; doubles hold their effects. */
export async function unplayable(): Promise<Readonly<Record<string, string>>> {
  const folder = new URL('cannot/', import.meta.url);
  const modules = await Promise.all(
    readdirSync(folder).map((file) => import(new URL(file, folder).href) as Promise<{ readonly CANNOT: object }>),
  );
  return Object.assign({}, ...modules.map(({ CANNOT }) => CANNOT)) as Readonly<Record<string, string>>;
}
