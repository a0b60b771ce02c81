import { startStudioProcess, type StudioProcess } from '../support/studioProcess.ts';
import { bigShowText } from './bigShow.ts';

/** A studio with 1,000 segments of 1,000 字 open. */
export async function startBigStudio(): Promise<StudioProcess> {
  const studio = await startStudioProcess({ demo: false });
  const reply = await fetch(`${studio.url}/api/v1/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${studio.token}`, 'content-type': 'application/json' },
    body: bigShowText(),
  });
  if (!reply.ok) throw new Error(`the big show was not imported: ${(await reply.text()).slice(0, 500)}`);
  return studio;
}
