/** In which orders the events of one payment may arrive, some never, one of them twice. */

export interface Arrivals {
  /** Every event at most once: every order of every selection. */
  once: number[][];
  /** One of them a second time, at whatever place. */
  oneTwice: number[][];
}

export function arrivalsOf(events: number): Arrivals {
  const once = arrangements(Array.from({ length: events }, () => 1));
  const oneTwice = Array.from({ length: events }, (_, twice) =>
    arrangements(Array.from({ length: events }, (_, at) => (at === twice ? 2 : 1))).filter(
      (order) => order.indexOf(twice) !== order.lastIndexOf(twice),
    ),
  ).flat();
  return { once, oneTwice };
}

/** Every sequence in which each event occurs as often as is left of it, or less. */
function arrangements(left: readonly number[]): number[][] {
  const longer = left.flatMap((times, at) =>
    times === 0
      ? []
      : arrangements(left.map((its, other) => (other === at ? its - 1 : its))).map((rest) => [at, ...rest]),
  );
  return [[], ...longer];
}
