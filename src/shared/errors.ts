/**
 * Stable error codes. Code and parameters travel; the UI turns them into words
 * (`resources/locales/*`, key `error.<CODE>`), the CLI and the HTTP API add a plain English message.
 * A code is never renamed or reused.
 */
export const ERROR_MESSAGES = {
  // input
  BAD_REQUEST: 'The request is malformed: {detail}',
  PAYLOAD_TOO_LARGE: 'The request is larger than {limitBytes} bytes',
  NOT_FOUND: 'There is nothing at {path}',
  RATE_LIMITED: 'Too many requests; try again in {retryAfterMs} ms',
  // identity
  UNAUTHORIZED: 'A valid token is needed',
  ROLE_FORBIDDEN: 'None of the roles {roles} may run {command}',
  NOT_ITEM_OWNER: 'Only {ownerRole} may tick this item',
  SECOND_SIGNER_MUST_DIFFER: 'The second signature must be another person’s',
  SIGNER_UNKNOWN: 'Item {itemId} is signed by a person: say who signs',
  UNKNOWN_MEMBER: 'There is no member {memberId} in this show',
  ORIGIN_FORBIDDEN: 'This page may not talk to the studio',
  // show
  NO_SHOW_OPEN: 'No show is open',
  SHOW_NOT_FOUND: 'There is no show {showId}',
  SHOW_FILE_INVALID: 'The show file has {count} problem(s); nothing was imported. First: {first}',
  SHOW_FILE_TOO_LARGE: 'The show file is larger than {limitBytes} bytes; nothing was imported',
  SHOW_IN_RUN: 'A live show, or a run of this one, is going on; nothing was imported',
  UNKNOWN_SEGMENT: 'There is no segment {segmentId}',
  UNKNOWN_SCENE: 'There is no scene {sceneId}',
  UNKNOWN_CUE: 'There is no cue {cueId}',
  UNKNOWN_ITEM: 'There is no product or combo {itemId}',
  UNKNOWN_PARAGRAPH: 'There is no paragraph {paragraphId}',
  UNKNOWN_CHECKLIST_ITEM: 'There is no checklist item {itemId}',
  UNKNOWN_CONTINGENCY: 'There is no contingency card {contingencyId}',
  UNKNOWN_MESSAGE: 'There is no message {messageId}',
  UNKNOWN_PRIZE: 'There is no prize {prizeId}',
  PARAGRAPH_ALREADY_READ: 'Paragraph {paragraphId} has been read; it can no longer be changed',
  // checklist and gate
  ITEM_IS_AUTOMATIC: 'Item {itemId} is checked by Kaibo itself',
  VALUE_REQUIRED: 'Item {itemId} needs a number',
  EVIDENCE_REQUIRED: 'Item {itemId} needs a photo',
  EVIDENCE_INVALID: 'The photo is not a JPEG, PNG or WebP picture',
  EVIDENCE_UNKNOWN: 'There is no stored photo {evidenceId}',
  GATE_BLOCKED: 'Going live is blocked by {count} item(s)',
  // run
  RUN_ALREADY_ON: 'A run is already on',
  RUN_NOT_ON: 'No run is on',
  LIVE_IS_REAL_TIME: 'Only a rehearsal may be played at another speed',
  SEGMENT_CHANGED: 'The current segment is {segmentId} by now',
  NO_NEXT_SEGMENT: 'This is the last segment',
  NO_PREVIOUS_SEGMENT: 'This is the first segment',
  SEGMENT_LIMIT: 'Segment {segmentId} may last from {minSec} to {maxSec} s',
  SEGMENT_ALREADY_PAST: 'Segment {segmentId} has already run for {elapsedSec} s',
  SEGMENT_PLACE_PAST: 'Segment {segmentId} is over; nothing can be placed after it any more',
  SEGMENT_NOT_PENDING: 'Segment {segmentId} is not waiting to run',
  ALREADY_HELD: 'The segment is already held',
  NOT_HELD: 'The segment is not held',
  NOTHING_TO_UNDO: 'There is no take to undo',
  UNDO_TOO_LATE: 'A take can be undone for {windowSec} s',
  CUE_NOT_IN_SEGMENT: 'Cue {cueId} does not belong to the current segment',
  CUE_ALREADY_REQUESTED: 'Cue {cueId} is already under way',
  NOTHING_TO_RETRACT: 'No card is shown',
  INCIDENT_ALREADY_OPEN: 'An incident is already open',
  NO_INCIDENT_OPEN: 'No incident is open',
  NOT_IN_PANIC: 'There is no panic cut to release',
  DRILL_ONLY_IN_REHEARSAL: 'A fault can be practised in a rehearsal only',
  DRILL_NEEDS_REHEARSAL_SWITCHER: 'A fault can be practised on the rehearsal switcher only, not on OBS',
  DRILL_ALREADY_ON: 'A fault is being practised already',
  NO_DRILL_ON: 'No fault is being practised',
  // switcher
  NO_SPARE: 'No second OBS stands by',
  SPARE_NOT_READY: 'The OBS that stands by is not ready',
  SWITCHER_OFFLINE: 'The switcher is not connected',
  SCENE_NOT_FOUND: 'The switcher has no scene {sceneName}',
  CUE_EXPIRED: 'The cue came too late and was dropped',
  CARD_NOT_SHOWN: 'The card was taken off before its price was due',
  SEGMENT_LEFT: 'The segment was left before the cue was due',
  PANIC_ON: 'The panic cut is on; the cue was dropped',
  COMMAND_ID_REUSED: 'This id was given to another command before',
  SUPERSEDED: 'A newer request replaced this one',
  OPERATOR_TOOK_OVER: 'Somebody chose another scene in the switcher',
  NOT_CONFIRMED: 'Program did not show it in time',
  RENDER_STALLED: 'The switcher answers but draws no picture',
  SWITCHER_REFUSED: 'The switcher refused: {comment}',
  NO_PICTURE: 'The switcher gives no picture of {sceneName}',
  INPUT_NOT_FOUND: 'The switcher has no audio input {input}',
  OUTPUT_ENDED_ITSELF: 'It began and stopped by itself at once',
  OUTPUT_NOT_RUNNING: 'It is not running',
  OUTPUT_UNAVAILABLE: 'The switcher’s settings do not have this output',
  NO_AUDIO_INPUT: 'The switcher has no audio input',
  OBS_UNREACHABLE: 'OBS does not answer at {url}',
  OBS_WRONG_PASSWORD: 'OBS refused the password',
  OBS_SILENT: 'Something answers at {url} but says nothing',
  NOT_OBS: 'What answers at {url} is not obs-websocket 5',
  OBS_BUSY: 'OBS refused the session',
  OBS_CLOSED: 'OBS was closed',
  OBS_HUNG: 'OBS has stopped answering',
  OBS_UI_BLOCKED: 'OBS answers but does not carry out the last request',
  // store and process
  DATA_FOLDER_IN_USE: 'Another Kaibo uses {dataDir}',
  DATABASE_NEWER: 'The database was written by a newer Kaibo (schema {found}; this one knows {known})',
  DATABASE_DAMAGED: 'The database in {dataDir} is damaged: {detail}',
  RECORD_DAMAGED: 'What is stored of {record} can’t be read any more: {detail}',
  DATA_FOLDER_NOT_WRITABLE: '{dataDir} can’t be written to',
  DATA_FOLDER_GONE: 'The data folder is gone: {path} is no longer the file that is in use',
  DISK_FULL: 'The disk is full',
  PORT_TAKEN: 'Port {port} on {host} is taken by another program',
  NODE_UNSUITABLE: 'Kaibo’s core needs Node 24 or newer; this is {found}',
  CORE_KEEPS_CRASHING: 'Kaibo’s core ended {count} times before it was ready; last: {lastExit}',
  CORE_STOPPED: 'Kaibo’s core was stopped',
  NOT_IMPLEMENTED_HERE: '{what} comes in a later version',
  CORE_OFFLINE: 'The core does not answer',
  INTERNAL: 'Something went wrong inside Kaibo: {detail}',
} as const;

export type ErrorCode = keyof typeof ERROR_MESSAGES;
export type ErrorParams = Readonly<Record<string, string | number>>;
export type ErrorBody = { readonly code: ErrorCode; readonly params: ErrorParams };

/** The one error type that crosses module borders on purpose. Its `message` is for logs and the CLI. */
export class KaiboError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, params: ErrorParams = {}, options?: ErrorOptions) {
    super(errorMessage({ code, params }), options);
    this.name = 'KaiboError';
    this.code = code;
    this.params = params;
  }

  get body(): ErrorBody {
    return { code: this.code, params: this.params };
  }
}

/** The plain English sentence of an error, parameters filled in. */
export function errorMessage({ code, params }: ErrorBody): string {
  return ERROR_MESSAGES[code].replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    String(params[name] ?? whole),
  );
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ErrorBody };
export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const refuse = (code: ErrorCode, params: ErrorParams = {}): Result<never> => ({
  ok: false,
  error: { code, params },
});
