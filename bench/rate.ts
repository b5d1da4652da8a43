/** The median of five rates, in runs a second, after a warm-up; each measured over at least `milliseconds`. */
export async function rate(run: () => unknown, milliseconds = 400): Promise<number> {
  const once = async () => {
    const start = performance.now();
    let runs = 0;
    while (performance.now() - start < milliseconds) {
      await run();
      runs += 1;
    }
    return (runs * 1_000) / (performance.now() - start);
  };
  await once();
  const rates: number[] = [];
  for (let n = 0; n < 5; n += 1) rates.push(await once());
  return rates.sort((a, b) => a - b)[2] as number;
}
