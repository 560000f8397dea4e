/**
 * Prints several tellers' lines one teller after the other, although they tell at the same time: the first who has not
 * ended is heard live, the others' lines wait for their turn.
 */
export class Blocks {
  private readonly blocks: { waiting: string[]; ended: boolean }[];
  private readonly print: (line: string) => void;
  private current = 0;

  constructor(count: number, print: (line: string) => void) {
    this.blocks = Array.from({ length: count }, () => ({ waiting: [], ended: false }));
    this.print = print;
  }

  say(teller: number, line: string): void {
    if (teller === this.current) this.print(line);
    else this.blocks[teller]?.waiting.push(line);
  }

  /** The teller has nothing more to say. */
  end(teller: number): void {
    const block = this.blocks[teller];
    if (block) block.ended = true;
    while (this.blocks[this.current]?.ended) {
      this.current++;
      for (const line of this.blocks[this.current]?.waiting.splice(0) ?? []) this.print(line);
    }
  }
}
