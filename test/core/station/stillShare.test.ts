import { describe, expect, it } from 'vitest';

import { StillShare } from '../../../src/core/station/stillShare.ts';

function camera() {
  const shots: { readonly sceneName: string; readonly widthPx: number }[] = [];
  const share = new StillShare(async (sceneName, widthPx) => {
    shots.push({ sceneName, widthPx });
    await new Promise((resolve) => setTimeout(resolve, 10));
    return Uint8Array.of(shots.length);
  });
  return { shots, share };
}

describe('LIVE-01 one picture for everybody', () => {
  it('many pages that look at a scene at once cause one shot', async () => {
    const { shots, share } = camera();
    const pictures = await Promise.all(Array.from({ length: 20 }, () => share.get('A', 640, 200)));
    expect(shots).toHaveLength(1);
    expect(new Set(pictures).size).toBe(1);
    expect(await share.get('A', 240, 2_000), 'a larger one will do for a small tile').toBe(pictures[0]);
    expect(shots).toHaveLength(1);
  });

  it('another scene, a larger picture or a fresher one is a shot of its own', async () => {
    const { shots, share } = camera();
    await share.get('A', 240, 2_000);
    await share.get('B', 240, 2_000);
    await share.get('A', 640, 2_000);
    expect(shots).toHaveLength(3);
    await share.get('A', 640, 0);
    expect(shots).toHaveLength(4);
  });
});
