type Waiting = { readonly about: string; readonly start: () => Promise<void>; readonly drop: () => void };

/**
 * One wish at a time. A switcher may work on several requests at once, and the older of two that are under way
 * can be the one that is done last; so none is sent before the one before it is answered, and of those that
 * wait only the newest about the same thing is left.
 */
export class NewestWish {
  #waiting: readonly Waiting[] = [];
  #isRunning = false;

  /**
   * @param about what it is about: `mute 主麦`
   * @param replaces wishes that wait and have no point any more after this one
   * @param superseded the answer of a wish that was replaced
   */
  ask<T>(
    about: string,
    work: () => Promise<T>,
    superseded: T,
    replaces: (about: string) => boolean = (other) => other === about,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      for (const each of this.#waiting) if (replaces(each.about)) each.drop();
      this.#waiting = [
        ...this.#waiting.filter((each) => !replaces(each.about)),
        { about, start: () => work().then(resolve, reject), drop: () => resolve(superseded) },
      ];
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    for (;;) {
      const [next, ...rest] = this.#waiting;
      if (next === undefined) break;
      this.#waiting = rest;
      // Never rejects: how it ended is told to whoever asked.
      await next.start();
    }
    this.#isRunning = false;
  }
}
