import { z } from 'zod';

/** What the stand-in tells the test of what the main process did. */
export const toTest = z.discriminatedUnion('type', [
  z.object({ type: z.literal('forked'), pid: z.number() }),
  z.object({ type: z.literal('window'), id: z.number(), options: z.record(z.string(), z.unknown()) }),
  z.object({ type: z.literal('loadURL'), id: z.number(), url: z.string() }),
  z.object({ type: z.literal('show'), id: z.number() }),
  z.object({ type: z.literal('focus'), id: z.number() }),
  z.object({ type: z.literal('fullScreen'), id: z.number(), fullScreen: z.boolean() }),
  z.object({ type: z.literal('cookie'), cookie: z.record(z.string(), z.unknown()) }),
  z.object({ type: z.literal('guarded'), what: z.string() }),
  z.object({ type: z.literal('openExternal'), url: z.string() }),
  z.object({
    type: z.literal('messageBox'),
    message: z.string(),
    detail: z.string(),
    buttons: z.array(z.string()),
    /** The window it belongs to. */
    on: z.number().nullable(),
  }),
  z.object({ type: z.literal('menu'), labels: z.array(z.string()) }),
  /** Everything that needs no more than being told: `notification`, `powerSave.start`, `window.bounds`, … */
  z.object({ type: z.literal('called'), what: z.string(), args: z.array(z.unknown()) }),
  z.object({ type: z.literal('navigated'), url: z.string(), prevented: z.boolean() }),
  z.object({ type: z.literal('opened'), url: z.string(), result: z.unknown().optional() }),
  z.object({ type: z.literal('invoked'), ok: z.boolean(), value: z.unknown().optional() }),
]);
export type ToTest = z.infer<typeof toTest>;

const rectangle = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
export const standInDisplay = z.object({
  id: z.number(),
  label: z.string(),
  bounds: rectangle,
  workArea: rectangle,
});
export type StandInDisplay = z.infer<typeof standInDisplay>;

/** What the test lets a user or a page do. `id` is the window; `from` the address of the page that asks. */
export const fromTest = z.discriminatedUnion('type', [
  z.object({ type: z.literal('answerDialogs'), button: z.number() }),
  z.object({ type: z.literal('close'), id: z.number() }),
  z.object({ type: z.literal('quit') }),
  /** Plugs and unplugs; the first one is the primary display. */
  z.object({ type: z.literal('displays'), displays: z.array(standInDisplay).min(1) }),
  z.object({ type: z.literal('drag'), id: z.number(), bounds: rectangle }),
  /** The system reports the displays once more: a task bar was laid out anew. */
  z.object({ type: z.literal('metrics') }),
  z.object({ type: z.literal('maximize'), id: z.number() }),
  z.object({ type: z.literal('failLoad'), id: z.number(), code: z.number(), isMainFrame: z.boolean() }),
  z.object({ type: z.literal('crashPage'), id: z.number() }),
  z.object({ type: z.literal('secondInstance'), argv: z.array(z.string()) }),
  z.object({ type: z.literal('openUrl'), url: z.string() }),
  z.object({ type: z.literal('press'), key: z.string() }),
  z.object({ type: z.literal('clickMenu'), label: z.string() }),
  /** What a person answers the next file dialog; null: cancelled. */
  z.object({ type: z.literal('chooseFile'), path: z.string().nullable() }),
  z.object({ type: z.literal('throw'), message: z.string() }),
  z.object({ type: z.literal('navigate'), id: z.number(), url: z.string() }),
  z.object({ type: z.literal('open'), id: z.number(), url: z.string() }),
  z.object({
    type: z.literal('invoke'),
    id: z.number(),
    from: z.string(),
    channel: z.string(),
    args: z.array(z.unknown()),
  }),
]);
export type FromTest = z.infer<typeof fromTest>;
