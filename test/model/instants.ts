/** Every instant that was reached, each once, in the order in which it was: a list of numbers and a hash table over it. */

export class Instants {
  readonly #width: number;
  #words: Uint32Array;
  /** From which instant it was first reached. */
  #parents: Uint32Array;
  /** Index + 1 of an instant; 0 where nothing is. */
  #table: Uint32Array;
  #count = 0;

  constructor(width: number) {
    this.#width = width;
    this.#words = new Uint32Array(width * 1024);
    this.#parents = new Uint32Array(1024);
    this.#table = new Uint32Array(4096);
  }

  get count(): number {
    return this.#count;
  }

  get words(): Uint32Array {
    return this.#words;
  }

  at(index: number): number {
    return index * this.#width;
  }

  parentOf(index: number): number {
    return this.#parents[index]!;
  }

  /** Whether it was not there before. */
  add(words: Uint32Array, parent: number): boolean {
    const mask = this.#table.length - 1;
    let place = this.#hash(words, 0) & mask;
    for (let entry; (entry = this.#table[place]!) !== 0; place = (place + 1) & mask)
      if (this.#isAt((entry - 1) * this.#width, words)) return false;
    if (this.#count === this.#parents.length) this.#growList();
    this.#words.set(words, this.#count * this.#width);
    this.#parents[this.#count] = parent;
    this.#table[place] = ++this.#count;
    if (this.#count * 2 > this.#table.length) this.#growTable();
    return true;
  }

  #isAt(at: number, words: Uint32Array): boolean {
    for (let i = 0; i < this.#width; i++) if (this.#words[at + i] !== words[i]) return false;
    return true;
  }

  #hash(words: Uint32Array, at: number): number {
    let hash = 0x9e3779b9;
    for (let i = 0; i < this.#width; i++) {
      hash = Math.imul(hash ^ words[at + i]!, 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash, 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
  }

  #growList(): void {
    const length = Math.ceil(this.#parents.length * 1.6);
    const words = new Uint32Array(length * this.#width);
    words.set(this.#words);
    this.#words = words;
    const parents = new Uint32Array(length);
    parents.set(this.#parents);
    this.#parents = parents;
  }

  #growTable(): void {
    const table = new Uint32Array(this.#table.length * 2);
    const mask = table.length - 1;
    for (let index = 0; index < this.#count; index++) {
      let place = this.#hash(this.#words, index * this.#width) & mask;
      while (table[place] !== 0) place = (place + 1) & mask;
      table[place] = index + 1;
    }
    this.#table = table;
  }
}
