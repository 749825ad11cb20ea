import type { Reduction } from './reduce.ts';
import type { World } from './world.ts';

/** Writes the one instant that stands for all that differ only in names. */
export function canonical(
  world: World,
  reduction: Reduction,
  words: Uint32Array,
  swapped: Uint32Array,
): void {
  reduction.dropOvertaken(world);
  world.simplify();
  world.write(words);
  if (world.carts.length === 1) return;
  world.swapCarts();
  world.write(swapped);
  for (let i = 0; i < words.length; i++) {
    if (words[i] === swapped[i]) continue;
    if (swapped[i]! < words[i]!) words.set(swapped);
    return;
  }
}
