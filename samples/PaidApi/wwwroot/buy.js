// Asks until it has the answer. A page of another origin gives a key of its own, because it is sent no cookie.
export async function buy(url, show, key) {
  const headers = key ? { 'Idempotency-Key': key } : {};
  for (;;) {
    const answer = await fetch(url, { headers });
    if (answer.ok) return answer.json();
    if (![402, 429, 503].includes(answer.status)) throw new Error(`${url}: ${answer.status}`);
    const problem = await answer.json();
    show(problem);
    if (problem.order_url) await fetch(new URL(problem.order_url, answer.url), { method: 'POST', headers });
    const seconds = Math.min(Math.max(Number(answer.headers.get('Retry-After')) || 3, 1), 60);  // 3: none, or a date
    await new Promise(goOn => setTimeout(goOn, 1000 * seconds));
  }
}
