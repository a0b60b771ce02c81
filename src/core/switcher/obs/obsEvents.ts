import { EventSubscription } from 'obs-websocket-js/json';
import { z } from '#shared/zod';

/** The events we act on, in the shape the protocol promises (obs-websocket 5, "Events"). */
const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('CurrentSceneCollectionChanging') }),
  z.object({ type: z.literal('CurrentSceneCollectionChanged') }),
  z.object({ type: z.literal('CurrentProfileChanged') }),
  z.object({ type: z.literal('CurrentProgramSceneChanged'), sceneName: z.string() }),
  z.object({ type: z.literal('CurrentPreviewSceneChanged'), sceneName: z.string() }),
  z.object({ type: z.literal('SceneTransitionEnded') }),
  z.object({ type: z.literal('SceneListChanged') }),
  z.object({ type: z.literal('SceneNameChanged'), oldSceneName: z.string(), sceneName: z.string() }),
  z.object({ type: z.literal('StudioModeStateChanged'), studioModeEnabled: z.boolean() }),
  z.object({ type: z.literal('InputCreated') }),
  z.object({ type: z.literal('InputRemoved'), inputName: z.string() }),
  z.object({ type: z.literal('InputNameChanged') }),
  z.object({ type: z.literal('InputMuteStateChanged'), inputName: z.string(), inputMuted: z.boolean() }),
  z.object({ type: z.literal('InputVolumeChanged'), inputName: z.string(), inputVolumeDb: z.number() }),
  z.object({
    type: z.literal('InputVolumeMeters'),
    inputs: z.array(
      z.object({
        inputName: z.string(),
        // Of each channel: magnitude, peak after the fader, peak before it; factors of full scale.
        inputLevelsMul: z.array(z.tuple([z.number(), z.number(), z.number()])),
      }),
    ),
  }),
  z.object({ type: z.literal('StreamStateChanged'), outputActive: z.boolean(), outputState: z.string() }),
  z.object({
    type: z.literal('RecordStateChanged'),
    outputActive: z.boolean(),
    outputState: z.string(),
    outputPath: z.string().nullable().default(null), // since obs-websocket 5.0.1, on started and stopped
  }),
  z.object({
    type: z.literal('ReplayBufferStateChanged'),
    outputActive: z.boolean(),
    outputState: z.string(),
  }),
  z.object({ type: z.literal('ReplayBufferSaved'), savedReplayPath: z.string() }),
]);
export type ObsEvent = z.infer<typeof eventSchema>;

export const EVENT_TYPES = eventSchema.options.map((option) => option.shape.type.value);

export const EVENT_SUBSCRIPTIONS =
  EventSubscription.Config |
  EventSubscription.Scenes |
  EventSubscription.Inputs |
  EventSubscription.Transitions |
  EventSubscription.Outputs |
  EventSubscription.Ui;

/** null: not the promised shape. */
export function parseObsEvent(type: ObsEvent['type'], data: unknown): ObsEvent | null {
  const fields = typeof data === 'object' && data !== null ? data : {};
  const parsed = eventSchema.safeParse({ ...fields, type });
  return parsed.success ? parsed.data : null;
}
