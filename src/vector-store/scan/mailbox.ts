/**
 * How plans get to a search thread and results back: through slots in shared memory and a bell on each side. The thread
 * sleeps on its bell; waking it costs less than a message between threads, which the asking thread has to pay for every
 * search. What does not fit a slot goes as a message.
 */

/** A thread gets its next plan while it works on one, so that it need not wait for the asking thread's turn. */
export const SLOTS = 2;

/** Words of a slot for what is asked and what is answered: some thirty vectors of 1,024; 1,000 rows in 60 legs. */
const ASKED_WORDS = 1 << 15;
const ANSWERED_WORDS = 1 << 16;
/** Of a slot: its state and the number of its run. */
const SLOT_HEAD = 2;
const HEAD = 1 + SLOTS * SLOT_HEAD;

const FREE = 0;
const ASKED = 1;
const ANSWERED = 2;

/** The memory of one thread's mailbox; goes through structured cloning as it is. */
export interface MailboxMemory {
  readonly head: SharedArrayBuffer;
  readonly slots: SharedArrayBuffer;
  /** Of all threads together. */
  readonly answers: SharedArrayBuffer;
}

/** The bell that the asking thread listens to. */
export function answerBell(): SharedArrayBuffer {
  return new SharedArrayBuffer(4);
}

export function mailboxMemory(answers: SharedArrayBuffer): MailboxMemory {
  return {
    head: new SharedArrayBuffer(4 * HEAD),
    slots: new SharedArrayBuffer(4 * SLOTS * (ASKED_WORDS + ANSWERED_WORDS)),
    answers,
  };
}

class Mailbox {
  /** [bell, then of each slot its state and run]. */
  protected readonly head: Int32Array;
  protected readonly answers: Int32Array;
  readonly #slots: SharedArrayBuffer;

  constructor({ head, slots, answers }: MailboxMemory) {
    this.head = new Int32Array(head);
    this.answers = new Int32Array(answers);
    this.#slots = slots;
  }

  protected asked(slot: number): Uint32Array {
    const words = ASKED_WORDS + ANSWERED_WORDS;
    return new Uint32Array(this.#slots, 4 * slot * words, ASKED_WORDS);
  }

  protected answered(slot: number): Uint32Array {
    const words = ASKED_WORDS + ANSWERED_WORDS;
    return new Uint32Array(this.#slots, 4 * (slot * words + ASKED_WORDS), ANSWERED_WORDS);
  }
}

/** The side that asks. */
export class Outbox extends Mailbox {
  /** Hands a question over by `write`; false where no slot is free or `write` says that it does not fit. */
  ask(run: number, write: (words: Uint32Array) => boolean): boolean {
    for (let slot = 0; slot < SLOTS; slot++) {
      const at = 1 + slot * SLOT_HEAD;
      if (Atomics.load(this.head, at) !== FREE) continue;
      if (!write(this.asked(slot))) return false;
      this.head[at + 1] = run;
      Atomics.store(this.head, at, ASKED);
      this.ring();
      return true;
    }
    return false;
  }

  /** Wakes the thread, so that it looks at its slots and messages. */
  ring(): void {
    Atomics.add(this.head, 0, 1);
    Atomics.notify(this.head, 0);
  }

  /** Calls `take` with what `read` makes of each answer that is there; its slot is free by then. */
  collect<Answer>(read: (words: Uint32Array) => Answer, take: (run: number, answer: Answer) => void): void {
    for (let slot = 0; slot < SLOTS; slot++) {
      const at = 1 + slot * SLOT_HEAD;
      if (Atomics.load(this.head, at) !== ANSWERED) continue;
      const run = this.head[at + 1]!;
      const answer = read(this.answered(slot));
      Atomics.store(this.head, at, FREE);
      take(run, answer);
    }
  }
}

/** The side of the thread that answers. */
export class Inbox extends Mailbox {
  #heard = 0;

  /** Sleeps until the bell has rung since the last call; the slots that were asked by then, in the order of runs. */
  wait(): readonly number[] {
    Atomics.wait(this.head, 0, this.#heard);
    this.#heard = Atomics.load(this.head, 0);
    const asked: number[] = [];
    for (let slot = 0; slot < SLOTS; slot++) {
      if (Atomics.load(this.head, 1 + slot * SLOT_HEAD) === ASKED) asked.push(slot);
    }
    return asked.sort((a, b) => this.#run(a) - this.#run(b));
  }

  /**
   * Answers what was asked in a slot. `answer` gets the question and where to write the result, and returns false where
   * it has sent that in another way.
   */
  answer(slot: number, answer: (run: number, asked: Uint32Array, answered: Uint32Array) => boolean): void {
    const isWritten = answer(this.#run(slot), this.asked(slot), this.answered(slot));
    Atomics.store(this.head, 1 + slot * SLOT_HEAD, isWritten ? ANSWERED : FREE);
    if (!isWritten) return;
    Atomics.add(this.answers, 0, 1);
    Atomics.notify(this.answers, 0);
  }

  #run(slot: number): number {
    return this.head[2 + slot * SLOT_HEAD]!;
  }
}
