// What serverless.yml includes; the framework reads no TypeScript.
import { chosen } from './chosen.ts';
import { functions as functionsOf } from './functions.ts';
import { resources as resourcesOf } from './resources.ts';

export const functions = async (given) => functionsOf(await params(given));
export const resources = async (given) => resourcesOf(await params(given));

async function params({ resolveConfigurationProperty }) {
  try {
    return chosen(await resolveConfigurationProperty(['custom', 'plumbline']));
  } catch (error) {
    // The framework shows the stack of what it did not throw itself, of which only the sentence helps.
    if (error instanceof Error && !('code' in error)) error.stack = error.message;
    throw error;
  }
}
