import { config, z } from 'zod';

/**
 * Zod, read by its plain parser. Its other one writes a function for each object schema at its first use, with
 * `new Function`: that costs a tenth of a core's start, and a page's content policy forbids it. The setting has to
 * stand before the first schema is made, so every module takes `z` from here.
 */
config({ jitless: true });

export { z };
