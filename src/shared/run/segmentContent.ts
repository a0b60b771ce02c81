import type { SegmentId } from '../model/ids.ts';
import { findItem, type Segment, type ShowPlan } from '../model/showPlan.ts';
import type { SegmentRun } from './state.ts';

type Placed = Pick<SegmentRun, 'segmentId' | 'planned' | 'inserted'>;

/** The segment of the plan whose text is read; for a bridge or a single product its own id, which the plan does not know. */
export function scriptSegmentId({ segmentId, inserted }: Placed): SegmentId {
  return inserted?.kind === 'repeat' ? inserted.segmentId : segmentId;
}

/**
 * What a segment of a run is about: title, texts, goods. A repeat is the plan's own segment, under the
 * plan's id; what the plan does not have is made of what it was inserted with. null when the plan lost it.
 */
export function segmentContent(plan: ShowPlan, placed: Placed): Segment | null {
  const { inserted } = placed;
  if (inserted === null || inserted.kind === 'repeat') {
    const id = scriptSegmentId(placed);
    return plan.segments.find((each) => each.id === id) ?? null;
  }
  if (inserted.kind === 'blank') return { ...bridge(placed), title: inserted.title };
  const { itemId } = inserted;
  const item = findItem(plan, itemId);
  if (item === null) return null;
  return item.kind === 'product'
    ? { ...bridge(placed), title: item.product.name, productIds: [itemId] }
    : { ...bridge(placed), title: item.combo.name, comboIds: [itemId] };
}

function bridge({ segmentId, planned }: Placed): Segment {
  return {
    id: segmentId,
    order: 1,
    title: '',
    segmentType: 'bridge',
    startSec: 0,
    durationSec: planned.durationMs / 1000,
    minDurationSec: planned.minMs / 1000,
    maxDurationSec: planned.maxMs / 1000,
    sceneCues: [],
    productIds: [],
    comboIds: [],
    promotionIds: [],
    interactionIds: [],
    propIds: [],
    contingencyIds: [],
    script: [],
    directorNote: null,
    assistantNote: null,
  };
}
