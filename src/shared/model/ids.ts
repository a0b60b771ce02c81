import { z } from '../zod.ts';

/**
 * Branded ids: a segment id can't be passed where a scene id is expected.
 * Ids that come from a show file are short strings chosen by its author; ids made here are UUIDv7.
 * States are records indexed by ids, so what every object has by itself (`constructor`) is no id.
 */
const id = <const Name extends string>(_name: Name, max = 64) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => !Object.hasOwn(Object.prototype, text), 'another id: this one is a reserved word')
    .brand<Name>();

export const showIdSchema = id('ShowId');
export type ShowId = z.infer<typeof showIdSchema>;
export const runIdSchema = id('RunId');
export type RunId = z.infer<typeof runIdSchema>;
export const segmentIdSchema = id('SegmentId');
export type SegmentId = z.infer<typeof segmentIdSchema>;
/** Longer than others: a derived cue carries the ids of its segment and its item. */
export const cueIdSchema = id('CueId', 160);
export type CueId = z.infer<typeof cueIdSchema>;
export const paragraphIdSchema = id('ParagraphId');
export type ParagraphId = z.infer<typeof paragraphIdSchema>;
export const sceneIdSchema = id('SceneId');
export type SceneId = z.infer<typeof sceneIdSchema>;
/** A product or a combo: whatever has a link number and a card. */
export const itemIdSchema = id('ItemId');
export type ItemId = z.infer<typeof itemIdSchema>;
export const memberIdSchema = id('MemberId');
export type MemberId = z.infer<typeof memberIdSchema>;
export const checklistItemIdSchema = id('ChecklistItemId');
export type ChecklistItemId = z.infer<typeof checklistItemIdSchema>;
export const contingencyIdSchema = id('ContingencyId');
export type ContingencyId = z.infer<typeof contingencyIdSchema>;
export const prizeIdSchema = id('PrizeId');
export type PrizeId = z.infer<typeof prizeIdSchema>;
export const propIdSchema = id('PropId');
export type PropId = z.infer<typeof propIdSchema>;
/** One request to the switcher; ties `…requested` to `…confirmed` or `…failed`. */
export const requestIdSchema = id('RequestId');
export type RequestId = z.infer<typeof requestIdSchema>;
export const messageIdSchema = id('MessageId');
export type MessageId = z.infer<typeof messageIdSchema>;
export const commandIdSchema = id('CommandId');
export type CommandId = z.infer<typeof commandIdSchema>;
export const stationIdSchema = id('StationId');
export type StationId = z.infer<typeof stationIdSchema>;
