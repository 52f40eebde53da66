// Asks until it has the answer. A page of another origin gives a key of its own, because it is sent no cookie.
export async function buy(url, show, key) {
  for (;;) {
    const answer = await fetch(url, { headers: key ? { 'Idempotency-Key': key } : {} });
    if (answer.ok) return answer.json();
    if (![402, 429, 503].includes(answer.status)) throw new Error(`${url}: ${answer.status}`);
    show(await answer.json());
    const seconds = Math.min(Math.max(Number(answer.headers.get('Retry-After')) || 3, 1), 60);  // 3: none, or a date
    await new Promise(goOn => setTimeout(goOn, 1000 * seconds));
  }
}
