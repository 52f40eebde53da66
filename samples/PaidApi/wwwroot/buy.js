// Asks until it has the answer. A page of another origin gives a key of its own, because it is sent no cookie.
export async function buy(url, show, key) {
  for (;;) {
    const answer = await fetch(url, { headers: key ? { 'Idempotency-Key': key } : {} });
    if (answer.ok) return answer.json();
    if (![402, 429, 503].includes(answer.status)) throw new Error(`${url}: ${answer.status}`);
    show(await answer.json());
    await new Promise(goOn => setTimeout(goOn, 1000 * (answer.headers.get('Retry-After') ?? 3)));
  }
}
