/** One picture for everybody who looks at the same scene: OBS draws it once, however many pages show it. */
export class StillShare {
  readonly #take: (sceneName: string, widthPx: number) => Promise<Uint8Array | null>;
  readonly #shots = new Map<string, Shot>();

  constructor(take: (sceneName: string, widthPx: number) => Promise<Uint8Array | null>) {
    this.#take = take;
  }

  /** The scene at least so wide, not older than `freshMs`; null when there is no picture to be had. */
  async get(sceneName: string, widthPx: number, freshMs: number): Promise<Uint8Array | null> {
    const now = performance.now();
    for (const [key, shot] of this.#shots)
      if (shot.isTaken && now - shot.askedAtMs > KEPT_MS) this.#shots.delete(key);
    const shared = [...this.#shots.values()].find(
      (shot) =>
        shot.sceneName === sceneName &&
        shot.widthPx >= widthPx &&
        (!shot.isTaken || now - shot.askedAtMs <= freshMs),
    );
    if (shared !== undefined) return shared.picture;
    const shot: Shot = {
      sceneName,
      widthPx,
      askedAtMs: now,
      isTaken: false,
      picture: this.#take(sceneName, widthPx).finally(() => {
        shot.isTaken = true;
      }),
    };
    this.#shots.set(`${widthPx} ${sceneName}`, shot);
    return shot.picture;
  }
}

const KEPT_MS = 10_000;

type Shot = {
  readonly sceneName: string;
  readonly widthPx: number;
  readonly askedAtMs: number;
  isTaken: boolean;
  readonly picture: Promise<Uint8Array | null>;
};
