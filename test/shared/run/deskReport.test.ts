import { describe, expect, it } from 'vitest';
import { newNeeds } from '#main/notifications';
import { deskReport, type DeskReport } from '#shared/run/deskReport';
import { EMPTY_STATE } from '#shared/run/state';

describe('LIVE-08 what needs a person', () => {
  const problem = { code: 'OBS_CLOSED', params: {} };

  it('LIVE-08 outside a run nothing is urgent', () => {
    expect(deskReport(EMPTY_STATE, { problem })).toEqual({
      run: 'none',
      showTitle: null,
      needs: [],
    });
  });

  it('LIVE-08 each need is told once, and again when it comes back', () => {
    const report = (...codes: readonly string[]): DeskReport => ({
      run: 'live',
      showTitle: null,
      needs: codes.map((code) => ({ kind: 'switcher', code })),
    });
    const codes = (before: DeskReport | null, now: DeskReport) =>
      newNeeds(before, now).map(({ code }) => code);
    expect(codes(null, report('OBS_CLOSED'))).toEqual(['OBS_CLOSED']);
    expect(codes(report('OBS_CLOSED'), report('OBS_CLOSED'))).toEqual([]);
    expect(codes(report('OBS_CLOSED'), report('OBS_CLOSED', 'RENDER_STALLED'))).toEqual(['RENDER_STALLED']);
    expect(codes(report(), report('OBS_CLOSED'))).toEqual(['OBS_CLOSED']);
  });
});
