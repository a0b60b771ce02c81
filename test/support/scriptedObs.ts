import { once } from 'node:events';

import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';

/**
 * An obs-websocket 5 server (no password) that does what a test tells it: for the faults a real OBS
 * can't be brought to show, such as a frozen user interface or a graphics thread that stands still.
 */
const messageSchema = z.object({ op: z.number(), d: z.looseObject({}) });
const requestSchema = z.object({
  requestId: z.string().optional(),
  requestType: z.string(),
  requestData: z.record(z.string(), z.unknown()).optional(),
});
const batchSchema = z.object({ requestId: z.string(), requests: z.array(requestSchema) });

export class ScriptedObs {
  readonly #server: WebSocketServer;
  readonly #blocked: (() => void)[] = [];
  readonly #clients = new Set<WebSocket>();
  program = 'A';
  /** In the order of OBS's own list. */
  scenes: readonly string[] = ['A', 'B', 'C'];
  /** By scene name; OBS gives them from obs-websocket 5.4 on. */
  uuids: Readonly<Record<string, string>> = {};
  /** While set, a scene change is neither answered nor carried out. */
  uiFrozen = false;
  /** While set, no frame is drawn and no change completes. */
  graphicsFrozen = false;
  /** What is answered to requests of a type, instead of what it would say by itself. */
  readonly answers = new Map<string, object>();
  #frames = 0;
  #framesAtMs = performance.now();
  /** Every scene that was asked for, in order. */
  readonly asked: string[] = [];

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', (client) => this.#serve(client));
  }

  static async start(): Promise<ScriptedObs> {
    const server = new WebSocketServer({
      host: '127.0.0.1',
      port: 0,
      handleProtocols: () => 'obswebsocket.json',
    });
    await once(server, 'listening');
    return new ScriptedObs(server);
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return `ws://127.0.0.1:${address.port}`;
  }

  thawUi(): void {
    this.uiFrozen = false;
    for (const go of this.#blocked.splice(0)) go();
  }

  thawGraphics(): void {
    this.graphicsFrozen = false;
    this.#framesAtMs = performance.now();
    this.#event('CurrentProgramSceneChanged', { sceneName: this.program });
  }

  /** Says something to everybody that nothing was asked for. */
  tell(eventType: string, eventData: object): void {
    this.#event(eventType, eventData);
  }

  /** Ends every session, as a cable that is pulled. */
  hangUp(): void {
    for (const client of this.#clients) client.terminate();
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.terminate();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(client: WebSocket): void {
    this.#clients.add(client);
    client.on('close', () => this.#clients.delete(client));
    const send = (op: number, d: object) => client.send(JSON.stringify({ op, d }));
    send(0, { obsWebSocketVersion: '5.1.0', rpcVersion: 1 });
    client.on('message', (raw: Buffer) => {
      const { op, d } = messageSchema.parse(JSON.parse(raw.toString()));
      if (op === 1) send(2, { negotiatedRpcVersion: 1 });
      if (op === 6) {
        const request = requestSchema.parse(d);
        send(7, { ...this.#result(request), requestId: request.requestId });
      }
      if (op !== 8) return;
      const { requestId, requests } = batchSchema.parse(d);
      const answer = () => send(9, { requestId, results: requests.map((request) => this.#result(request)) });
      const changesScene = requests.some((request) => request.requestType === 'SetCurrentProgramScene');
      if (changesScene && this.uiFrozen) this.#blocked.push(answer);
      else answer();
    });
  }

  #result({ requestType, requestData }: z.infer<typeof requestSchema>): object {
    return {
      requestType,
      requestStatus: { result: true, code: 100 },
      responseData: this.#answer(requestType, requestData ?? {}),
    };
  }

  #answer(type: string, data: Record<string, unknown>): object {
    const told = this.answers.get(type);
    if (told !== undefined) return told;
    switch (type) {
      case 'GetVersion':
        return { obsVersion: '29.0.2', platform: 'debian' };
      case 'GetSceneList':
        return {
          currentProgramSceneName: this.program,
          currentPreviewSceneName: null,
          scenes: this.scenes
            .toReversed()
            .map((sceneName, sceneIndex) => ({ sceneName, sceneIndex, sceneUuid: this.uuids[sceneName] })),
        };
      case 'GetStudioModeEnabled':
        return { studioModeEnabled: false };
      case 'GetStreamStatus':
        return { outputActive: false, outputReconnecting: false };
      case 'GetRecordStatus':
        return { outputActive: false, outputPaused: false };
      case 'GetReplayBufferStatus':
        return { outputActive: false };
      case 'GetInputList':
        return { inputs: [] };
      case 'GetStats':
        return {
          activeFps: 30,
          renderSkippedFrames: 0,
          renderTotalFrames: this.countFrames(),
          outputSkippedFrames: 0,
          cpuUsage: 1,
          availableDiskSpace: 1_000,
        };
      case 'GetCurrentProgramScene':
        return { currentProgramSceneName: this.program };
      case 'GetCurrentSceneTransitionCursor':
        return { transitionCursor: 1 };
      case 'GetSceneSceneTransitionOverride':
        return { transitionName: null, transitionDuration: null };
      case 'GetSceneTransitionList':
        return { transitions: [{ transitionName: '直切', transitionKind: 'cut_transition' }] };
      case 'GetCurrentSceneTransition':
        return { transitionName: '直切', transitionKind: 'cut_transition', transitionDuration: null };
      case 'SetCurrentProgramScene': {
        this.program = z.string().parse(data['sceneName']);
        this.asked.push(this.program);
        if (!this.graphicsFrozen) this.#event('CurrentProgramSceneChanged', { sceneName: this.program });
        return {};
      }
      default:
        return {};
    }
  }

  /** As its statistics have it. */
  countFrames(): number {
    const now = performance.now();
    if (!this.graphicsFrozen) this.#frames += (now - this.#framesAtMs) * 0.03;
    this.#framesAtMs = now;
    return Math.floor(this.#frames);
  }

  #event(eventType: string, eventData: object): void {
    const text = JSON.stringify({ op: 5, d: { eventType, eventIntent: 0, eventData } });
    for (const client of this.#clients) client.send(text);
  }
}
