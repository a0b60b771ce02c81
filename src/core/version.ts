/** Kept equal to package.json by a test. */
export const KAIBO_VERSION = '0.1.0';
