// Watches the payment of the order on this page, says what happens, and goes on by itself. The page works without it, by its links.
"use strict";

(() => {
  const mark = "taler_paywall";
  const second = 1000;
  const roundAtLeast = 3 * second; // between two questions, whatever the answers
  const answerAtMost = 45 * second; // a connection that died while the device slept never answers
  const pauseAtMost = 60 * second;
  const failuresAtMost = 10;

  const line = document.getElementById("taler-watch");
  const question = new URL(line.dataset.url, location.href);
  let failures = 0;
  let timer = 0;
  let asking = null;

  const say = (text) => {
    // The same text again would be read out again.
    if (line.textContent !== text) {
      line.textContent = text;
    }
  };

  // Never shorter than asked for; a part of chance keeps the pages of a busy shop from asking all at once.
  const withChance = (pause) => pause * (1 + Math.random() / 2);

  const stop = () => {
    clearTimeout(timer);
    asking?.abort();
    asking = null;
  };

  const later = (action, pause) => {
    clearTimeout(timer);
    timer = setTimeout(action, withChance(pause));
  };

  // The page itself, without the mark of the link that led here. Its own address is loaded anew even if it names a part of the page.
  const goOn = () => {
    const page = new URL(location.href);
    if (!page.searchParams.has(mark)) {
      location.reload();
      return;
    }
    page.searchParams.delete(mark);
    location.replace(page);
  };

  // At once. Should the page then ask for a payment again, each further time takes twice as long: this must not become a circle of page loads and
  // new orders. Where nothing is remembered, each time may be a further one.
  const goOnToContent = () => {
    let pause = 5 * second;
    try {
      const [last, times] = JSON.parse(sessionStorage.getItem(question.href)) ?? [0, 0];
      const isFurther = Math.abs(Date.now() - last) < 2 * pauseAtMost;
      pause = isFurther ? Math.min(2 ** (times + 1) * second, pauseAtMost) : 0;
      sessionStorage.setItem(question.href, JSON.stringify([Date.now(), isFurther ? times + 1 : 1]));
    } catch {
      // No storage, or something else in it.
    }
    if (pause > 0) {
      later(goOn, pause);
    } else {
      goOn();
    }
  };

  const goToCookiesPage = () => location.replace(line.dataset.paidUrl);

  const fail = (pause) => {
    failures += 1;
    if (failures >= failuresAtMost) {
      say(line.dataset.stopped);
      return;
    }
    later(ask, Math.max(pause, Math.min(2 ** failures * second, pauseAtMost)));
  };

  const wait = (text, started) => {
    failures = 0;
    say(text);
    later(ask, Math.max(roundAtLeast - (performance.now() - started), 0.2 * second));
  };

  const understand = async (response, started) => {
    if (response.status === 402) {
      goToCookiesPage();
      return;
    }
    const answer = response.ok ? (await response.json()).order_status : null;
    switch (answer) {
      case "paid":
        say(line.dataset.paid);
        goOnToContent();
        break;
      case "claimed":
        wait(line.dataset.claimed, started);
        break;
      case "unpaid":
        wait(line.dataset.waiting, started);
        break;
      case "changed":
        // The page has something else to show. Not at once: should it show the same again, this must not become a circle.
        later(goOn, 5 * second);
        break;
      default:
        fail(Number(response.headers.get("Retry-After")) * second || 0);
    }
  };

  const ask = async () => {
    stop();
    const mine = new AbortController();
    asking = mine;
    const limit = setTimeout(() => mine.abort(), answerAtMost);
    const started = performance.now();
    try {
      const response = await fetch(question, { headers: { Accept: "application/json" }, cache: "no-store", redirect: "error", signal: mine.signal });
      if (asking === mine) {
        await understand(response, started);
      }
    } catch {
      // Who stopped asking has put something else in its place.
      if (asking === mine) {
        fail(0);
      }
    } finally {
      clearTimeout(limit);
    }
  };

  // Only a page that is seen waits. One that comes back, from sleep, from behind or from the browser's memory, asks anew.
  const lookAround = () => {
    stop();
    if (!document.hidden) {
      failures = 0;
      later(ask, 0.2 * second);
    }
  };

  document.addEventListener("visibilitychange", lookAround);
  addEventListener("pageshow", (event) => event.persisted && lookAround());
  addEventListener("pagehide", stop);
  addEventListener("online", lookAround);

  line.dataset.waiting = line.textContent;
  line.hidden = false;
  lookAround();
})();
