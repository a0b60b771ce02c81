import demoShowUrl from '../../../resources/demo/show.json?url';

/** The show that comes with Kaibo, as a file like any other. */
export async function demoShow(): Promise<File> {
  const reply = await fetch(demoShowUrl);
  return new File([await reply.blob()], 'demo.json', { type: 'application/json' });
}
