import { describe, expect, it } from 'vitest';
import { plannedCues, plannedSegments } from '#shared/run/plannedCues';
import { productCard } from '#shared/run/productCard';
import { demoShow, smallShow, type SmallShowFile } from '../../support/showFixture.ts';

const moments = (plan: ReturnType<typeof demoShow>, segmentId: string) =>
  Object.fromEntries(
    plan.segments
      .filter((segment) => segment.id === segmentId)
      .flatMap((segment) => plannedCues(plan, segment))
      .filter((cue) => cue.kind !== 'scene')
      .map((cue) => [`${cue.kind} ${cue.targetId}`, [cue.mode, Math.round(cue.atMs / 100) / 10]]),
  );
const withScript = (
  text: string,
  livePriceFen: number,
  change: (file: SmallShowFile) => void = () => undefined,
) =>
  moments(
    smallShow((file) => {
      const spoon = file.segments[1];
      if (spoon === undefined) return;
      spoon.sceneCues = [{ id: 'a2-c1', atSec: 0, sceneId: 'sc-table', mode: 'auto', note: '推1号卡' }];
      spoon.script = [{ id: 'a2-p1', speaker: 'host', atSec: 0, text }];
      file.products.forEach((product) => {
        if (product.id === 'g-spoon') product.livePriceFen = livePriceFen;
      });
      change(file);
    }),
    'a2',
  )['price g-spoon'];

describe('LIVE-13 when cards and prices come up', () => {
  it('LIVE-13 in the demo show: each card with its note or its segment, each price with its 报价 cue or once the host has said it', () => {
    const plan = demoShow();
    const all = Object.fromEntries(
      plan.segments
        .map((segment) => [segment.id, moments(plan, segment.id)])
        .filter(([, cues]) => Object.keys(cues ?? {}).length > 0),
    );
    expect(all).toEqual({
      s03: { 'card p-01': ['auto', 0], 'price p-01': ['auto', 260] },
      s04: { 'card p-02': ['auto', 0], 'price p-02': ['auto', 390] },
      s06: { 'card p-03': ['auto', 0], 'price p-03': ['auto', 390] },
      // The single price of p-04 is never said.
      s07: {
        'card p-04': ['auto', 0],
        'price p-04': ['manual', 0],
        'card c-01': ['auto', 290],
        'price c-01': ['auto', 304.4],
      },
      s09: { 'card p-06': ['auto', 0], 'price p-06': ['auto', 340] },
      // p-07's price is said while the card of the combo is up.
      s10: {
        'card p-07': ['auto', 0],
        'price p-07': ['manual', 0],
        'card c-02': ['auto', 330],
        'price c-02': ['auto', 344.1],
      },
      s11: { 'card p-08': ['auto', 0], 'price p-08': ['auto', 309.1] },
      s12: { 'card p-05': ['auto', 0], 'price p-05': ['auto', 19.8] },
      s13: {
        'card p-08': ['auto', 0],
        'card c-01': ['manual', 0],
        'card c-02': ['manual', 0],
        'price c-01': ['manual', 99.7],
        'price c-02': ['manual', 104.2],
        'price p-08': ['auto', 109.6],
      },
    });
  });

  it.each([
    ['今晚十九块九。', 1990],
    ['今晚十九块九毛。', 1990],
    ['今晚19.9元。', 1990],
    ['今晚¥19.9。', 1990],
    ['今晚¥19.90到手。', 1990],
    ['今晚两百零五元一套。', 20_500],
    ['今晚二百零五块钱。', 20_500],
    ['今晚两元一个。', 200],
    ['今晚一千二百元。', 120_000],
  ])('LIVE-13 “%s” says the price %i fen', (text, priceFen) => {
    expect(withScript(text, priceFen)?.[0]).toBe('auto');
  });

  it.each([
    ['平时二十九块九。', 990],
    ['平时一百一十九块九。', 1990],
    ['今晚十九块。', 1990],
    ['今晚十九块九。', 1900],
    ['满119.9元可用。', 1990],
    ['两元两角', 200],
  ])('LIVE-13 “%s” does not say the price %i fen: it waits for a hand', (text, priceFen) => {
    expect(withScript(text, priceFen)).toEqual(['manual', 0]);
  });

  it('LIVE-13 a price is never revealed before the host has said it to the end', () => {
    const early = withScript('十九块九。', 1990)?.[1];
    const late = withScript('先说说木头和做工,再说价钱:平时二十九块九,今晚十九块九。', 1990)?.[1];
    expect(early).toBeGreaterThanOrEqual(1);
    expect(late).toBeGreaterThan(6);
  });

  it('LIVE-13 cues that the file gives are taken as they are', () => {
    const plan = smallShow((file) =>
      Object.assign(file.segments[1] ?? {}, {
        productCues: [{ id: 'own', kind: 'price', atSec: 7, itemId: 'g-spoon', mode: 'manual' }],
      }),
    );
    expect(moments(plan, 'a2')).toEqual({ 'price g-spoon': ['manual', 7] });
  });

  it('LIVE-13 an item that is named twice has one card and one price', () => {
    const plan = smallShow((file) => file.segments[1]?.productIds.push('g-spoon'));
    const ids = plannedSegments(plan).flatMap((segment) => segment.cues.map((cue) => cue.cueId));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('LIVE-13 ids of the longest kind still make cues', () => {
    const long = 'x'.repeat(64);
    const plan = smallShow((file) => {
      file.products.forEach((product) => {
        if (product.id === 'g-spoon') product.id = long;
      });
      file.combos = [];
      const [, spoon, apron] = file.segments;
      if (spoon !== undefined) Object.assign(spoon, { id: 'y'.repeat(64), productIds: [long] });
      if (apron !== undefined) apron.comboIds = [];
    });
    expect(plannedSegments(plan)[1]?.cues.map((cue) => cue.kind)).toEqual([
      'scene',
      'card',
      'scene',
      'price',
    ]);
  });

  it('LIVE-13 the card shows the price of the segment it is in', () => {
    const plan = smallShow();
    const at = (segmentId: string) => plan.segments.find((segment) => segment.id === segmentId) ?? null;
    expect(productCard(plan, 'g-apron', at('a2'))).toMatchObject({
      priceFen: 4900,
      referencePriceFen: 5900,
      priceBasis: '本店三十天均价',
    });
    expect(productCard(plan, 'g-apron', at('a3'))).toMatchObject({
      priceFen: 4500,
      referencePriceFen: 4900,
      priceBasis: '十分钟价',
    });
    expect(productCard(plan, 'k-set', at('a3'))).toMatchObject({
      priceFen: 6200,
      referencePriceFen: 6890,
      spec: '木勺×1 + 围裙×1',
    });
    expect(productCard(plan, 'none', null)).toBeNull();
  });
});
